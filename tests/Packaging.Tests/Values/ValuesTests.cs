using Automount.Text;
using AutomountPackaging.Values;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Values;

public class ValuesTests
{
    private static readonly string Good = $"openshift: 4.20\nagent:\n  image: {Case.Image}\nimage:\n  pushSpec: quay.io/a/b:c\n"
        + "  pushSecret: push\n";

    [Fact]
    public void TheDefaultsAreThoseOfTheCommonCase()
    {
        var (values, problems) = Read(Good);

        Assert.Empty(problems);
        Assert.Equal(["use_nfs_home_dirs"], values.SelinuxBooleans);
        Assert.Equal(Case.Values() with { PushSpec = "quay.io/a/b:c", PushSecret = "push", SelinuxBooleans = values.SelinuxBooleans },
            values);
    }

    [Fact]
    public void EveryKeyIsReadAndPathsStartFromTheFile()
    {
        var (values, problems) = Read("""
            pool: nfs
            openshift: "4.21"
            secrets: external
            agent: {rpm: https://h.example.com/a.rpm, required: [/a/b, /c], snippets: [x.conf, /etc/y.conf]}
            image: {pushSpec: quay.io/a/b:c, pushSecret: push, pullSecret: pull, packages: [strace]}
            selinux: {booleans: []}
            sssd: {conf: sssd.conf, snippets: [s.conf]}
            autofs: {maps: maps, conf: autofs.conf, mountPoints: [/m]}
            monitoring: {enabled: false, namespace: ns, port: "9800", proxyImage: quay.io/a/p:v1, runbooks: https://docs.example.com/p}
            nodeConditions: {enabled: true, image: quay.io/a/r:v1}
            """);

        Assert.Empty(problems);
        Assert.Equal(
            "nfs|4.21|True|https://h.example.com/a.rpm|/a/b,/c|folder/x.conf,/etc/y.conf|quay.io/a/b:c|push|pull|strace||folder/sssd.conf|"
            + "folder/s.conf|folder/maps|folder/autofs.conf|/m|False|ns|9800|quay.io/a/p:v1|https://docs.example.com/p|"
            + "True|quay.io/a/r:v1",
            string.Join('|', values.Pool, values.OpenShift, values.SecretsAreExternal, values.AgentRpm, Join(values.RequiredPaths),
                Join(values.AgentSnippets), values.PushSpec, values.PushSecret, values.PullSecret, Join(values.Packages),
                Join(values.SelinuxBooleans), values.SssdConf, Join(values.SssdSnippets), values.Maps, values.AutofsConf,
                Join(values.MountPoints), values.Monitoring, values.Namespace, values.Port, values.ProxyImage, values.Runbooks,
                values.NodeConditions, values.ReporterImage));

        static string Join(IEnumerable<string> texts) => string.Join(',', texts);
    }

    [Fact]
    public void EveryProblemIsToldAtOnceWithItsLine()
    {
        var (_, problems) = Read("""
            pool: worker
            opneshift: 4.20
            agent:
              image: quay.io/a/b:latest
              required: /a
            image: text
            sssd:
              conf: [a, b]
            monitoring:
              port: 9537
              enabled: yes please
              namespace:
            """);

        Assert.Equal([1, 2, 4, 5, 6, 8, 10, 11, 12, 0, 0, 0], problems.OrderBy(p => p.Line == 0).ThenBy(p => p.Line).Select(p => p.Line));
        Assert.Contains(problems, p => p.Reason.StartsWith("there is no key 'opneshift': write one of pool, openshift,"));
        Assert.All(problems, p => Assert.Equal("folder/values.yaml", p.File));
    }

    [Theory]
    [InlineData("a: [")]
    [InlineData("a: 1\na: 2")]
    [InlineData("\t- x")]
    [InlineData("- list")]
    [InlineData("text")]
    [InlineData("--- {}\n--- {}")]
    [InlineData("? [a, b]\n: c")]
    [InlineData("pool: *nothing")]
    [InlineData("pool: !!binary x\n? ")]
    public void WhatIsNoGoodYamlIsAProblemAndNoException(string text) => Assert.NotEmpty(ValuesFile.Parse(text, "f").Problems);

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void DepthIsAProblemAndNotTheEndOfTheProgram(string opening) =>
        Assert.Contains("nested", Assert.Single(ValuesFile.Parse(string.Concat(Enumerable.Repeat(opening, 100_000)), "f").Problems).Reason);

    [Fact]
    public void AnOptionWinsOverTheFileAndBothAreChecked()
    {
        var (fragment, _) = ValuesFile.Parse(Good + "pool: Bad_\n", "f");

        var (values, problems) = ValuesMerge.Merge([.. fragment, new Given(ValueKey.Find("pool")!, [new("better", 0)], "--pool")], "f");

        Assert.Equal("better", values.Pool);
        Assert.Equal(7, Assert.Single(problems).Line);
    }

    [Fact]
    public void AnImageAndAnRpmExcludeEachOther() =>
        Assert.Equal(6, Assert.Single(Read(Good.Replace("image:\n  push", "  rpm: https://h/a.rpm\nimage:\n  push")
            .Replace("agent:\n", "agent:\n\n")).Problems).Line + 1);

    private static (EmitValues Values, IReadOnlyList<FileProblem> Problems) Read(string text)
    {
        var (fragment, problems) = ValuesFile.Parse(text, "folder/values.yaml");
        var (values, more) = ValuesMerge.Merge(fragment, "folder/values.yaml");
        return (values, [.. problems, .. more]);
    }
}
