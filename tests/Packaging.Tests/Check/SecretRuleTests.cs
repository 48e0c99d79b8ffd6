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
        Silent("secret/type", Some.OsConfig(), Secret("""{"quay.io":{"auth":"eA=="}}""", ".dockercfg", "kubernetes.io/dockercfg"));
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
    [InlineData("""{"auths":{"quay.io":{"identitytoken":"x"}}}""")]
    [InlineData("""{"auths":{"quay.io":{"auth":"eA=="}},"HttpHeaders":{}}""")]
    [InlineData("""{"auths":{}}""")]
    [InlineData("<PUSH SECRET>")]
    public void OnlyKnownKeysAreInIt(string json)
    {
        Fires("secret/content", ".dockerconfigjson", Some.OsConfig(), Secret(json));
        Silent("secret/content", Some.OsConfig(),
            Secret("""{"auths":{"quay.io":{"auth":"eA==","email":"a","username":"b","password":"c"}},"credsStore":"x"}"""));
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
        Assert.DoesNotContain(PackagingCheck.Run([Some.OsConfig(), Secret(Auth(Token(Now)))], new OpenShiftVersion(20)),
            f => f.Rule.Code == "secret/expiry");
    }

    [Fact]
    public void PullAndPushAreTwoSecrets()
    {
        var file = Some.OsConfig();
        Fires("secret/shared", "    name: push", file with { Text = file.Text.Replace("name: pull", "name: push") });
        Silent("secret/shared", file);
    }
}
