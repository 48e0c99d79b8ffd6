using System.Collections.Immutable;
using AgentTests.Support;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Output.Metrics;
using AutomountAgent.Rules;
using Xunit;

namespace AgentTests.Rules;

public class PodRulesTests
{
    private static readonly PodMount Root = new(PodMountKind.Autofs, "/home", "0:40", "auto.home", "/home", "/home");
    private static readonly PodMount Key =
        new(PodMountKind.Nfs, "/data", "0:50", "nfs2.example.com:/exports/tools/bin", "/data/tools", "/data/tools/bin");

    [Fact]
    public void AHealthyPodIsNotNamed() => Assert.Empty(Run(Node(Pod("shop/web-1", Root, Key))));

    [Fact]
    public void APrivateCopyIsNamedWithWhatThePodGets()
    {
        var finding = Assert.Single(Run(Node(Pod("shop/web-1", Root with { Receives = false }))));

        Assert.Equal(("pod/private-propagation", "shop/web-1"), finding.Identity);
        Assert.Equal(("/home", Severity.Warning), (finding.Root, finding.Severity));
        Assert.Equal(["shop/web-1"], finding.Pods);
        Assert.Contains("container app: /home is a private copy of /home", finding.Message, StringComparison.Ordinal);
        Assert.Contains("Too many levels of symbolic links", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCameAlongOrBelongsToNoPodIsNotJudged()
    {
        Assert.Empty(Run(Node(Pod("infra/agent", Root with { Receives = false, CameAlong = true }))));
        Assert.Empty(Run(Node(Pod("", Root with { Receives = false }))));
    }

    [Fact]
    public void ADeadRootIsNamedOnlyWhileAutomountRuns()
    {
        var state = Node(Pod("shop/web-1", Root with { Served = false }));

        Assert.Equal(["pod/dead-root"], Run(state).Select(f => f.Kind.Code));
        var stopped = Some.Automount with { Unit = Some.Unit("autofs.service", "inactive") };
        Assert.Empty(Run(state with { Automount = Some.Seen(stopped) }));
    }

    [Fact]
    public void ADirectoryOfTheDiskIsAnErrorWithItsPath()
    {
        var local = new PodMount(PodMountKind.Local, "/data", "8:1", "", "/home", "/home/u9");

        var finding = Assert.Single(Run(Node(Pod("shop/web-1", local, local with { MountPoint = "/more" }))));

        Assert.Equal(("pod/local-disk", Severity.Error, "/home/u9"), (finding.Kind.Code, finding.Severity, finding.Path));
        Assert.EndsWith("; 1 more of its mounts as well", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneFindingNamesThePodsOfAHungServerAndFollowsFromIt()
    {
        var state = Hung(Node(Pod("shop/web-1", Key), Pod("shop/web-2", Key), Pod("shop/web-3", Root)));

        var report = Some.Judge(Some.Twice(state).WithHealth(Some.Time), null, Some.Time).Report;

        var pods = Assert.Single(report.Findings, f => f.Kind.Link == Link.Pod);
        Assert.Equal(("pod/mount-hung", "nfs2.example.com"), pods.Identity);
        Assert.Equal(["shop/web-1", "shop/web-2"], pods.Pods);
        Assert.NotNull(pods.FollowsFrom);
        var server = Assert.Single(report.Findings, f => f.Kind.Code == "server/hung");
        Assert.EndsWith("; 2 pods have its mounts: shop/web-1, shop/web-2", server.Message, StringComparison.Ordinal);
        Assert.Equal(["shop/web-1", "shop/web-2"], server.Pods);
    }

    [Fact]
    public void AServerNamesThePodsThatHaveTheWholeRoot()
    {
        var mounts = Some.Mounts with { Nfs = [Some.Mounts.Nfs[0] with { MountPoint = "/home/u7", Root = "/home" }] };
        var state = Hung(Node(Pod("shop/web-3", Root))) with { Mounts = Some.Seen(mounts) };

        var report = Some.Judge(Some.Twice(state).WithHealth(Some.Time), null, Some.Time).Report;

        Assert.EndsWith("; 1 pod has its mounts: shop/web-3", report.Findings.Single(f => f.Kind.Code == "mount/hung").Message);
    }

    /// <summary>The node's own mount has expired; only the container still has the superblock.</summary>
    [Fact]
    public void AMountThatOnlyAContainerHasIsWatchedAndNamed()
    {
        var alone = Some.Nfs("/data", "nfs2.example.com", "/exports/tools") with { Device = "0:77", Root = null, Pod = "shop/web-1" };
        var pods = new PodsSnapshot([Pod("shop/web-1", Key with { Device = "0:77" })], [alone], "");
        var state = Hung(Some.Node with
        {
            Mounts = Some.Seen(Some.Mounts with { Nfs = [] }),
            Pods = Some.Seen(pods),
        });

        state = Some.Twice(state).WithHealth(Some.Time);
        var findings = Some.Judge(state, null, Some.Time).Report.Findings.ToList();

        Assert.Contains("/data in shop/web-1", Assert.Single(findings, f => f.Kind.Code == "mount/hung").Message, StringComparison.Ordinal);
        Assert.Single(findings, f => f.Kind.Code == "pod/mount-hung");
        Assert.Equal(HealthState.Hung, state.Health.StateOf(alone));
        Assert.Equal([("shop/web-1", PodState.Hung)], PodStates.Pods(state));
    }

    [Fact]
    public void ManyPodsAreCounted()
    {
        var pods = Enumerable.Range(100, 70).Select(i => Pod($"shop/web-{i}", Root with { Receives = false }));

        var findings = Run(Node([.. pods])).ToList();

        Assert.Equal(50, findings.Count);
        Assert.StartsWith("21 more pods have the same fault: shop/web-149", findings[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APodThatIsNotMadeIsNamedOnlyWhenSomethingDoesNotAnswer()
    {
        var stuck = new StuckPod("shop/web-1", "app", Some.Time, "", "containerd");
        var state = Some.Node with { Pods = Some.Seen(PodsSnapshot.Empty with { Stuck = [stuck] }) };

        Assert.Empty(PodCreationRules.Run(state));
        var named = Assert.Single(PodCreationRules.Run(Hung(state)));
        Assert.Equal(("pod/create-hung", "shop/web-1"), named.Identity);
        Assert.Contains("NFS server nfs2.example.com does not answer", named.Message, StringComparison.Ordinal);
        var volumes = PodsSnapshot.Empty with { Stuck = [stuck with { Stage = "container volume configuration", Runtime = "CRI-O" }] };
        var staged = Assert.Single(PodCreationRules.Run(state with { Pods = Some.Seen(volumes) }));
        Assert.Contains("(stage: container volume configuration)", staged.Message, StringComparison.Ordinal);
        var made = new PodsSnapshot([Pod("shop/web-1", Key)], [], "") { Stuck = [stuck] };
        Assert.Empty(PodCreationRules.Run(Hung(state) with { Pods = Some.Seen(made) }));
    }

    [Fact]
    public void ContainersThatCouldNotBeLookedAtMakeTheLinkUnknown()
    {
        Assert.Equal(Verdict.Ok, LinkOf(Some.Node).State);
        Assert.Equal(Verdict.Unknown, LinkOf(Some.Node with { Pods = null }).State);
        var refused = PodsSnapshot.Empty with { Problem = "the processes of others may not be looked at" };
        Assert.Equal("the processes of others may not be looked at", LinkOf(Some.Node with { Pods = Some.Seen(refused) }).Reason);
    }

    private static LinkReport LinkOf(NodeState state) =>
        Some.Judge(Some.Twice(state).WithHealth(Some.Time), null, Some.Time).Report.Links.Single(l => l.Link == Link.Pod);

    private static IEnumerable<Finding> Run(NodeState state) => PodRules.Run(state.WithHealth(Some.Time));

    private static PodContainer Pod(string name, params ImmutableArray<PodMount> mounts) => new(name, "app", 20, mounts);

    private static NodeState Node(params ImmutableArray<PodContainer> pods) =>
        Some.Node with { Pods = Some.Seen(new PodsSnapshot(pods, [], "")) };

    private static NodeState Hung(NodeState state) => state with
    {
        Servers = Some.Seen(new ServersSnapshot(
            [Some.Servers.Servers[0], Some.Server("nfs2.example.com", ServerOutcome.Hung, mounted: true)])),
    };
}
