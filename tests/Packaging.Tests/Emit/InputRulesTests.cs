using System.Text;
using AutomountPackaging.Emit;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Emit;

public class InputRulesTests
{
    private const string Password = "s3cret-Pa55";
    private static readonly InputFile WithPassword = Case.File(
        "sssd.conf", $"[domain/example.com]\nid_provider = ldap\nldap_default_authtok = {Password}\n  and more\n"
            + "ldap_default_authtok_type = password\n");

    [Fact]
    public void GoodInputHasNoProblem() => Assert.Empty(InputRules.Check(Case.Values(), Case.Inputs));

    [Fact]
    public void APasswordInSssdConfIsRefusedWithItsLineAndNotQuoted()
    {
        var problem = Assert.Single(InputRules.Check(Case.Values(), Case.Inputs with { SssdConf = WithPassword }));

        Assert.Equal(("sssd.conf", 3), (problem.File, problem.Line));
        Assert.Contains("--secrets external", problem.Reason);
        Assert.DoesNotContain(Password, problem.ToString());
    }

    [Fact]
    public void WithExternalSecretsItIsTakenOutAndDescribed()
    {
        var files = Case.Emit(Case.Values() with { SecretsAreExternal = true }, Case.Inputs with { SssdConf = WithPassword });
        var written = EmittedManifests.Objects(files).Where(o => o.Text("kind") == "MachineConfig")
            .SelectMany(o => o.List("spec/config/storage/files"))
            .Single(f => f.Text("path") == "/etc/automount-agent/sssd/sssd.conf").Text("contents/source")!["data:;base64,".Length..];

        Assert.Equal(
            "[domain/example.com]\nid_provider = ldap\nldap_default_authtok_type = password\n",
            Encoding.UTF8.GetString(Convert.FromBase64String(written)));
        Assert.Contains("`ldap_default_authtok` of `[domain/example.com]`", files.Text("APPLY.md"));
        Assert.DoesNotContain("s3cret", string.Concat(files.Select(f => f.Text)));
    }

    [Fact]
    public void WithoutAPasswordTheGuideSaysNothingOfOne() =>
        Assert.DoesNotContain("passwords of sssd", Case.Emit(Case.Values() with { SecretsAreExternal = true }).Text("APPLY.md"));

    [Theory]
    [InlineData("* -fstype=cifs,username=u,password=s3cret ://nas/&", true)]
    [InlineData("* -fstype=cifs,credentials=/etc/nas.cred ://nas/&", false)]
    [InlineData("# password=none", false)]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----", true)]
    public void APasswordInAMapIsRefused(string line, bool refused)
    {
        var problems = InputRules.Check(Case.Values() with { SecretsAreExternal = true },
            new Inputs { Maps = [Case.File("auto.x", $"{line}\n")] });

        Assert.Equal(refused, problems.Any(p => p is { File: "auto.x", Line: 1 }));
        Assert.DoesNotContain("s3cret", string.Concat(problems));
    }

    [Theory]
    [InlineData("site.autofs", "", null)]
    [InlineData("auto.data", "", null)]
    [InlineData("site.conf", "", "would not read it")]
    [InlineData(".autofs", "", "would not read it")]
    [InlineData("auto.master", "", "name it NAME.autofs")]
    [InlineData("auto.data", "#!/bin/sh\n", "program map")]
    public void MapsMustBeNamedSoThatAutofsReadsThem(string name, string text, string? expected)
    {
        var problems = InputRules.Check(Case.Values(), new Inputs { Maps = [Case.File(name, text)] });

        Assert.Equal(expected is null ? 0 : 1, problems.Length);
        Assert.Contains(expected ?? "", string.Concat(problems));
    }

    [Fact]
    public void WhatTheAgentWouldRefuseIsRefusedHere()
    {
        var problems = InputRules.Check(Case.Values(),
            Case.Inputs with { AgentSnippets = [Case.File("bad.conf", "[mounts]\ntimeout = soon\n[nowhere]\n")] });

        Assert.Equal([("bad.conf", 2), ("bad.conf", 3)], problems.Select(p => (p.File, p.Line)));
    }

    [Fact]
    public void RequiredPathsMustBeInOnePlace()
    {
        var inputs = Case.Inputs with { AgentSnippets = [Case.File("paths.conf", "[required]\npaths = /data/a\n")] };

        Assert.Equal(2, Assert.Single(InputRules.Check(Case.Values() with { RequiredPaths = ["/data/b"] }, inputs)).Line);
        Assert.Empty(InputRules.Check(Case.Values(), inputs));
    }

    [Fact]
    public void SnippetsMustBeNamedSoThatTheyAreReadAndDifferently()
    {
        var problems = InputRules.Check(Case.Values(), new Inputs
        {
            SssdSnippets = [Case.File("one/a.conf", "[nss]\n"), Case.File("two/a.conf", "[nss]\n"), Case.File("b.txt", "[nss]\n")],
        });

        Assert.Equal(["b.txt", "two/a.conf"], problems.Select(p => p.File).Order());
    }

    [Fact]
    public void TwoInputsCannotBecomeOneFile()
    {
        var inputs = Case.Inputs with { AgentSnippets = [Case.File("90-required.conf", "[log]\nlevel = debug\n")] };

        var emitted = new Emitter((_, _) => []).Emit(Case.Values() with { RequiredPaths = ["/data/a"] }, inputs);

        Assert.Equal("/etc/automount-agent/agent.conf.d/90-required.conf", Assert.Single(emitted.Problems).File);
        Assert.Empty(emitted.Files);
    }

    [Fact]
    public void FilesThatCannotBeReadAreAllNamed()
    {
        using var folder = new TestFolder();
        var values = Case.Values() with
        {
            SssdConf = folder["none.conf"],
            SssdSnippets = [folder.Path],
            AgentSnippets = [folder.Write("big.conf", new string('#', 600_000))],
            Maps = folder["nowhere"],
            AutofsConf = folder.Write("autofs.conf", ""),
        };
        File.WriteAllBytes(values.AutofsConf, [0xff, 0xfe, 0x00]);

        var (_, problems) = InputFiles.Read(values);

        Assert.Equal(
            ["it is a folder: write the path of a file", "it is larger than 512 kB", "it is not text in UTF-8", "there is no such file",
                "there is no such folder"],
            problems.Select(p => p.Reason).Order(StringComparer.Ordinal));
    }
}
