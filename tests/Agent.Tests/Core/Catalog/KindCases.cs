using System.Collections.Immutable;
using AgentTests.Lint;
using AgentTests.Rules;
using AgentTests.Support;
using Automount.Findings;
using Automount.Lint;
using Automount.Maps;
using Automount.Maps.Ldif;
using Automount.Maps.Sources;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Validate;
using AutomountAgent.Validate.Given;
using MapText = AgentTests.Lint.Maps;

namespace AgentTests.Core.Catalog;

/// <summary>For each kind of finding what raises it: a healthy node with one thing broken, or maps.</summary>
internal static class KindCases
{
    private static readonly AutofsRoot Home = Some.Mounts.Roots[0];

    private static readonly MapContent HomeMap = Some.Maps[1];

    public static IReadOnlyDictionary<string, Func<IEnumerable<Finding>>> All { get; } = Cases();

    private static Dictionary<string, Func<IEnumerable<Finding>>> Cases()
    {
        var cases = new Dictionary<string, Func<IEnumerable<Finding>>>();
        foreach (var (code, state) in ChainJudgeTests.Broken)
        {
            cases[code] = () => Judge(state);
        }

        foreach (var (code, state) in States)
        {
            cases.TryAdd(code, () => Judge(state));
        }

        foreach (var rule in RuleCases.All)
        {
            cases.TryAdd(rule.Code, () => MapText.Lint(rule.Broken, rule.Node));
        }

        foreach (var (code, maps) in MapSets)
        {
            cases.TryAdd(code, () => MapLinter.Run(maps, Silence.None).Findings);
        }

        var slow = Some.Node.WithKnownMaps().WithoutAnalysis(new GivenUp("judging the maps took longer than 15 s"));
        cases["map/not-judged"] = () => Some.Judge(slow, null, Some.Time).Report.Findings;
        cases["map/ldif-syntax"] = () => [MapSources.OfProblem(new LdifProblem("a.ldif", 3, LdifFault.Syntax, "a line without a colon"))];
        cases["map/ldif-skipped"] = () => [MapSources.OfProblem(new LdifProblem("a.ldif", 3, LdifFault.Skipped, "a change record"))];
        cases["map/left-out"] = () => GivenFindings.LeftOut(["maps"], "it is a folder");
        cases["map/ambiguous-file"] = () => [GivenFindings.Ambiguous("/etc/auto.x", [Given("a/auto.x"), Given("b/auto.x")])];
        cases["map/unread-master"] = () => [GivenFindings.UnreadMaster("site.master", "site.master", hasMaster: false)];
        cases["map/no-master"] = () => [GivenFindings.NoMaster("maps.ldif")];
        foreach (var (code, outcome) in Exports)
        {
            cases[code] = () =>
            {
                var findings = new ExportFindings(20);
                var use = new ExportUse(HomeMap, new MapRecord("alice", "nfs1:/exports/alice"), IsParent: false);
                findings.Add(new("nfs1", 2049, NfsVersions.Any, "/exports/alice"), use, new ExportAnswer(outcome, "4.2", "It is so."));
                return findings.Kinds.SelectMany(kind => kind.Listed);
            };
        }

        return cases;
    }

    private static IEnumerable<(string Code, ExportOutcome Outcome)> Exports =>
    [
        ("server/export-missing", ExportOutcome.Missing), ("server/export-denied", ExportOutcome.Denied),
        ("server/export-referral", ExportOutcome.Referral), ("server/export-unknown", ExportOutcome.NeedsPrivilegedPort),
    ];

    private static IEnumerable<Finding> Judge(NodeState state) =>
        Some.Judge(Some.Twice(state).WithHealth(Some.Time), null, Some.Time).Report.Findings;

