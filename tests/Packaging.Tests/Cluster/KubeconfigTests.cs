using System.Collections.Immutable;
using AutomountPackaging.Cluster;
using AutomountPackaging.Documents;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Cluster;

public class KubeconfigTests
{
    private const string Whole = """
        current-context: a
        contexts:
          - {name: a, context: {cluster: ca, user: ua}}
          - {name: b, context: {cluster: cb, user: ub}}
        clusters:
          - {name: ca, cluster: {server: "https://api.a.example.com:6443", certificate-authority-data: QUJD}}
          - {name: cb, cluster: {server: "https://api.b.example.com:6443", certificate-authority: ca.pem}}
        users:
          - {name: ua, user: {token: one}}
          - {name: ub, user: {tokenFile: token, token: older}}
        """;

    [Fact]
    public void TheCurrentContextIsThatOfTheFile() =>
        Assert.Equal(new(new("https://api.a.example.com:6443"), "ABC", "one"), Of(Whole).Access(null, null));

    [Fact]
    public void AnotherContextMayNameFilesBesideItsOwn() =>
        Assert.Equal(
            new(new("https://api.b.example.com:6443"), "<dir/ca.pem>", "<dir/token>"), Of(Whole).Access("b", null));

    [Fact]
    public void AGivenTokenIsThatOfTheUser() => Assert.Equal("given", Of(Whole).Access(null, "given").Token);

    /// <summary>As kubectl merges them: the first file that has a name counts, and so for the current context.</summary>
    [Fact]
    public void TheFirstOfSeveralFilesCounts()
    {
        var merged = Of("current-context: b\nusers: [{name: ua, user: {token: first}}]", Whole);

        Assert.Equal("<dir/token>", merged.Access(null, null).Token);
        Assert.Equal("first", merged.Access("a", null).Token);
    }

    [Theory]
    [InlineData("{}", "no current context")]
    [InlineData("{current-context: x}", "no context x")]
    [InlineData("current-context: a\ncontexts: [{name: a, context: {cluster: c, user: u}}]", "no cluster c")]
    [InlineData("- a list", "no current context")]
    [InlineData("server: http://api:6443", "no https:// address")]
    [InlineData("server: ''", "no https:// address")]
    [InlineData("{server: 'https://api', proxy-url: 'http://proxy:3128'}", "set HTTPS_PROXY")]
    [InlineData("{server: 'https://api', insecure-skip-tls-verify: true}", "--certificate-authority")]
    [InlineData("{server: 'https://api', tls-server-name: api}", "tls-server-name, which is not followed")]
    [InlineData("{server: 'https://api', certificate-authority-data: '%%%'}", "not base64")]
    [InlineData("user: {client-certificate-data: QQ==, client-key-data: QQ==}", "Thanos Querier takes tokens alone: log in")]
    [InlineData("user: {exec: {command: oc}}", "a program that makes tokens, which is not run")]
    [InlineData("user: {}", "has no token: log in")]
    [InlineData("user: {token: ''}", "has no token: log in")]
    public void WhatCannotBeFollowedIsSaid(string text, string reason)
    {
        var cluster = text.Contains("server:") ? text : "{server: 'https://api'}";
        var user = text.StartsWith("user:") ? text["user: ".Length..] : "{token: t}";
        var file = text.Contains("server:") || text.StartsWith("user:")
            ? "current-context: a\ncontexts: [{name: a, context: {cluster: c, user: u}}]\n"
                + $"clusters:\n  - name: c\n    cluster:\n      {cluster}\nusers: [{{name: u, user: {user}}}]"
            : text;

        Assert.Contains(reason, Assert.Throws<ClusterException>(() => Of(file).Access(null, null)).Message);
    }

    [Fact]
    public void WhatIsNoYamlIsNotQuoted()
    {
        using var folder = new TestFolder();
        var path = folder.Write("config", "users: [{name: u, user: {token: sha256~secret}\n\tx: &*");

        var message = Assert.Throws<ClusterException>(() => KubeconfigFiles.Read(path)).Message;

        Assert.StartsWith(path, message);
        Assert.DoesNotContain("secret", message);
    }

    [Fact]
    public void AFileThatIsNotThereIsSaid()
    {
        var message = Assert.Throws<ClusterException>(() => KubeconfigFiles.Read("/nowhere/config")).Message;

        Assert.Equal("/nowhere/config: cannot be read: there is no such file", message);
    }

    private static Kubeconfig Of(params string[] texts) => new(
        [.. texts.Select(text => new KubeconfigFile("dir/config", YamlReader.Read("config", text).FirstOrDefault()))],
        path => $"<{path}>\n".Trim());
}
