using AgentTests.Support;
using Automount.Maps.Sources;
using AutomountAgent.Derive;
using AutomountAgent.Explain;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Explain;

/// <summary>What people paste into <c>explain</c>, in our own words of the messages that the table has.</summary>
public class QuestionTests
{
    private static readonly NodeState Node = Some.Twice(Some.Node).WithHealth(Some.Time);

    [Theory]
    [InlineData("Error: failed to generate spec: failed to mkdir \"/home/alice\": mkdir /home/alice: permission denied", "/home/alice")]
    [InlineData("failed to mkdir /home/alice/work: mkdir /home/alice: Permission denied", "/home/alice/work")]
    [InlineData("ls: cannot open directory '/data/tools': Too many levels of symbolic links", "/data/tools")]
    [InlineData("/bin/ls: cannot access '/home/bob smith/x y': Stale file handle", "/home/bob smith/x y")]
    [InlineData("mount.nfs: access denied by server while mounting nfs1.example.com:/exports/home/carol", "/home/carol")]
    [InlineData(
        "mount.nfs4: mounting nfs2.example.com:/exports/tools failed, reason given by server: No such file or directory", "/data/tools")]
    [InlineData("automount[7]: key \"dave\" not found in map source(s). failed to mount /home/dave", "/home/dave")]
    [InlineData("cat: /data/tools/x: Input/output error", "/data/tools/x")]
    [InlineData("bash: cd: /srv/elsewhere: No such file or directory", "/srv/elsewhere")]
    [InlineData("/data/tools", "/data/tools")]
    [InlineData("/data/with: colon", "/data/with: colon")]
    public void AMessageNamesItsPath(string text, string path)
    {
        var question = Question.Of(text);

        Assert.Null(question.Problem(Node));
        Assert.Equal(path, question.PathIn(Node));
    }

    [Theory]
    [InlineData("error reserving ctr name k8s_app_web-0_shop_0f6a_3 for id 12: name is reserved", "shop/web-0")]
    [InlineData("Error syncing pod: pod=\"shop/web-0\" context deadline exceeded while CreateContainer: name is reserved", "shop/web-0")]
    [InlineData("SetUp failed for volume (pod shop/web-0): hostPath type check failed: /data/tools is not a directory", "shop/web-0")]
    public void AMessageNamesItsPod(string text, string pod)
    {
        var error = Question.Of(text).Error!;

        Assert.NotNull(error.Message);
        Assert.Equal(pod, error.Pod);
    }

    /// <summary>Whole messages, with the words that the named sources put round them.</summary>
    [Theory]
    [InlineData(
        "\"CreateContainer in sandbox from runtime service failed\" err=\"rpc error: code = DeadlineExceeded desc = context deadline "
            + "exceeded\"",
        "createcontainer * context deadline exceeded")]
    [InlineData("Warning  Failed  kubelet  Error: context deadline exceeded", "error: context deadline exceeded")]
    [InlineData("kubelet may be retrying requests that are timing out in CRI-O due to system load: context canceled",
        "timing out in cri-o due to system load")]
    [InlineData("MountVolume.SetUp failed for volume \"home\" : mkdir /home/alice: permission denied",
        "mountvolume.setup failed * mkdir /")]
    [InlineData("MountVolume.SetUp failed for volume \"home\" : hostPath /home/alice doesn't exist", "hostpath * doesn't exist")]
    [InlineData("failed to mkdir /homes/alice: mkdir /homes: operation not permitted", "failed to mkdir * operation not permitted")]
    [InlineData("container create failed: cannot stat `/home/alice`: No such file or directory", "cannot stat ` * no such file")]
    [InlineData("error during container init: failed to fulfil mount request: open /home/alice: no such file or directory",
        "failed to fulfil mount request * no such file")]
    [InlineData("lookup(sss): setautomountent: entry for map auto.home not found", "setautomountent: entry for map * not found")]
    [InlineData("failed to resolve symlink \"/home/alice\": lstat /home/alice: stale NFS file handle", "stale nfs file handle")]
    public void AMessageIsKnown(string text, string known) => Assert.Equal(known, ErrorText.Of(text).Message?.Text);

    [Theory]
    [InlineData("it does not work", "is neither an absolute path nor an error message that is known here")]
    [InlineData("oops at /data/tools of shop/web-0", "understood: path '/data/tools', pod 'shop/web-0'")]
    [InlineData("shop/web-0", "understood: pod 'shop/web-0'")]
    [InlineData("Stale file handle", "names no path")]
    [InlineData("", "is neither an absolute path")]
    [InlineData("/data/../etc", "has .. in it")]
    public void WhatCannotBeExplainedSaysWhatWasUnderstood(string text, string why) =>
        Assert.Contains(why, Question.Of(text).Problem(Node), StringComparison.Ordinal);

    /// <summary>Each message of the table is found by its own words, and by no message before it.</summary>
    [Fact]
    public void EveryMessageOfTheTableCanBeFound() => Assert.All(ErrorMessages.All, message =>
    {
        Assert.Equal(message.Text, message.Text.ToLowerInvariant());
        Assert.Contains(" ", message.Source, StringComparison.Ordinal);
        var said = message.Text.Replace(" * ", " y: z ", StringComparison.Ordinal).ToUpperInvariant();
        Assert.Same(message, ErrorText.Of($"x: {said}").Message);
    });

    [Fact]
    [Trait("suite", "hostile")]
    public void AHugeTextIsReadInTheTimeOfItsLength()
    {
        var text = string.Concat(Enumerable.Repeat("'/a b \"/c:/d k8s_ ( = ", 100_000));

        var error = Question.Of(text).Error!;

        Assert.Null(error.Message);
        Assert.InRange(error.Paths.Length, 0, 16);
    }

    [Fact]
    public void AnExportOfAnotherServerIsNoPath() => Assert.Null(ExportPaths.Find(Node, "nfs9.example.com", "/exports/tools"));

    [Fact]
    public void WithoutMapsAnExportIsNoPath() =>
        Assert.Null(ExportPaths.Find(NodeState.Empty.WithMaps(KnownMaps.None), "nfs2.example.com", "/exports/tools"));

    [Fact]
    public void TheSecondOfTwoLocationsIsFoundToo()
    {
        var map = Some.Map("auto.home", ("suite", "nfs1.example.com:/exports/apps/suite nfs1.example.com:/exports/apps"));
        var state = Some.Twice(Some.Node with
        {
            Directory = Some.Seen(new DirectorySnapshot([Some.Domain() with { Maps = [Some.Maps[0], map] }])),
        });

        Assert.Equal("/home/suite", ExportPaths.Find(state, "nfs1.example.com", "/exports/apps"));
    }

    /// <summary>Any user may ask the daemon: a text that names many exports costs about what one does.</summary>
    [Fact]
    [Trait("suite", "hostile")]
    public void ExportsThatNoEntryHasAreNotLookedForInEveryEntry()
    {
        (string, string)[] entries = [.. Enumerable.Range(0, 20_000).Select(i => ($"u{i}", "nfs1.example.com:/exports/home/&"))];
        var state = Some.Twice(Some.Node with
        {
            Directory = Some.Seen(new DirectorySnapshot([Some.Domain() with { Maps = [Some.Maps[0], Some.Map("auto.home", entries)] }])),
        });
        var text = "stale file handle " + string.Join(' ', Enumerable.Range(0, 16).Select(i => $"nfs1.example.com:/exports/{i}"));
        var clock = System.Diagnostics.Stopwatch.StartNew();

        Assert.Null(Question.Of(text).PathIn(state));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
    }
}
