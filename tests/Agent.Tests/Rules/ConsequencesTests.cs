using AgentTests.Support;
using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Rules;
using Xunit;

namespace AgentTests.Rules;

public class ConsequencesTests
{
    private static readonly Finding ServerHung = Make(ServerFindings.Hung, "nfs1") with { Server = "nfs1" };
    private static readonly Finding MountHung = Make(MountFindings.Hung, "nfs1") with { Server = "nfs1" };
    private static readonly Finding RequiredHung = Make(MountFindings.RequiredHung, "/data") with { Server = "nfs1" };
    private static readonly Finding Waiting = Make(AutomountFindings.Waiting, "autofs.service");

    [Fact]
    public void AFindingFollowsFromAnotherOneOfTheSameServer() => Assert.Equal("server/hung", FollowsFrom(MountHung, ServerHung));

    [Fact]
    public void ASecondFaultOnAnotherServerStandsForItself()
    {
        Assert.Null(FollowsFrom(MountHung, ServerHung with { Server = "nfs2" }));
        Assert.Null(FollowsFrom(MountHung with { Server = null }, ServerHung with { Server = null }));
        Assert.Null(FollowsFrom(MountHung));
        Assert.Null(FollowsFrom(ServerHung, MountHung));
    }

    [Fact]
    public void TheCauseIsTheFirstOfAChain()
    {
        Assert.Equal("server/hung", FollowsFrom(Waiting, MountHung, ServerHung));
        Assert.Equal("mount/hung", FollowsFrom(Waiting, MountHung));
        Assert.Null(FollowsFrom(Waiting, ServerHung));
    }

    [Fact]
    public void DomainRootMapAndKeyMustBeTheSame()
    {
        var offline = Make(SssdFindings.DomainOffline, "a.com") with { Domain = "a.com" };
        var refused = Make(DirectoryFindings.Refused, "ldap://x") with { Domain = "a.com" };
        AssertOnlySame("directory/refused", offline, refused, refused with { Domain = "b.com" }, refused with { Domain = null });

        var blocked = Make(
            MountFindings.RequiredBlocked, "/home/bob") with { Root = "/home", Source = new FindingSource("auto.home", "bob") };
        var orphaned = Make(AutomountFindings.RootOrphaned, "/home") with { Root = "/home" };
        AssertOnlySame("automount/root-orphaned", blocked, orphaned, orphaned with { Root = "/data" });

        var missing = Make(SssdFindings.MapMissing, "auto.home") with { Source = new FindingSource("auto.home") };
        AssertOnlySame(
            "sssd/map-missing", blocked, missing, missing with { Source = new FindingSource("auto.data") }, missing with { Source = null });

        var bad = Make(MapEntryFindings.BadEntry, "auto.home:bob") with { Source = new FindingSource("auto.home", "bob") };
        AssertOnlySame("map/bad-entry", blocked, bad, bad with { Source = new FindingSource("auto.home", "eve") });
    }

    [Fact]
    public void AStoppedDaemonBreaksOnlyWhatIsNotMounted()
    {
        var stopped = Make(AutomountFindings.Stopped, "autofs.service");
        var blocked = Make(MountFindings.RequiredBlocked, "/home/bob");

        Assert.Equal("automount/stopped", FollowsFrom(blocked with { Root = "/home" }, stopped));
        Assert.Null(FollowsFrom(blocked, stopped));
    }

    [Fact]
    public void TheReportLeadsWithTheCauseInTheSameLink()
    {
        var report = Report(Link.Mount, Verdict.Broken, RequiredHung, MountHung);

        Assert.Equal("mount/hung", report.FirstBroken?.Kind.Code);
        Assert.Equal("mount/required-hung", Report(Link.Mount, Verdict.Broken, RequiredHung).FirstBroken?.Kind.Code);
    }

    [Fact]
    public void ACauseInALaterLinkDoesNotMoveTheFirstBrokenLink()
    {
        var missing = Make(AutomountFindings.RootMissing, "/home") with { Root = "/home" };
        var immutable = Make(MapMasterFindings.ImmutableRoot, "auto.master:/home") with { Root = "/home" };
        Finding[] marked = [.. Consequences.Mark([missing, immutable])];
        var report = new ChainReport("node1", Some.Time,
        [
            new(Link.Automount, Verdict.Broken, Some.Time, "", [marked[0]]),
            new(Link.Map, Verdict.Broken, Some.Time, "", [marked[1]]),
        ]);

        Assert.Equal("map/immutable-root", marked[0].FollowsFrom);
        Assert.Equal("automount/root-missing", report.FirstBroken?.Kind.Code);
    }

