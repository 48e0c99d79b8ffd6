using Automount.Findings;
using AutomountPackaging.Check;
using AutomountPackaging.Emit;
using AutomountPackaging.Manifests;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Emit;

public class OutputTests
{
    private static readonly SourceFile[] Files = [new("a.yaml", "a: 1\n"), new("below/b.yaml", "b: 2\n")];

    [Fact]
    public void TheSameInputGivesTheSameBytes() => Assert.Equal(Case.Emit(Case.Values()), Case.Emit(Case.Values()));

    [Fact]
    public void TheKustomizationNamesEveryManifestButTheSample()
    {
        foreach (var (values, inputs) in Case.Matrix())
        {
            var files = Case.Emit(values, inputs);
            Assert.Equal(
                files.Select(f => f.Path).Where(p => p.EndsWith(".yaml") && p != "kustomization.yaml" && !p.StartsWith("sample/")),
                EmittedManifests.Documents(files.Text("kustomization.yaml")).Single().List("resources").Select(r => r.ToString()));
        }
    }

    [Fact]
    public void YamllintFindsNothing()
    {
        using var folder = new TestFolder();
        foreach (var (index, (values, inputs)) in Case.Matrix().Index().Where(c => c.Index % 5 == 0))
        {
            Assert.Null(OutputFolder.Write(folder[$"{index}"], Case.Emit(values, inputs)));
        }

        // A data URL is one word, however long.
        var result = Tool.RunOrSkip("yamllint", folder.Path, "--strict", "-d", "{extends: default, rules: {line-length: disable}}",
            folder.Path, Path.Combine(Repository.Root, "packaging/values.example.yaml"));

        Assert.True(result.Status == 0, result.Output);
    }

    [Fact]
    public void TheCheckFindsNothingInIt()
    {
        foreach (var (values, inputs) in Case.Matrix())
        {
            Assert.Empty(PackagingCheck.Run(Case.Emit(values, inputs), values.OpenShift));
        }
    }

    [Fact]
    public void WhatTheCheckCallsAnErrorIsNotGivenOut()
    {
        var rule = new PackagingRule("test/error", 0, Severity.Error, "", "", "");

        var refused = new Emitter((files, version) => [new PackagingFinding(rule, files[0].Path, 1, 1, $"{version} {files.Count}")])
            .Emit(Case.Values(), Case.Inputs);
        var warned = new Emitter((files, _) => [new PackagingFinding(rule with { Severity = Severity.Warning }, files[0].Path, 1, 1, "")])
            .Emit(Case.Values(), Case.Inputs);

        Assert.Empty(refused.Files);
        Assert.Equal("4.20 20", Assert.Single(refused.Findings).Message);
        Assert.NotEmpty(warned.Files);
        Assert.Single(warned.Findings);
    }

