using System.Text;
using System.Text.Json;
using AutomountPackaging.Secrets;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Secrets;

public class SecretsTests
{
    private const string Password = "s3cret-Pa55";

    [Fact]
    public void EveryEntryIsKept()
    {
        using var folder = new TestFolder();
        var pull = folder.Write("pull.json", Config(("a.example.com", "pull-a"), ("both.example.com", "both")));
        var push = folder.Write("push.json", Config(("both.example.com", "both"), ("z.example.com:5000", "push-z")));

        var result = Tool.Packaging("secrets", "--pull", pull, "--push", push, "--output", folder["merged.json"]);

        Assert.Equal(0, result.Status);
        using var merged = JsonDocument.Parse(File.ReadAllText(folder["merged.json"]));
        Assert.Equal(
            ["a.example.com pull-a", "both.example.com both", "z.example.com:5000 push-z"],
            merged.RootElement.GetProperty("auths").EnumerateObject()
                .Select(a => $"{a.Name} {a.Value.GetProperty("password").GetString()}"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["merged.json"]));
        Assert.Equal(3, result.Output.Trim().Split('\n').Length);
    }

    /// <summary>The pull secret of a cluster has a key quay.io with which it pulls its releases: it is never replaced.</summary>
    [Fact]
    public void TwoCredentialsForOneKeyAreRefused()
    {
        using var folder = new TestFolder();
        var cluster = folder.Write("cluster.json", """
            {"auths":{
              "registry.redhat.io":{"auth":"eHx5Ono="},
              "quay.io":{"auth":"b3BlbnNoaWZ0LXJlbGVhc2UtZGV2K29jbTpSRUxFQVNF","email":"a@example.com"}}}
            """);
        var robot = folder.Write("robot.json", """{"auths":{"quay.io":{"username":"example+robot","password":"s3cret-Pa55"}}}""");
        var same = folder.Write("same.json", """{"auths":{"quay.io":{"username":"openshift-release-dev+ocm","password":"RELEASE"}}}""");

        var result = Tool.Packaging("secrets", "--pull", cluster, "--push", robot, "--output", folder["merged.json"]);

        Assert.Equal(78, result.Status);
        Assert.Contains($"{robot}:1: quay.io: {cluster}:3 has another credential", result.Errors);
        Assert.Contains("write the key quay.io/example", result.Errors);
        Assert.DoesNotContain(Password, result.Errors + result.Output);
        Assert.False(File.Exists(folder["merged.json"]));
        Assert.Equal(0, Tool.Packaging("secrets", "--pull", cluster, "--push", same, "--output", folder["merged.json"]).Status);
        Assert.Contains("a@example.com", File.ReadAllText(folder["merged.json"]));
    }

    /// <summary>docker login writes it on each desktop; some releases of the operator refuse the whole secret for it.</summary>
    [Fact]
    public void ASettingOfDockerIsRefusedOrLeftOut()
    {
        using var folder = new TestFolder();
        var file = folder.Write("push.json", """{"auths":{"quay.io":{"auth":"dTpw"}},"credsStore":"desktop"}""");

        var asItIs = Tool.Packaging("secrets", "--push", file);
        var written = Tool.Packaging("secrets", "--push", file, "--output", folder["out"]);

        Assert.Equal(78, asItIs.Status);
        Assert.Contains("credsStore", asItIs.Errors);
        Assert.Contains("--output", asItIs.Errors);
        Assert.Equal(0, written.Status);
        Assert.DoesNotContain("credsStore", File.ReadAllText(folder["out"]));
    }

