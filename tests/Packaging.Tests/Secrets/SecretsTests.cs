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
    public void ThePushEntryWinsAndTheRestIsKept()
    {
        using var folder = new TestFolder();
        var pull = folder.Write("pull.json", Config(("a.example.com", "pull-a"), ("both.example.com", "pull-both")));
        var push = folder.Write("push.json", Config(("both.example.com", "push-both"), ("z.example.com:5000", "push-z")));

        var result = Tool.Packaging("secrets", "--pull", pull, "--push", push, "--output", folder["merged.json"]);

        Assert.Equal(0, result.Status);
        using var merged = JsonDocument.Parse(File.ReadAllText(folder["merged.json"]));
        Assert.Equal(
            ["a.example.com pull-a", "both.example.com push-both", "z.example.com:5000 push-z"],
            merged.RootElement.GetProperty("auths").EnumerateObject()
                .Select(a => $"{a.Name} {a.Value.GetProperty("password").GetString()}"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["merged.json"]));
        Assert.Equal(3, result.Output.Trim().Split('\n').Length);
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