    [Fact]
    public void AFolderIsWrittenAndWrittenAgain()
    {
        using var folder = new TestFolder();

        Assert.Null(OutputFolder.Write(folder["out"], Files));
        Assert.Null(OutputFolder.Write(folder["out"], [Files[0]]));

        Assert.Equal([".automount-packaging", "a.yaml"], Directory.GetFileSystemEntries(folder["out"]).Select(Path.GetFileName).Order());
        Assert.Equal(["out"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void AnEmptyFolderIsAsGoodAsNone()
    {
        using var folder = new TestFolder();

        Assert.Null(OutputFolder.Write(folder.Path, Files));

        Assert.True(File.Exists(folder["below/b.yaml"]));
    }

    /// <summary>Whoever looks while the folder is written finds the one set or the other, never of both.</summary>
    [Fact]
    public async Task NobodyFindsAPartOfTheFolder()
    {
        using var folder = new TestFolder();
        SourceFile[] other = [new("c.yaml", "c: 1\n"), new("d.yaml", "d: 1\n"), new("e/f.yaml", "f: 1\n")];
        Assert.Null(OutputFolder.Write(folder["out"], Files));
        using var done = new CancellationTokenSource();
        var looker = Task.Run(() =>
        {
            var seen = new HashSet<string>();
            while (!done.IsCancellationRequested)
            {
                seen.Add(string.Join(' ', Directory.GetFileSystemEntries(folder["out"]).Select(Path.GetFileName).Order()));
            }

            return seen;
        });
        for (var round = 0; round < 200; round++)
        {
            Assert.Null(OutputFolder.Write(folder["out"], round % 2 == 0 ? other : Files));
        }

        await done.CancelAsync();
        var found = await looker;
        // One who has opened the old folder sees how it is deleted, but never a file of the new one in it.
        string[][] whole = [[".automount-packaging", "a.yaml", "below"], [".automount-packaging", "c.yaml", "d.yaml", "e"]];
        Assert.DoesNotContain(found, seen => whole.All(w => seen.Split(' ').Except([.. w, ""]).Any()));
        Assert.Contains(string.Join(' ', whole[0]), found);
    }

    /// <summary>What a kill leaves: a folder that was being made, and between two renames the old one under another name.</summary>
    [Fact]
    public void WhatAKillHasLeftIsPutRight()
    {
        using var folder = new TestFolder();
        Assert.Null(OutputFolder.Write(folder["out"], Files));
        Directory.Move(folder["out"], folder[$"out.old-{int.MaxValue}"]);
        folder.Write("out.old/a.yaml", "a copy of mine");
        folder.Write($"out.new-{int.MaxValue}/a.yaml", "half");
        folder.Write("out.new-mine/a.yaml", "mine");

        Assert.Null(OutputFolder.Write(folder["out"], [Files[0]]));

        Assert.Equal(["out", "out.new-mine", "out.old"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
        Assert.False(Directory.Exists(folder["out/below"]));
    }

    [Fact]
    public void AFifoInTheFolderIsOfSomebodyElse()
    {
        using var folder = new TestFolder();
        Assert.Null(OutputFolder.Write(folder["out"], Files));
        Assert.Equal(0, Tool.Run("mkfifo", [folder["out/pipe"]]).Status);

        Assert.Contains("pipe is not as this program wrote it", OutputFolder.Write(folder["out"], Files));
    }

    [Theory]
    [InlineData("foreign.txt")]
    [InlineData("below/foreign.yaml")]
    [InlineData("a.yaml")]
    public void AFolderWithAFileOfSomebodyElseIsLeftAlone(string foreign)
    {
        using var folder = new TestFolder();
        Assert.Null(OutputFolder.Write(folder["out"], Files));
        File.WriteAllText(folder[$"out/{foreign}"], "mine\n");

        var problem = OutputFolder.Write(folder["out"], [new("c.yaml", "")]);

        Assert.Contains(foreign, problem);
        Assert.Equal("mine\n", File.ReadAllText(folder[$"out/{foreign}"]));
        Assert.False(File.Exists(folder["out/c.yaml"]));
        Assert.Equal(["out"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void AFileInThePlaceOfTheFolderIsLeftAlone()
    {
        using var folder = new TestFolder();
        folder.Write("out", "mine");

        Assert.Contains("it is a file", OutputFolder.Write(folder["out"], Files));
        Assert.Equal("mine", File.ReadAllText(folder["out"]));
    }

    [Fact]
    public void ThroughALinkTheFolderBehindItIsWritten()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["real"]);
        Directory.CreateSymbolicLink(folder["link"], folder["real"]);

        Assert.Null(OutputFolder.Write(folder["link"], Files));

        Assert.True(File.Exists(folder["real/a.yaml"]));
        Assert.NotNull(new DirectoryInfo(folder["link"]).LinkTarget);
    }

    [Fact]
    public void TheSampleSeesWhatIsMountedLater()
    {
        var sample = EmittedManifests.Objects([Case.Emit(Case.Values()).Single(f => f.Path == "sample/deployment.yaml")])
            .Single(o => o.Text("kind") == "Deployment");

        var labels = EmittedManifests.Objects([Case.Emit(Case.Values()).Single(f => f.Path == "sample/deployment.yaml")])
            .Single(o => o.Text("kind") == "Namespace").At("metadata/labels");
        Assert.Equal("privileged", labels.Child("pod-security.kubernetes.io/enforce")?.ToString());
        Assert.Equal("HostToContainer", sample.Text("spec/template/spec/containers/0/volumeMounts/0/mountPropagation"));
        Assert.Equal("/data", sample.Text("spec/template/spec/volumes/0/hostPath/path"));
        Assert.DoesNotContain(Case.Emit(Case.Values(), new()), f => f.Path == "sample/deployment.yaml");
    }
}