    [Fact]
    public void OnlyARegularFileIsReplaced()
    {
        using var folder = new TestFolder();
        var pull = folder.Write("pull.json", Config(("a.example.com", Password)));
        Assert.Equal(0, Tool.Run("mkfifo", [folder["pipe"]]).Status);
        File.CreateSymbolicLink(folder["link"], folder["target"]);
        foreach (var output in new[] { folder["pipe"], folder["link"], folder.Path })
        {
            var result = Tool.Packaging("secrets", "--pull", pull, "--output", output);
            Assert.Equal(2, result.Status);
            Assert.Contains("not a regular file", result.Errors);
        }

        Assert.Equal(78, Tool.Packaging("secrets", "--pull", folder["pipe"]).Status);
        Assert.Equal(["link", "pipe", "pull.json"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("quay.io", "quay.io/example/os:1", true)]
    [InlineData("quay.io/example", "quay.io/example/os@sha256:1", true)]
    [InlineData("quay.io/exam", "quay.io/example/os:1", false)]
    [InlineData("https://quay.io/v1/", "quay.io/example/os:1", true)]
    [InlineData("registry.example.com", "registry.example.com:5000/os:1", false)]
    public void TheLongestKeyThatMatchesIsUsed(string key, string image, bool covers) =>
        Assert.Equal(covers, AutomountPackaging.Manifests.RegistryKey.Covers(key, image));

    [Theory]
    [InlineData("quay.io/example/os:1", "quay.io/example")]
    [InlineData("registry.example.com:5000/os:1", "registry.example.com:5000/os")]
    [InlineData("quay.io/example/agent@sha256:1", "quay.io/example")]
    public void AnImageHasTheKeyOfItsNamespace(string image, string key) =>
        Assert.Equal(key, AutomountPackaging.Manifests.RegistryKey.OfNamespace(image));

    [Fact]
    public void ATokenOfAmazonSaysWhenItEnds()
    {
        var token = Convert.ToBase64String(Encoding.UTF8.GetBytes("{\"payload\":\"x\",\"expiration\":1700000000}"));

        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000),
            new RegistryAuth("a", [("username", "AWS"), ("password", token)], "f", 1).Expiry);
    }

    [Fact]
    public void AFileThatOthersCouldReadIsReplacedNotFilled()
    {
        using var folder = new TestFolder();
        var output = folder.Write("merged.json", "old");
        File.SetUnixFileMode(output, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        Assert.Equal(0, Tool.Packaging("secrets", "--pull", folder.Write("pull.json", Config(("a.example.com", Password))), "--output",
            output).Status);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(output));
    }

    [Theory]
    [InlineData(400, 0, "expires ", "warning")]
    [InlineData(10, 0, "warning: in 10 days", "")]
    [InlineData(-1, 1, "expired ", "")]
    public void TheEndOfATokenIsTold(int days, int status, string expected, string not)
    {
        using var folder = new TestFolder();
        var token = Token($"{{\"sub\":\"x\",\"exp\":{DateTimeOffset.UtcNow.AddDays(days).AddHours(1).ToUnixTimeSeconds()}}}");

        var result = Tool.Packaging("secrets", "--push", folder.Write("push.json", Config(("a.example.com", token))), "--output",
            folder["out"]);

        Assert.Equal(status, result.Status);
        Assert.Contains($"a.example.com: {(days > 0 ? "expires " : "")}", result.Output);
        Assert.Contains(expected, result.Output);
        Assert.True(not.Length == 0 || !result.Output.Contains(not));
        Assert.Equal(status == 0, File.Exists(folder["out"]));
        Assert.DoesNotContain(token.Split('.')[1], result.Output + result.Errors);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("a.b.c")]
    [InlineData("a.e30.c")] // {}
    [InlineData("a.W10.c")] // []
    [InlineData("a.eyJleHAiOiJ4In0.c")] // {"exp":"x"}
    [InlineData("a.eyJleHAiOjk5OTk5OTk5OTk5OTk5OTk5fQ.c")] // {"exp":99999999999999999}
    public void WhatIsNoTokenHasNoKnownEnd(string password) =>
        Assert.Null(new RegistryAuth("a", [("username", "u"), ("password", password)], "f", 1).Expiry);