    private static Dictionary<string, NodeState> States => new()
    {
        ["directory/server-down"] = Directory(Some.Domain() with
        {
            Servers = [new("ldap://a", DirectoryOutcome.Refused, ""), new("ldap://b", DirectoryOutcome.Answered, "")],
        }),
        ["directory/too-large"] = Directory(Some.Domain(DirectoryOutcome.TooLarge, "the maps have more than 500000 entries")),
        ["directory/page-refused"] = Directory(Some.Domain() with { PageProblem = "it refuses pages of 1000 entries" }),
        ["directory/map-twice"] = Directory(Some.Domain() with { Duplicates = [new DuplicateMap("auto.home", "ou=a", "ou=b")] }),
        ["sssd/config-newer"] = Sssd(Some.Sssd with { Configuration = Some.SssdConfiguration with { ChangedAt = Some.Time.AddHours(1) } }),
        ["sssd/domain-offline"] = Sssd(Some.Sssd with { Domains = [new SssdDomain("example.com", false)] }),
        ["sssd/duplicate-key"] = Sssd(Some.Sssd with
        {
            Maps = [new SssdMap("auto.home", SssdMapOutcome.NotListed, null, default) { DuplicateKey = "k" }, Some.Sssd.Maps[1]],
        }),
        ["sssd/bus-unavailable"] = Sssd(Some.Sssd with { Unit = null, BusProblem = "no answer within 5 s" }),
        ["sssd/infopipe-unavailable"] = Sssd(Some.Sssd with { Domains = [], InfoPipeProblem = "access denied" }),
        ["sssd/library-missing"] = Sssd(
            Some.Sssd with { Responder = ResponderOutcome.NotAsked, ResponderDetail = "libsss_autofs.so is not there" }),
        ["sssd/map-behind"] = Served(Some.Map("auto.home", ("*", HomeMap.Entries[0].Value), ("bob", "nfs1:/bob"))),
        ["sssd/map-stale"] = Offline(Served(Some.Map("auto.home", ("*", "old")))),
        ["sssd/map-empty"] = Served(Some.Map("auto.home")),
        ["sssd/lookup-differs"] = Sssd(Some.Sssd with
        {
            Maps = [Some.Sssd.Maps[0] with { Disagreements = [new(
                "*", "nfs9:/old", default, Some.Time) { IsConfirmed = true }] }, Some.Sssd.Maps[1]],
        }),
        ["sssd/master-name-differs"] = Sssd(Some.Sssd with
        {
            Configuration = Some.SssdConfiguration with { Domains = [Some.SssdConfiguration.Domains[0] with { MasterMap = "auto.site" }] },
        }),
        ["sssd/provider-none"] = WithoutMaps(Some.Sssd with
        {
            Configuration = Some.SssdConfiguration with
            {
                Domains = [],
                WithoutProvider = [new FileProblem("/etc/sssd/sssd.conf", 5, "domain x has autofs_provider = none")],
            },
            Maps = [],
        }),
        ["automount/agent-config-refused"] = Some.Node with
        {
            Configuration = new(Some.Time.AddHours(-1), Some.Time, "/etc/automount-agent/agent.conf:3: there is no key listn"),
        },
        ["automount/config-invalid"] = Automount(
            Some.Automount with { Problems = [new FileProblem("/etc/autofs.conf", 7, "timeout is not a number")] }),
        ["automount/waiting"] = Automount(Some.Automount with { Waiting = Some.Automount.Waiting.Add("72", Some.Time.AddMinutes(-1)) }),
        ["automount/bus-unavailable"] = Automount(Some.Automount with { Unit = null, BusProblem = "no answer within 5 s" }),
        ["automount/master-shadowed"] = Local("sss files", "/extra auto.extra\n", []),
        ["automount/master-ignored"] = Local("files sss", "/extra auto.home\n", []),
        ["automount/no-suffix"] = Local("sss files", "", ["/etc/auto.master.d/auto.home"]),
        ["automount/foreign-pids"] = Root(Home with { DaemonForeign = true }),
        ["automount/root-private"] = Root(Home with { Shared = false }),
        ["automount/root-stacked"] = Root(Home with { Covers = ["0:38"] }),
        ["automount/root-outdated"] = Some.Node with
        {
            MountUsers = Some.Seen(new MountUsersSnapshot(
                [new ForeignNamespace(
                    new ProcessName(77, "nginx", "", ""),
                    [new ForeignRoot("auto.home", "0:33", Served: false)])], [], [], [], "")),
        },
        ["automount/root-stale"] = Some.Node with
        {
            Mounts = Some.Seen(Some.Mounts with { Roots = [.. Some.Mounts.Roots, Some.Root("/old", "auto.old")] }),
        },
        ["automount/root-other-map"] = Root(Home with { Source = "auto.old" }),
        ["automount/root-timeout"] = Root(Home with { Timeout = TimeSpan.FromSeconds(60) }),
        ["automount/root-not-directory"] = Automount(Some.Automount with { Node = new() { NoDirectories = ["/home"] } }) with
        {
            Mounts = Some.Seen(Some.Mounts with { Roots = [Some.Mounts.Roots[1]] }),
        },
        ["automount/no-mount-nfs"] = Automount(Some.Automount with { Node = new() { HasMountNfs = false } }),
        ["map/nfsmount-conf"] = Automount(Some.Automount with
        {
            Node = new() { NfsMountSettings = [new(NfsMountScope.Global, "", "soft", "/etc/nfsmount.conf", 3)] },
        }),
        ["map/two-sources"] = Automount(
            Some.Automount with { Local = new LocalMaps([MapFile.Parse("bob nfs1:/bob\n", "/etc/auto.home")], [], []) }),
        ["map/file-missing"] = Directory(Some.Domain() with
        {
            Maps = Some.Maps.SetItem(0, Some.Map("auto.master", ("/home", "auto.home"), ("/misc", "/etc/auto.misc"))),
        }) with { Automount = Some.Seen(Some.Automount with { Local = new LocalMaps([], [], ["/etc/auto.misc"]) }) },
        ["server/slow"] = Slow(),
        ["server/address-down"] = Some.Node with
        {
            Servers = Some.Seen(new ServersSnapshot([Some.Server("nfs1.example.com") with { DeadAddresses = "192.0.2.7: it is dead" }])),
        },
        ["server/nfs-unregistered"] = Portmapper(new(new("nfs1.example.com", true, false), PortmapOutcome.NoNfs, "x", 2)),
        ["server/rpcbind-trap"] = Portmapper(new(new("nfs1.example.com", true, false), PortmapOutcome.Silent, "x", 2)),
        ["server/rpcbind-unavailable"] = Portmapper(new(new("nfs1.example.com", false, true), PortmapOutcome.Silent, "x", 2)),
        ["server/mountd-unavailable"] = Portmapper(new(new("nfs1.example.com", false, true), PortmapOutcome.NoMountd, "x", 2)),
        ["mount/hung"] = Some.Node with
        {
            Servers = Some.Seen(new ServersSnapshot([Some.Server("nfs2.example.com", ServerOutcome.Hung, mounted: true)])),
        },
        ["mount/trigger-hung"] = Required(new RequiredSnapshot([Some.Required(Readiness.NotMounted) with
        {
            Mount = null,
            IsTriggerHung = true,
        }])),
        ["mount/required-blocked"] = Required(new RequiredSnapshot([Some.Required(Readiness.NotTried)])),
        ["mount/required-map-empty"] = Required(RequiredMap(RequiredMapTrouble.Nothing)),
        ["mount/required-wildcard"] = Required(RequiredMap(RequiredMapTrouble.Wildcard)),
        ["mount/required-too-many"] = Required(RequiredMap(RequiredMapTrouble.TooMany)),
        ["mount/held"] = Overdue(statfs: 0) with
        {
            MountUsers = Some.Seen(new MountUsersSnapshot([], [], [("/scratch/data", "0:52")], [], "")),
        },
        ["mount/kept-alive"] = Overdue(statfs: 1),
        ["mount/selinux-containers"] = Selinux(SelinuxBoolean.Containers),
        ["mount/selinux-homes"] = Selinux(SelinuxBoolean.Homes),
        ["pod/local-disk"] = Pods(Autofs with { Kind = PodMountKind.Local, Path = "/home/u9" }),
        ["pod/dead-root"] = Pods(Autofs with { Served = false }),
        ["pod/private-propagation"] = Pods(Autofs with { Receives = false }),
        ["pod/mount-hung"] = Pods(Tools) with
        {
            Servers = Some.Seen(new ServersSnapshot([Some.Server("nfs2.example.com", ServerOutcome.Hung, mounted: true)])),
        },
        ["pod/mount-stale"] = Pods(Tools) with { Required = Some.Seen(new RequiredSnapshot([Some.Required(Readiness.Stale)])) },
        ["pod/create-hung"] = Some.Node with
        {
            Pods = Some.Seen(PodsSnapshot.Empty with
            {
                Stuck = [new StuckPod("shop/web-1", "app", Some.Time, "container volume configuration", "CRI-O")],
            }),
        },
    };