    [Fact]
    public void AHungServerExplainsItsMountsAndRequiredPathsAndNoOther()
    {
        var state = Some.Node with
        {
            Servers = Some.Seen(new ServersSnapshot(
                [Some.Server("nfs1.example.com", ServerOutcome.Hung), Some.Server("nfs2.example.com", ServerOutcome.Hung, true)])),
            Required = Some.Seen(new RequiredSnapshot(
            [
                Some.Required(Readiness.Hung),
                Some.Required(Readiness.NotTried) with { Path = "/home/bob", Mount = null },
                Some.Required(Readiness.Stale) with { Path = "/home/eve", Mount = null },
            ])),
        };

        Assert.Equal(
            "server/hung: ; server/hung: ; mount/required-hung: server/hung; mount/required-stale: ; mount/required-blocked: " +
            "server/hung; mount/hung: server/hung",
            Judge(state));
        Assert.Contains(
            "mount/required-blocked: ;",
            Judge(state with { Servers = Some.Seen(new ServersSnapshot([Some.Server("nfs2.example.com", ServerOutcome.Hung, true)])) }));
    }

    [Fact]
    public void ADirectoryThatIsDownExplainsItsDomainAndItsMaps()
    {
        var sssd = Some.Sssd with
        {
            Domains = [new SssdDomain("example.com", false), new SssdDomain("other.com", false)],
            Maps = [new SssdMap("auto.home", SssdMapOutcome.Offline, null, default)],
        };
        var state = Some.Node with
        {
            Directory = Some.Seen(new DirectorySnapshot([Some.Domain(DirectoryOutcome.Refused)])),
            Sssd = Some.Seen(sssd),
        };

        Assert.Equal(
            "directory/refused: ; sssd/map-offline: directory/refused; sssd/domain-offline: directory/refused; sssd/domain-offline: ",
            Judge(state));
    }

    [Fact]
    public void ATimeoutThatIsIgnoredExplainsTheTimeoutOfItsMountPoint()
    {
        var master = Some.Map("auto.master", ("/home", "auto.home timeout=10"), ("/-", "auto.direct"));
        var state = Some.Node with
        {
            Directory = Some.Seen(new DirectorySnapshot([Some.Domain() with { Maps = Some.Maps.SetItem(0, master) }])),
            Mounts = Some.Seen(
                Some.Mounts with { Roots = [Some.Mounts.Roots[0] with { Timeout = TimeSpan.FromSeconds(10) }, Some.Mounts.Roots[1]] }),
        };

        Assert.Equal("automount/root-timeout: map/silent-timeout; map/silent-timeout: ", Judge(state));
    }

    [Fact]
    public void ASymbolicLinkAboveTheMountPointDoesNotHideTheCause()
    {
        var state = Some.Node with
        {
            Automount = Some.Linked,
            Mounts = Some.Seen(Some.Mounts with
            {
                Roots = [Some.Root("/var/home", "auto.home") with { Catatonic = true }, Some.Mounts.Roots[1]],
            }),
            Required = Some.Seen(new RequiredSnapshot([Some.Required(Readiness.NotTried) with { Path = "/home/bob", Mount = null }])),
        };

        Assert.Equal("automount/root-catatonic: ; mount/required-blocked: automount/root-catatonic", Judge(state));
    }

    private static void AssertOnlySame(string code, Finding finding, Finding cause, params Finding[] unrelated)
    {
        Assert.Equal(code, FollowsFrom(finding, cause));
        Assert.All(unrelated, other => Assert.Null(FollowsFrom(finding, other)));
    }

    private static string? FollowsFrom(Finding finding, params Finding[] others) =>
        Consequences.Mark([finding, .. others]).First().FollowsFrom;

    private static Finding Make(FindingKind kind, string subject) => new() { Kind = kind, Subject = subject, Message = subject };

    private static ChainReport Report(Link link, Verdict verdict, params Finding[] findings) =>
        new("node1", Some.Time, [new LinkReport(link, verdict, Some.Time, "", [.. Consequences.Mark(findings)])]);

    private static string Judge(NodeState state) => string.Join(
        "; ", Some.Judge(
            Some.Twice(state).WithHealth(Some.Time), null, Some.Time).Report.Findings.Select(f => $"{f.Kind.Code}: {f.FollowsFrom}"));
}