    [Fact]
    public void ATokenInAuthIsFoundToo()
    {
        var auth = Convert.ToBase64String(Encoding.UTF8.GetBytes($"builder:{Token("{\"exp\":1}")}"));

        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1), new RegistryAuth("a", [("auth", auth)], "f", 1).Expiry);
    }

    [Fact]
    public void ASecretInYamlOrJsonIsAsGood()
    {
        var data = Convert.ToBase64String(Encoding.UTF8.GetBytes(Config(("a.example.com", Password))));
        var legacy = Convert.ToBase64String(Encoding.UTF8.GetBytes("{\"a.example.com\":{\"username\":\"u\",\"password\":\"p\"}}"));
        string[] texts =
        [
            $"kind: Secret\ntype: kubernetes.io/dockerconfigjson\ndata:\n  .dockerconfigjson: {data}\n",
            $"{{\"kind\":\"Secret\",\"type\":\"kubernetes.io/dockerconfigjson\",\"data\":{{\".dockerconfigjson\":\"{data}\"}}}}",
            $"kind: Secret\ntype: kubernetes.io/dockercfg\ndata:\n  .dockercfg: {legacy}\n",
            $"kind: Secret\ntype: kubernetes.io/dockerconfigjson\nstringData:\n  .dockerconfigjson: |\n"
                + $"    {Config(("a.example.com", Password))}\n",
        ];

        Assert.All(texts, text =>
        {
            var (auths, problems) = PullSecretFile.Parse(text, "f");
            Assert.Empty(problems);
            Assert.Equal("a.example.com", Assert.Single(auths).Registry);
        });
    }

    [Theory]
    [InlineData("{\"auths\":{\"a.io\":{\"username\":\"u\",\"password\":\"s3cret\",\"identitytoken\":\"s3cret\"}}}", "field identitytoken")]
    [InlineData("{\"auths\":{\"a.io\":{\"auth\":\"s3cret!\"}}}", "field auth is not base64")]
    [InlineData("{\"auths\":{\"a.io\":{\"username\":\"u\"}}}", "neither auth nor")]
    [InlineData("{\"auths\":{\"a.io\":\"s3cret\"}}", "not an object")]
    [InlineData("{\"auths\":{}}", "no registry")]
    [InlineData("{\"a.io\":{\"auth\":\"s3cret\"}}", "a key besides auths")]
    [InlineData("s3cret", "not an object")]
    [InlineData("{\"auths\": s3cret", "stops being")]
    [InlineData("kind: Secret\ntype: Opaque\ndata: {.dockerconfigjson: s3cret}", "type of the Secret")]
    [InlineData("kind: Secret\ntype: kubernetes.io/dockerconfigjson\ndata: {config.json: s3cret}", "no text at data, .dockerconfigjson")]
    [InlineData("kind: Secret\ntype: kubernetes.io/dockerconfigjson\ndata: {.dockerconfigjson: 's3cret!'}", "not base64")]
    [InlineData("kind: ConfigMap", "not a Secret")]
    public void BadFilesAreRefusedAndNotQuoted(string text, string expected)
    {
        using var folder = new TestFolder();

        var result = Tool.Packaging("secrets", "--push", folder.Write("bad", text), "--output", folder["out"]);

        Assert.Equal(78, result.Status);
        Assert.Contains(expected, result.Errors);
        Assert.DoesNotContain("s3cret", result.Errors + result.Output);
        Assert.False(File.Exists(folder["out"]));
    }

    [Fact]
    public void EveryProblemHasItsLine()
    {
        var (auths, _) = PullSecretFile.Parse("{\n  \"auths\": {\n    \"a.io\": {\"auth\": \"dTpw\"},\n    \"b.io\": {\"auth\": \"x!\"}\n"
            + "  }\n}\n", "f");

        Assert.Equal("f:4: b.io: field auth is not base64 of USER:PASSWORD", Assert.Single(auths.SelectMany(AuthRules.Check)).ToString());
    }

    private static string Config(params (string Registry, string Password)[] auths)
    {
        var entries = auths.Select(a => $"\"{a.Registry}\":{{\"username\":\"u\",\"password\":\"{a.Password}\"}}");
        return $"{{\"auths\":{{{string.Join(',', entries)}}}}}";
    }

    private static string Token(string claims) =>
        $"e30.{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims)).TrimEnd('=').Replace('+', '-').Replace('/', '_')}.c2ln";
}
