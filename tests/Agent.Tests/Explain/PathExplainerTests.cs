using System.Collections.Immutable;
using AgentTests.Support;
using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Explain;
using AutomountAgent.Hosting;
using AutomountAgent.Model;
using AutomountAgent.Output.Terminal;
using Xunit;

namespace AgentTests.Explain;

/// <summary>One path along the chain of a healthy node, and of nodes with one thing broken.</summary>
public class PathExplainerTests
{
    private static readonly NodeState Healthy = Some.Twice(Some.Node).WithHealth(Some.Time);

    [Fact]
    public void AMountedPathIsOkAtEveryLink()
    {
        var explanation = Explain(Healthy, "/data/tools/bin");

        Assert.Equal(
            ["directory ok", "sssd ok", "automount ok", "map ok", "server ok", "mount ok"],
            explanation.Steps.Select(step => $"{step.Link.Name()} {step.State.Name()}"));
        Assert.Equal(
            "/- is auto.direct; auto.direct has key /data/tools: "
                + "/data/tools is nfs2.example.com:/exports/tools with fstype=nfs4,ro",
            Evidence(explanation, Link.Map));
        Assert.Equal(
            "nfs2.example.com:/exports/tools is mounted on /data/tools, hard: healthy; it expires 300 s after its last use, "
                + "which was just now",
            Evidence(explanation, Link.Mount));
        Assert.All(explanation.Steps, step => Assert.NotNull(step.Took));
        Assert.Null(explanation.FirstBroken);
    }

    [Fact]
    public void APathThatIsNotMountedSaysWhichEntryWillMountIt()
    {
        var explanation = Explain(Healthy, "/home/alice", ("nfs1.example.com", new ExportAnswer(ExportOutcome.Exists, "4.2", "")));

        Assert.Equal(Verdict.Ok, explanation.Verdict);
        Assert.Contains("the wildcard for alice", Evidence(explanation, Link.Map), StringComparison.Ordinal);
        Assert.Equal(
            "nfs1.example.com (192.168.77.12) answers NFS 4 in 1 ms and exports the path (NFS 4.2)", Evidence(explanation, Link.Server));
        Assert.Equal("not mounted now: automount mounts it at the next access", Evidence(explanation, Link.Mount));
    }

    [Fact]
    public void AKeyThatDoesNotExistIsBrokenAtTheMapWithTheNamesNearIt()
    {
        var maps = Some.Maps.SetItem(1, Some.Map("auto.home", ("alice", "nfs1:/a"), ("bob", "nfs1:/b"), ("malice", "nfs1:/m")));
        var state = Healthy with
        {
            Directory = Some.Seen(new DirectorySnapshot([Some.Domain() with { Maps = maps }])),
        };

        var explanation = Explain(state.WithKnownMaps(), "/home/alcie");

        Assert.Equal(Link.Map, explanation.FirstBroken?.Link);
        Assert.Equal(
            "the map \"auto.home\" has neither the key \"alcie\" nor a wildcard; near it: alice, malice; "
                + "automount remembers a key that it did not find for 60 s",
            explanation.FirstBroken!.Evidence);
        Assert.NotEqual("", explanation.FirstBroken.WhatToDo);
    }