    private static Dictionary<string, KnownMaps> MapSets => new()
    {
        ["map/several-values"] = Dropped(DropReason.SeveralValues),
        ["map/incomplete-entry"] = Dropped(DropReason.NoValue),
        ["map/skipped-line"] = Dropped(DropReason.IndentedLine),
        ["map/case-collision"] = Single(new MapContent("auto.x", null, [Record("Dale"), Record("dale")])),
        ["map/text-as-program"] = OfFile(local => local with { TextPrograms = ["/etc/auto.x"], Programs = ["/etc/auto.x"] }),
        ["map/script-as-text"] = OfFile(local => local with { ScriptsAsText = ["/etc/auto.x"] }),
        ["map/file-not-given"] = OfFile(local => local with { IsGiven = true, Absent = ["/etc/auto.x"], Unnamed = ["/etc/auto.y"] }),
        ["map/unknown-allow"] = Allowing("map/nonsense"),
        ["map/unused-allow"] = Allowing("map/password"),
        ["map/not-validated"] = KnownMaps.From(MapText.Map("auto.master\n/net hesiod:auto.x"), []),
    };

    private static KnownMaps OfFile(Func<LocalMaps, LocalMaps> change) => KnownMaps.Of(new MapInputs(
        [],
        false,
        change(new LocalMaps(
            [MasterFile.Parse("/net /etc/auto.x\n", "/etc/auto.master"), MapFile.Parse("a -fstype=nfs4 h:/a\n", "/etc/auto.y")], [], [])
        {
            Visited = ["/etc/auto.x"],
        }),
        "/etc/auto.master",
        ["files"]));

