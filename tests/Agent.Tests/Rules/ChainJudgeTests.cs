using System.Collections.Immutable;
using AgentTests.Support;
using Automount.Findings;
using Automount.Maps;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Rules;
using Xunit;

namespace AgentTests.Rules;

public class ChainJudgeTests
{
    private static ChainReport Judge(NodeState state) => Some.Judge(Some.Twice(state).WithHealth(Some.Time), null, Some.Time).Report;

    [Fact]
    public void AHealthyNodeHasNoFindingAtAll()
    {
        var report = Judge(Some.Node);

        Assert.Empty(report.Findings);
        Assert.All(report.Links, l => Assert.Equal(Verdict.Ok, l.State));
        Assert.Equal(Verdict.Ok, report.Verdict);
    }

    [Fact]
    public void WhatWasNotLookedAtIsUnknownWithAReason()
    {
        var report = Judge(NodeState.Empty);

        Assert.Equal(Verdict.Unknown, report.Verdict);
        Assert.All(report.Links, l => Assert.Equal((Verdict.Unknown, true), (l.State, l.Reason.Length > 0)));
        Assert.Equal(2, report.Verdict.ExitStatus());
    }

    [Fact]
    public void AnObserverThatCouldNotLookMakesItsLinkUnknownAndNoOther()
    {
        var report = Judge(Some.Node with { Servers = Some.Unavailable<ServersSnapshot>("no result within 10 s") });

        Assert.Equal([Link.Server], report.Links.Where(l => l.State != Verdict.Ok).Select(l => l.Link));
        Assert.Equal(Verdict.Unknown, report.Verdict);
    }

    public static TheoryData<string, string> Faults => new(Broken.Keys.Select(k => (k, k)));

