using AutomountPackaging.Check;
using AutomountPackaging.Manifests;
using AutomountPackaging.Platform;
using Xunit;
using static PackagingTests.Check.Expect;

namespace PackagingTests.Check;

public class SecretRuleTests
{
    private static SourceFile Secret(string json, string key = ".dockerconfigjson", string type = "kubernetes.io/dockerconfigjson",
        string ns = "openshift-machine-config-operator", string name = "push") =>
        Some.Yaml($"apiVersion: v1\nkind: Secret\nmetadata:\n  name: {name}\n  namespace: {ns}\ntype: {type}\ndata:\n"
            + $"  {key}: {Some.Base64(json)}\n");

    private static string Auth(string password) =>
        """{"auths":{"quay.io":{"auth":"AUTH"}}}""".Replace("AUTH", Some.Base64("user:" + password));

    private static string Token(DateTimeOffset end) =>
        $"{Some.Base64("{\"alg\":\"none\"}").TrimEnd('=')}.{Some.Base64($"{{\"exp\":{end.ToUnixTimeSeconds()}}}").TrimEnd('=')}.c2ln";

    [Fact]
    public void TypeAndKeyGoTogether()
    {
        Fires("secret/type", "type:", Some.OsConfig(), Secret(Auth("x"), type: "Opaque"));
        Fires("secret/type", ".dockercfg:", Some.OsConfig(), Secret(Auth("x"), key: ".dockercfg"));
        Silent("secret/type", Some.OsConfig(), Secret(Auth("x")));
        Silent("secret/type", Some.OsConfig(), Secret("""{"quay.io":{"auth":"eDp5"}}""", ".dockercfg", "kubernetes.io/dockercfg"));
        Silent("secret/type", Some.OsConfig(), Secret(Auth("x"), type: "Opaque", name: "other"));
    }

    [Fact]
    public void TheNamespaceIsThatOfTheOperator()
    {
        Fires("secret/namespace", "namespace:", Some.OsConfig(), Secret(Auth("x"), ns: "default"));
        Silent("secret/namespace", Some.OsConfig(), Secret(Auth("x")));
        Silent("secret/namespace", Some.OsConfig(), Secret(Auth("x"), ns: "default", name: "other"));
    }

    [Theory]
    [InlineData("""{"auths":{"quay.io":{"auth":"eDp5","identitytoken":"x"}}}""")]
    [InlineData("""{"auths":{"quay.io":{"auth":"eDp5"}},"HttpHeaders":{}}""")]
    [InlineData("""{"auths":{}}""")]
    [InlineData("<PUSH SECRET>")]
    public void OnlyKnownKeysAreInIt(string json)
    {
        Fires("secret/content", ".dockerconfigjson", Some.OsConfig(), Secret(json));
        Silent("secret/content", Some.OsConfig(),
            Secret("""{"auths":{"quay.io":{"auth":"eDp5","email":"a","username":"b","password":"c"}},"credsStore":"x"}"""));
    }

    [Fact]
    public void TokensLastLongerThanAnUpgrade()
    {
        var finding = Fires("secret/expiry", ".dockerconfigjson", Some.OsConfig(), Secret(Auth(Token(Now.AddDays(30)))));
        Assert.Contains("2026-01-31", finding.Message);
        Assert.Contains("has ended", Fires("secret/expiry", ".dockerconfigjson", Some.OsConfig(),
            Secret(Auth(Token(Now.AddDays(-1))))).Message);
        Silent("secret/expiry", Some.OsConfig(), Secret(Auth(Token(Now.AddDays(700)))));
        Silent("secret/expiry", Some.OsConfig(), Secret(Auth("no.token.atall")));
        Assert.DoesNotContain(PackagingCheck.Run([Some.OsConfig(), Secret(Auth(Token(Now)))], new OpenShiftVersion(4, 20)),
            f => f.Rule.Code == "secret/expiry");
    }

    /// <summary>Strict decoding came with 4.20.0; credHelpers and credsStore are passed over again, but by 4.22.</summary>
    [Fact]
    public void StrictnessIsThatOfTheRelease()
    {
        var store = Secret("""{"auths":{"quay.io":{"auth":"eDp5"}},"credsStore":"desktop"}""");
        var token = Secret("""{"auths":{"quay.io":{"auth":"eDp5","identitytoken":"x"}}}""");
        Fires("secret/content", ".dockerconfigjson", 22, Some.OsConfig(), store);
        Fires("secret/credential-store", ".dockerconfigjson", 20, Some.OsConfig(), store);
        Fires("secret/credential-store", ".dockerconfigjson", 21, Some.OsConfig(), store);
        foreach (var release in new[] { 19, 23, 50 })
        {
            Silent("secret/credential-store", release, Some.OsConfig(), store);
            Silent("secret/content", release, Some.OsConfig(), store);
        }

        Silent("secret/content", 19, Some.OsConfig(), token);
        Fires("secret/content", ".dockerconfigjson", 23, Some.OsConfig(), token);
    }

    [Theory]
    [InlineData("""{"auths":{"quay.io":{"auth":"eA=="}}}""")]
    [InlineData("""{"auths":{"quay.io":{"username":"u"}}}""")]
    public void ACredentialHasUserAndPassword(string json) =>
        Fires("secret/content", ".dockerconfigjson", 19, Some.OsConfig(), Secret(json));

    [Theory]
    [InlineData("registry.example.com", true)]
    [InlineData("quay.io/other", true)]
    [InlineData("quay.io.example.com", true)]
    [InlineData("quay.io", false)]
    [InlineData("https://quay.io/v2/", false)]
    [InlineData("quay.io/example", false)]
    [InlineData("quay.io/example/os", false)]
    public void ThePushSecretIsForTheRegistryThatIsPushedTo(string key, bool fires)
    {
        var config = Some.OsConfig(push: "quay.io/example/os:1");
        var secret = Secret(Auth("x").Replace("quay.io", key));
        if (fires)
        {
            Fires("secret/push-host", "name: push", config, secret);
        }
        else
        {
            Silent("secret/push-host", config, secret);
        }
    }

    [Fact]
    public void ThePullSecretIsForTheImagesOfTheReleaseToo()
    {
        static string Of(string key, string user) =>
            """{"auths":{"KEY":{"auth":"AUTH"}}}""".Replace("KEY", key).Replace("AUTH", Some.Base64(user + ":x"));
        SourceFile Pull(string json) => Secret(json, name: "pull");
        Assert.Contains("no credential", Fires("secret/pull-coverage", "name: pull", Some.OsConfig(),
            Pull(Of("registry.example.com", "u"))).Message);
        Assert.Contains("robot of \"example\"", Fires("secret/pull-coverage", "name: pull", Some.OsConfig(),
            Pull(Of("quay.io", "example+robot"))).Message);
        Silent("secret/pull-coverage", Some.OsConfig(), Pull(Of("quay.io", "openshift-release-dev+ocm")));
        Silent("secret/pull-coverage", Some.OsConfig(), Pull(Of("quay.io/openshift-release-dev", "u")));
        Silent("secret/pull-coverage", Some.OsConfig(), Pull(Of("registry.example.com", "u")),
            Some.Yaml("apiVersion: config.openshift.io/v1\nkind: ImageDigestMirrorSet\nmetadata: {name: m}\n"));
        Silent("secret/pull-coverage", Some.OsConfig());
    }

    [Fact]
    public void ATokenOfAmazonSaysWhenItEnds()
    {
        var end = Now.AddHours(12);
        var token = Some.Base64($"{{\"payload\":\"x\",\"version\":\"2\",\"type\":\"DATA_KEY\",\"expiration\":{end.ToUnixTimeSeconds()}}}");
        Assert.Contains("2026-01-01", Fires("secret/expiry", ".dockerconfigjson", Some.OsConfig(), Secret(Auth(token))).Message);
    }

    [Fact]
    public void PullAndPushAreTwoSecrets()
    {
        var file = Some.OsConfig();
        Fires("secret/shared", "    name: push", file with { Text = file.Text.Replace("name: pull", "name: push") });
        Silent("secret/shared", file);
    }
}