    [Fact]
    public void APathBelowNoRootIsBrokenAtTheMap()
    {
        var explanation = Explain(Healthy, "/srv/x");

        Assert.Equal(Link.Map, explanation.FirstBroken?.Link);
        Assert.Contains("no entry of the master map covers", explanation.FirstBroken!.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void AServerThatHangsIsNamedAndOneThatThePathDoesNotNeedIsNot()
    {
        var servers = new ServersSnapshot(
            [Some.Server("nfs1.example.com", ServerOutcome.Hung), Some.Server("nfs2.example.com", mounted: true)]);
        var state = (Healthy with { Servers = Some.Seen(servers) }).WithHealth(Some.Time);

        Assert.Equal(Link.Server, Explain(state, "/home/alice").FirstBroken?.Link);
        Assert.Null(Explain(state, "/data/tools").FirstBroken);
    }

    [Fact]
    public void AnExportThatIsMissingIsBrokenAtTheServer()
    {
        var answer = new ExportAnswer(ExportOutcome.Missing, "4.2", "The server shows this node no alice in /exports/home.");

        var explanation = Explain(Healthy, "/home/alice", ("nfs1.example.com", answer));

        Assert.Equal(Link.Server, explanation.FirstBroken?.Link);
        Assert.EndsWith(answer.Detail, explanation.FirstBroken!.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatWasNotSeenIsUnknown()
    {
        var state = Healthy with { Servers = null };

        var explanation = Explain(state, "/home/alice");

        Assert.Equal(Verdict.Unknown, explanation.Steps.Single(step => step.Link == Link.Server).State);
        Assert.Equal("not looked at yet", Evidence(explanation, Link.Server));
    }

    /// <summary>Another server of the maps was not asked yet; that does not concern this path.</summary>
    [Fact]
    public void OnlyTheServersOfThePathCount()
    {
        var servers = Healthy.Servers!.Seen!;
        var ofOne = servers with { Servers = [.. servers.Servers.Where(s => s.Target.Host == "nfs1.example.com")] };
        var one = Healthy with { Servers = Healthy.Servers with { Seen = ofOne } };

        Assert.Equal(Verdict.Ok, Explain(one, "/home/alice").Steps.Single(step => step.Link == Link.Server).State);
        var other = Explain(one, "/data/tools").Steps.Single(step => step.Link == Link.Server);
        Assert.Equal((Verdict.Unknown, "nfs2.example.com was not asked"), (other.State, other.Evidence));
    }

    [Fact]
    public void AnEntryOfAFileNeedsNeitherTheDirectoryNorSssd()
    {
        var file = new MapContent("/etc/auto.data", "", [new MapRecord("x", "nfs1.example.com:/x") { File = "/etc/auto.data", Line = 3 }])
        {
            File = "/etc/auto.data",
        };
        var state = Healthy.WithMaps(Automount.Maps.Sources.KnownMaps.From(
            new MapContent("auto.master", "", [new MapRecord("/data", "/etc/auto.data") { File = "/etc/auto.master", Line = 1 }]), [file]));

        var explanation = Explain(state, "/data/x");

        Assert.Equal(Link.Automount, explanation.Steps[0].Link);
        Assert.Contains("(/etc/auto.data:3)", Evidence(explanation, Link.Map), StringComparison.Ordinal);
    }

    /// <summary>LDAP is down and nothing gave the maps: that is why no entry covers the path.</summary>
    [Fact]
    public void WhereNoEntryCoversAPathTheDirectoryMayBeToBlame()
    {
        var state = Some.Node with
        {
            Directory = Some.Seen(new DirectorySnapshot([Some.Domain(DirectoryOutcome.Refused)])),
            Sssd = null,
        };

        var explanation = Explain(state, "/home/alice");

        Assert.Equal(Link.Directory, explanation.FirstBroken!.Link);
        Assert.StartsWith("/home/alice: broken at directory: ", ExplanationTable.Sentence(explanation));
    }

    [Fact]
    public void AConsequenceIsNotBlamedBeforeItsCause()
    {
        var follows = new Finding
        {
            Kind = AutomountFindings.RootTimeout,
            Subject = "/home",
            Message = "It expires after 10 s.",
            Cause = new("map/silent-timeout", "auto.master:/home", "map/silent-timeout"),
        };
        var cause = new Finding { Kind = MapMasterFindings.SilentTimeout, Subject = "auto.master:/home", Message = "It is ignored." };
        var explanation = new Explanation("/home/alice", [
            new(Link.Automount, Verdict.Degraded, "", [follows], null), new(Link.Map, Verdict.Degraded, "", [cause], null)]);

        Assert.Equal(Link.Map, explanation.Blamed!.Link);
        Assert.Null(explanation.FirstBroken);
        Assert.Equal("/home/alice: degraded at map: It is ignored.", ExplanationTable.Sentence(explanation));
    }

    [Fact]
    public void ThePodsThatUseThePathAreNamed()
    {
        PodMount volume = new(PodMountKind.Nfs, "/data", "0:50", "nfs1.example.com:/alice", "/home", "/home/alice");
        PodMount root = new(PodMountKind.Autofs, "/home", "0:40", "auto.home", "/home", "/home");
        var containers = Enumerable.Range(1, 7).Select(i => new PodContainer($"shop/p{i}", "app", i, [i < 7 ? root : volume]));
        var state = Healthy with { Pods = Some.Seen(new PodsSnapshot([.. containers], [], "")) };

        Assert.EndsWith(
            "; used as a volume by shop/p7; with all of /home by shop/p1, shop/p2, shop/p3, shop/p4, shop/p5 and 1 more",
            Evidence(Explain(state, "/home/alice"), Link.Mount));
        Assert.EndsWith(
            "; used with all of /home by shop/p1, shop/p2, shop/p3, shop/p4, shop/p5 and 1 more",
            Evidence(Explain(state, "/home/bob"), Link.Mount));
        Assert.DoesNotContain("used", Evidence(Explain(state, "/data/tools"), Link.Mount));
    }

    /// <summary>LDAP has the key no more; automount asks sssd.</summary>
    [Fact]
    public void AKeyThatSssdStillServesIsNotBroken()
    {
        var maps = Some.Maps.SetItem(1, Some.Map("auto.home", ("alice", "nfs1:/a")));
        var sssd = Healthy.Sssd!.Seen!;
        var old = sssd.Maps.Select(map => map.Name == "auto.home"
            ? map with { Content = Some.Map("auto.home", ("alice", "nfs1:/a"), ("gone", "nfs1:/gone")) }
            : map);
        var state = Healthy with
        {
            Directory = Some.Seen(new DirectorySnapshot([Some.Domain() with { Maps = maps }])),
            Sssd = Healthy.Sssd with { Seen = sssd with { Maps = [.. old] } },
        };

        var map = Explain(state.WithKnownMaps(), "/home/gone").Steps.Single(step => step.Link == Link.Map);

        Assert.Equal(Verdict.Degraded, map.State);
        Assert.EndsWith("sssd still serves the key as it was", map.Evidence);
    }

    /// <summary>The master map has it no more; what is mounted works until automount is reloaded.</summary>
    [Fact]
    public void AMountPointThatIsStillServedIsSaid()
    {
        var old = new AutofsRoot("/old", "auto.old", AutofsMountKind.Indirect, TimeSpan.FromMinutes(5), 4711) { Shared = true };
        var mounts = Healthy.Mounts!.Seen! with { Roots = [.. Healthy.Mounts.Seen!.Roots, old] };
        var state = Healthy with { Mounts = Healthy.Mounts with { Seen = mounts } };

        var explanation = Explain(state, "/old/key");

        Assert.Equal(Link.Automount, explanation.Blamed!.Link);
        Assert.EndsWith("automount still serves /old", Evidence(explanation, Link.Map));
        Assert.Contains("/old is an autofs mount of auto.old", Evidence(explanation, Link.Automount));
    }

    /// <summary>The daemon may not use a port below 1024; root can, and asks what the daemon was not told.</summary>
    [Fact]
    public void WhatTheDaemonWasNotToldIsAskedAgain()
    {
        var denied = new ExportAnswer(ExportOutcome.NeedsPrivilegedPort, "", "The server denies the call.");
        var location = new ExportLocation("nfs1.example.com", 2049, NfsVersions.Four, "/exports/home/alice");
        var ofDaemon = Explain(Healthy, "/home/alice", ("nfs1.example.com", denied)) with { Unasked = [location] };
        var read = ExplanationJsonReader.Read(ExplanationJson.Text(ofDaemon))!;

        Assert.Equal([location], read.Unasked);
        Assert.Equal(Verdict.Ok, read.Verdict);
        Assert.EndsWith("so ask as root", ExplanationTable.Sentence(read));

        var exists = read.AskedAgain(Answers(new(ExportOutcome.Exists, "4.2", "")));
        Assert.EndsWith("; asked from a port below 1024, nfs1.example.com exports the path (NFS 4.2)", Evidence(exists, Link.Server));
        Assert.Equal("/home/alice: ok", ExplanationTable.Sentence(exists));
        Assert.Empty(exists.Unasked);

        var missing = read.AskedAgain(Answers(new(ExportOutcome.Missing, "4.2", "There is no alice in /exports/home.")));
        Assert.Equal(Link.Server, missing.FirstBroken!.Link);
        Assert.EndsWith("nfs1.example.com: There is no alice in /exports/home.", Evidence(missing, Link.Server));

        // The servers were not asked: there was no time left.
        Assert.Equal([location], read.AskedAgain(ImmutableDictionary<string, ExportAnswer>.Empty).Unasked);

        static ImmutableDictionary<string, ExportAnswer> Answers(ExportAnswer answer) =>
            ImmutableDictionary<string, ExportAnswer>.Empty.Add("nfs1.example.com", answer);
    }

    [Theory]
    [InlineData("alcie", "alice")]
    [InlineData("bo", "bob")]
    [InlineData("zzz", "")]
    [InlineData("", "")]
    public void NamesThatComeNearAreFound(string wanted, string expected) =>
        Assert.Equal(expected, string.Join(' ', NearNames.Of(wanted, ["alice", "bob", "*", "carol"], 3)));

    private static string Evidence(Explanation explanation, Link link) => explanation.Steps.Single(step => step.Link == link).Evidence;

    private static Explanation Explain(NodeState state, string path, params (string Host, ExportAnswer Answer)[] exports)
    {
        var trace = PathExplanation.Trace(state, path);
        var (report, _) = Some.Judge(state, null, Some.Time);
        return new PathExplainer(
            state, report, trace, exports.ToImmutableDictionary(e => e.Host, e => e.Answer), TimeProvider.System).Explain();
    }
}