    /// <summary>Each fault by the code that must come first.</summary>
    internal static readonly Dictionary<string, NodeState> Broken = new()
    {
        ["directory/unresolvable"] = Directory(DirectoryOutcome.Unresolvable),
        ["directory/refused"] = Directory(DirectoryOutcome.Refused),
        ["directory/unreachable"] = Directory(DirectoryOutcome.Unreachable),
        ["directory/no-answer"] = Directory(DirectoryOutcome.NoAnswer),
        ["directory/kerberos-failed"] = Directory(DirectoryOutcome.KerberosFailed),
        ["directory/tls-failed"] = Directory(DirectoryOutcome.TlsFailed),
        ["directory/bad-credentials"] = Directory(DirectoryOutcome.BadCredentials),
        ["directory/base-missing"] = Directory(DirectoryOutcome.BaseMissing),
        ["directory/map-missing"] = Directory(DirectoryOutcome.MapMissing),
        ["directory/size-limit"] = Directory(DirectoryOutcome.SizeLimit),
        ["directory/failed"] = Directory(DirectoryOutcome.Failed),
        ["sssd/config-invalid"] = Sssd(
            Some.Sssd with { Configuration = Some.SssdConfiguration with { Problems = [new FileProblem("/etc/sssd/sssd.conf", 3, "x")] } }),
        ["sssd/not-installed"] = Sssd(Some.Sssd with { Unit = Some.Unit("sssd.service", "inactive") with { LoadState = "not-found" } }),
        ["sssd/stopped"] = Sssd(Some.Sssd with { Unit = Some.Unit("sssd.service", "inactive") }),
        ["sssd/failed"] = Sssd(Some.Sssd with { Unit = Some.Unit("sssd.service", "failed", "signal") }),
        ["sssd/autofs-not-enabled"] = Sssd(
            Some.Sssd with { Responder = ResponderOutcome.NotRunning, Configuration = Some.SssdConfiguration with { Services = ["nss"] } }),
        ["sssd/responder-down"] = Sssd(Some.Sssd with { Responder = ResponderOutcome.NotRunning }),
        ["sssd/responder-hung"] = Sssd(Some.Sssd with { Responder = ResponderOutcome.Hung, ResponderDetail = "no answer within 5 s" }),
        ["sssd/responder-failed"] = Sssd(Some.Sssd with { Responder = ResponderOutcome.Failed, ResponderDetail = "EIO" }),
        ["sssd/map-offline"] = Sssd(Some.Sssd with { Maps = [new SssdMap("auto.home", SssdMapOutcome.Offline, null, default)] }),
        ["sssd/map-missing"] = Sssd(Some.Sssd with { Maps = [new SssdMap("auto.home", SssdMapOutcome.Missing, null, default)] }),
        ["automount/not-installed"] =
            Some.Node with { Automount = Some.Seen(
                Some.Automount with { Unit = Some.Unit("autofs.service") with { LoadState = "not-found" } }) },
        ["automount/stopped"] =
            Some.Node with { Automount = Some.Seen(Some.Automount with { Unit = Some.Unit("autofs.service", "inactive") }) },
        ["automount/failed"] =
            Some.Node with { Automount = Some.Seen(Some.Automount with { Unit = Some.Unit("autofs.service", "failed", "signal") }) },
        ["automount/nsswitch-invalid"] =
            Some.Node with { Automount = Some.Seen(
                Some.Automount with { Sources = [], Problems = [new("/etc/nsswitch.conf", 3, "there is a second automount line")] }) },
        ["automount/suspended"] = Some.Node with { Automount = Some.Seen(Some.Automount with { Suspended = true }) },
        ["automount/nsswitch-without-sss"] = Some.Node with { Automount = Some.Seen(Some.Automount with { Sources = ["files"] }) },
        ["automount/root-missing"] = Some.Node with { Mounts = Some.Seen(Some.Mounts with { Roots = [Some.Mounts.Roots[1]] }) },
        ["automount/root-catatonic"] =
            Some.Node with { Mounts = Some.Seen(
                Some.Mounts with { Roots = [Some.Mounts.Roots[0] with { Catatonic = true }, Some.Mounts.Roots[1]] }) },
        ["automount/root-orphaned"] =
            Some.Node with { Mounts = Some.Seen(
                Some.Mounts with { Roots = [Some.Mounts.Roots[0] with { DaemonAlive = false }, Some.Mounts.Roots[1]] }) },
        ["map/dangling-map"] = Ldap(Some.Maps.RemoveAt(1)),
        ["map/bad-entry"] = Ldap(Some.Maps.SetItem(1, Some.Map("auto.home", ("alice", "nfs1:exports/home")))),
        ["map/bad-key"] = Ldap(Some.Maps.SetItem(1, Some.Map("auto.home", ("a/b", "nfs1:/exports/home")))),
        ["map/too-long"] = Ldap(Some.Maps.SetItem(1, Some.Map("auto.home", ("alice", "nfs1:/" + new string('x', 16384))))),
        ["server/unresolvable"] = Server(ServerOutcome.Unresolvable),
        ["server/refused"] = Server(ServerOutcome.Refused),
        ["server/unreachable"] = Server(ServerOutcome.Unreachable),
        ["server/hung"] = Server(ServerOutcome.Hung),
        ["server/version-mismatch"] = Server(ServerOutcome.VersionMismatch),
        ["server/bad-reply"] = Server(ServerOutcome.BadReply),
        ["mount/required-hung"] = Required(Readiness.Hung),
        ["mount/required-stale"] = Required(Readiness.Stale),
        ["mount/required-failed"] = Required(Readiness.Failed),
        ["mount/trigger-failed"] = Required(Readiness.NotMounted),
        ["mount/key-missing"] = RequiredPath("/home/bob", Ldap(Some.Maps.SetItem(1, Some.Map("auto.home", ("alice", Home))))),
        ["mount/not-automounted"] = RequiredPath("/srv/tools", Some.Node),
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void EachFaultIsTheFirstBrokenLink(string code, string fault)
    {
        var report = Judge(Broken[fault]);

        // A required path hangs because its mount does: the mount is named first.
        Assert.Equal(code == "mount/required-hung" ? "mount/hung" : code, report.FirstBroken?.Kind.Code);
        Assert.Contains(report.Findings, f => f.Kind.Code == code);
        Assert.Equal(Verdict.Broken, report.Verdict);
        Assert.Equal(1, report.Verdict.ExitStatus());
    }

    [Fact]
    public void ALinkBeforeTheFaultIsNotBlamed() => Assert.All(Broken.Values, state =>
    {
        var report = Judge(state);
        var first = report.Links.First(l => l.State == Verdict.Broken);
        Assert.All(report.Links.TakeWhile(l => l != first), l => Assert.Equal(Verdict.Ok, l.State));
    });

    [Fact]
    public void AFindingKeepsTheTimeSinceWhichItIsThere()
    {
        var (first, raised) = Some.Judge(Server(ServerOutcome.Hung), null, Some.Time);
        var (second, same) = Some.Judge(Server(ServerOutcome.Hung), first, Some.Time.AddMinutes(5));
        var (third, cleared) = Some.Judge(Some.Node, second, Some.Time.AddMinutes(6));

        Assert.Contains(raised.Raised, f => f.Kind.Code == "server/hung");
        Assert.True(same.IsEmpty);
        Assert.Equal(Some.Time, second.FirstBroken!.Since);
        Assert.Contains(cleared.Cleared, f => f.Kind.Code == "server/hung");
        Assert.Equal(Some.Time.AddMinutes(6), third.Links.Single(l => l.Link == Link.Server).Since);
        Assert.Equal(Some.Time, third.Links.Single(l => l.Link == Link.Sssd).Since);
    }

    [Fact]
    public void OneOfSeveralServersDownIsAWarning()
    {
        var domain = Some.Domain() with
        {
            Servers =
            [
                new DirectoryServer("ldap://a", DirectoryOutcome.Refused, ""),
                new DirectoryServer("ldap://b", DirectoryOutcome.Answered, ""),
            ],
        };

        var report = Judge(Some.Node with { Directory = Some.Seen(new DirectorySnapshot([domain])) });

        Assert.Equal(Verdict.Degraded, report.Verdict);
        Assert.Equal("directory/server-down", Assert.Single(report.Findings).Kind.Code);
        Assert.Equal(0, report.Verdict.ExitStatus());
    }

    [Theory]
    [InlineData(9, "")]
    [InlineData(10, "automount/waiting")]
    public void AnAutomountThatWaitsForAServerIsNamedWhenItHasDoneSoForAWhile(int seconds, string codes)
    {
        var waiting = Some.Automount with { Waiting = Some.Automount.Waiting.Add("72", Some.Time.AddSeconds(-seconds)) };

        Assert.Equal(codes, string.Join(' ', Judge(Some.Node with { Automount = Some.Seen(waiting) }).Findings.Select(f => f.Kind.Code)));
    }

    [Fact]
    public void ASymlinkedMountPointIsNotMissing()
    {
        var state = Some.Node with { Automount = Some.Linked, Mounts = Some.Seen(
            Some.Mounts with { Roots = [Some.Root("/var/home", "auto.home"), Some.Mounts.Roots[1]] }) };

        Assert.Empty(Judge(state).Findings);
    }

    [Fact]
    public void EveryMessageIsOneLine() =>
        Assert.All(Broken.Values.SelectMany(s => Judge(s).Findings), f => Assert.DoesNotContain('\n', f.Message));

    private static NodeState Directory(DirectoryOutcome outcome) =>
        Some.Node with { Directory = Some.Seen(new DirectorySnapshot([Some.Domain(outcome, "detail")])) };

    private static NodeState Ldap(ImmutableArray<MapContent> maps) => Some.Node with
    {
        Directory = Some.Seen(new DirectorySnapshot([Some.Domain() with { Maps = maps }])),
        Sssd = Some.Seen(Some.Sssd with { Maps = [.. maps.Skip(1).Select(m => new SssdMap(m.Name, SssdMapOutcome.Read, m, default))] }),
    };

    private static NodeState Sssd(SssdSnapshot view) => Some.Node with { Sssd = Some.Seen(view) };

    private static NodeState Server(ServerOutcome outcome) =>
        Some.Node with { Servers = Some.Seen(
            new ServersSnapshot([Some.Servers.Servers[0], Some.Server("nfs2.example.com", outcome, mounted: true)])) };

    /// <summary>A path that automount mounts nothing at, whatever the trigger says.</summary>
    private static NodeState RequiredPath(string path, NodeState state) =>
        state with { Required = Some.Seen(new RequiredSnapshot([Some.Required(Readiness.NotMounted) with { Path = path, Mount = null }])) };

    private const string Home = "-fstype=nfs4,nosuid,nodev nfs1.example.com:/exports/home/&";

    private static NodeState Required(Readiness readiness) =>
        Some.Node with { Required = Some.Seen(new RequiredSnapshot([Some.Required(readiness)])) };
}