    private static GivenFile Given(string path) => new(path, $"/{path}", _ => MapFile.Parse("", path));

    private static PodMount Autofs => new(PodMountKind.Autofs, "/home", "0:40", "auto.home", "/home", "/home");

    private static PodMount Tools =>
        new(PodMountKind.Nfs, "/data", "0:50", "nfs2.example.com:/exports/tools", "/data/tools", "/data/tools");

    private static NodeState Pods(PodMount mount) =>
        Some.Node with { Pods = Some.Seen(new PodsSnapshot([new PodContainer("shop/web-1", "app", 20, [mount])], [], "")) };

    private static KnownMaps Single(MapContent map) => KnownMaps.From(MapText.Map("auto.master\n/net auto.x"), [map]);

    private static KnownMaps Allowing(string code) =>
        Single(MapFile.Parse($"# automount-agent: allow {code}\na -fstype=nfs4 h:/a\n", "auto.x"));

    private static KnownMaps Dropped(DropReason reason) =>
        Single(MapText.Map("auto.x\na -fstype=nfs4 h:/a") with { Dropped = [new DroppedRecord(
            new MapRecord("b", "h:/b", "cn=b,dc=example"), reason)] });

    private static MapRecord Record(string key) => new(key, "-fstype=nfs4 h:/a", $"cn={key},dc=example");

