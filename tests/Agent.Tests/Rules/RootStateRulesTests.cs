using System.Collections.Immutable;
using AgentTests.Support;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Rules;
using Xunit;

namespace AgentTests.Rules;

public class RootStateRulesTests
{
    private static readonly AutofsRoot Home = Some.Root("/home", "auto.home") with { Device = "0:40" };
    private static readonly ProcessName Container = new(77, "nginx", "", "3a3a3a3a3a3a3");

    [Fact]
    public void APrivateRootIsNamedWithWhatPodsGet()
    {
        var finding = Assert.Single(RootStateRules.Private(Node(Home with { Shared = false })));

        Assert.Equal(("automount/root-private", "/home"), finding.Identity);
        Assert.Contains("Too many levels of symbolic links", finding.Message);
        Assert.DoesNotContain("what it is mounted on", finding.Message);
        Assert.Contains(
            "what it is mounted on", RootStateRules.Private(Node(Home with { Shared = false, ParentShared = false })).Single().Message);
        Assert.Empty(RootStateRules.Private(Node(Home, Home with { Kind = AutofsMountKind.Offset, Shared = false })));
    }

    [Fact]
    public void ATrapOverATrapIsNamedOnce()
    {
        Assert.Contains("over 2 older ones", Assert.Single(RootStateRules.Stacked(Node(Home with { Covers = ["0:38", "0:39"] }))).Message);
        Assert.Empty(RootStateRules.Stacked(Node(Home)));
    }

    [Fact]
    public void ACatatonicRootAndAnOrphanedOneAreToldApart()
    {
        Assert.Equal(
            "automount/root-catatonic",
            Assert.Single(RootStateRules.Abandoned(Node(Home with { Catatonic = true, DaemonAlive = false }))).Kind.Code);
        Assert.Equal("automount/root-orphaned", Assert.Single(RootStateRules.Abandoned(Node(Home with { DaemonAlive = false }))).Kind.Code);
        Assert.Empty(RootStateRules.Abandoned(Node(Home)));
    }

    [Fact]
    public void ADaemonInAPidNamespaceOfItsOwnIsNamedOnceWithWhatItBreaks()
    {
        var (scratch, data) =
            (Home with { MountPoint = "/scratch", DaemonForeign = true }, Home with { MountPoint = "/data", DaemonForeign = true });

        var finding = Assert.Single(
            RootStateRules.Foreign(Node(Home with { DaemonForeign = true }, scratch, data, data with { MountPoint = "/net" })));

        Assert.Equal(("automount/foreign-pids", "automount"), finding.Identity);
        Assert.Null(finding.Root); // It concerns every path, not those of the first mount point alone.
        Assert.Contains("/home, /scratch, /data, … answer No such file or directory", finding.Message);
        Assert.Empty(RootStateRules.Foreign(Node(Home)));
    }

    [Fact]
    public void AContainerWithATrapThatNobodyServesIsNamedUnlessAPodHasIt()
    {
        var state = Node(Home) with { MountUsers = Some.Seen(View(new ForeignRoot("auto.home", "0:33", Served: false))) };

        var finding = Assert.Single(OutdatedRootRules.Run(state));
        Assert.Equal(("automount/root-outdated", "auto.home"), finding.Identity);
        Assert.Contains(Container.ToString(), finding.Message);
        var pod = new ForeignNamespace(Container with { Pod = "shop/web-1" }, [new ForeignRoot("auto.home", "0:33", Served: false)]);
        var ofPod = Node(Home) with { MountUsers = Some.Seen(new MountUsersSnapshot([pod], [], [], [], "")) };
        Assert.Empty(OutdatedRootRules.Run(ofPod));
    }

    [Fact]
    public void AContainerWithTheTrapOfTheNodeOrOneOfItsOwnIsNotNamed()
    {
        Assert.Empty(OutdatedRootRules.Run(
            Node(Home) with { MountUsers = Some.Seen(View(new ForeignRoot("auto.home", "0:40", Served: false))) }));
        Assert.Empty(OutdatedRootRules.Run(
            Node(Home) with { MountUsers = Some.Seen(View(new ForeignRoot("auto.home", "0:33", Served: true))) }));
        Assert.Empty(OutdatedRootRules.Run(Node(Home)));
    }

    private static NodeState Node(params ImmutableArray<AutofsRoot> roots) => NodeState.Empty with
    {
        Automount = Some.Seen(Some.Automount),
        Mounts = Some.Seen(new MountsSnapshot(roots, [])),
    };

    private static MountUsersSnapshot View(ForeignRoot root) => new([new ForeignNamespace(Container, [root])], [], [], [], "");
}