    private static NodeState Directory(DomainDirectory domain) => Some.Node with { Directory = Some.Seen(new DirectorySnapshot([domain])) };

    private static NodeState Sssd(SssdSnapshot sssd) => Some.Node with { Sssd = Some.Seen(sssd) };

    private static NodeState WithoutMaps(SssdSnapshot sssd) => Some.Node with
    {
        Directory = Some.Seen(new DirectorySnapshot([])),
        Sssd = Some.Seen(sssd),
        Mounts = Some.Seen(new MountsSnapshot([], [])),
        Servers = Some.Seen(new ServersSnapshot([])),
        Required = Some.Seen(new RequiredSnapshot([])),
    };

    private static NodeState Served(MapContent home) =>
        Sssd(Some.Sssd with { Maps = [new SssdMap("auto.home", SssdMapOutcome.Read, home, default), Some.Sssd.Maps[1]] });

    private static NodeState Offline(NodeState state) =>
        state with { Sssd = Some.Seen(state.Sssd!.Seen! with { Domains = [new SssdDomain("example.com", false)] }) };

    private static NodeState Automount(AutomountSnapshot automount) => Some.Node with { Automount = Some.Seen(automount) };

    private static NodeState Local(string sources, string master, ImmutableArray<string> withoutSuffix) => Automount(Some.Automount with
    {
        Sources = [.. sources.Split(' ')],
        Local = new LocalMaps([MasterFile.Parse(master, "/etc/auto.master")], withoutSuffix, []),
    });

    private static NodeState Root(AutofsRoot home) =>
        Some.Node with { Mounts = Some.Seen(Some.Mounts with { Roots = [home, Some.Mounts.Roots[1]] }) };

    private static NodeState Portmapper(PortmapState portmap) =>
        Some.Node with { Servers = Some.Seen(Some.Servers with { Portmappers = [portmap] }) };

    private static NodeState Required(RequiredSnapshot required) => Some.Node with { Required = Some.Seen(required) };

    private static RequiredSnapshot RequiredMap(RequiredMapTrouble trouble) =>
        new([]) { Problems = [new RequiredMapProblem("auto.home", trouble, "as a test wants it")] };

    private static NodeState Selinux(string name) => Some.Node with { Mounts = Some.Seen(Some.Mounts with { SelinuxOff = [name] }) };

    /// <summary>A server that took two seconds to answer, several times in a row.</summary>
    private static NodeState Slow()
    {
        var state = Some.Node;
        for (var i = 10; i >= 0; i--)
        {
            var at = Some.Time.AddSeconds(-5 * i);
            var server = Some.Server("nfs1.example.com") with { ResponseTime = TimeSpan.FromSeconds(2), AskedAt = at };
            state = (state with { Servers = Some.Seen(new ServersSnapshot([server])) }).WithHealth(at);
        }

        return state;
    }

    /// <summary>A mount below a root with a timeout of a minute, on which nobody has worked for longer than that.</summary>
    private static NodeState Overdue(int statfs)
    {
        var root = Some.Root("/scratch", "auto.scratch") with { Timeout = TimeSpan.FromSeconds(60) };
        var mount = Some.Nfs("/scratch/data", "nfs2.example.com", "/exports/data") with { Root = "/scratch", Device = "0:52" };
        var state = Some.Node;
        for (var i = 40; i >= 0; i--)
        {
            var at = Some.Time.AddSeconds(-5 * i);
            var now = mount.Statistics!;
            mount = mount with { Statistics = now with { Age = now.Age + 5, StatFs = now.StatFs + statfs, Uses = now.Uses + statfs } };
            state = (state with
            {
                Servers = Some.Seen(new ServersSnapshot([Some.Server("nfs2.example.com", mounted: true) with { AskedAt = at }])),
                Mounts = new(at, TimeSpan.Zero, new MountsSnapshot([root], [mount]), null),
            }).WithHealth(at);
        }

        return state;
    }
}
