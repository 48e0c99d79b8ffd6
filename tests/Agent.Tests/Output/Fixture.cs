using System.Collections.Immutable;
using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Output.Metrics;
using AutomountAgent.Telemetry;

namespace AgentTests.Output;

/// <summary>A node whose second NFS server hangs, with names from outside that try to break every output.</summary>
internal static class Fixture
{
    public const string Nasty = "auto.\"<b>\\\n\u001b[31m[red]\u202e";

    public static readonly DateTimeOffset Now = new(2026, 3, 1, 14, 5, 30, TimeSpan.Zero);

    public static readonly NodeState State = new NodeState
    {
        Directory = Seen(new DirectorySnapshot(
        [
            new DomainDirectory(
                "example.com", "ou=automount,dc=example,dc=com", "auto.master",
                [new DirectoryServer("ldap://ldap1.example.com", DirectoryOutcome.Answered, "")],
                DirectoryOutcome.Answered, "", [Map("auto.master", 2), Map("auto.home", 3), Map(Nasty, 1)], Now.AddMinutes(-1)),
        ]), 4),
        Sssd = Seen(new SssdSnapshot(
            new SssdConfiguration(["nss", "autofs"], [], [], null), Unit("sssd.service", "active"), null,
            [new SssdDomain("example.com", true), new SssdDomain("untold", null)], null, ResponderOutcome.Answers, "",
            [
                new SssdMap("auto.home", SssdMapOutcome.Read, Map("auto.home", 3), TimeSpan.Zero)
                {
                    ReadAt = Now.AddSeconds(-3),
                    Lookup = new SssdLookup("key0", "nfs:/x", TimeSpan.FromMilliseconds(0.4), Now.AddSeconds(-2)),
                },
                new SssdMap("auto.gone", SssdMapOutcome.Missing, null, TimeSpan.Zero),
            ]), 12),
        Automount = Seen(new AutomountSnapshot(Unit("autofs.service", "failed"), null, ["sss"], "auto.master", null, []), 3),
        Servers = Seen(new ServersSnapshot(
        [
            new ServerState(
                new ServerTarget("nfs1.example.com", 4, 2049), "192.0.2.1", ServerOutcome.Up, "", TimeSpan.FromMicroseconds(800), 9, true),
            new ServerState(
                new ServerTarget("nfs1.example.com", 3, 2049), "192.0.2.1", ServerOutcome.Up, "", TimeSpan.FromMicroseconds(900), 9, true),
            new ServerState(new ServerTarget("nfs2.example.com", 4, 2049), "192.0.2.2", ServerOutcome.Hung, "no reply", null, 3, true),
        ]), 2000),
        Mounts = Seen(new MountsSnapshot(
            [
                new AutofsRoot("/var/home", "auto.home", AutofsMountKind.Indirect, TimeSpan.FromMinutes(5), 4711) { Shared = true },
                new AutofsRoot(
                    "/var/home/deep/offset", "auto.home", AutofsMountKind.Offset, TimeSpan.FromMinutes(5), 4711) { Shared = true },
            ],
            [
                Mount("/var/home/alice", "nfs1.example.com", "0:51", new NfsStatistics(100, 50, 52, 1, 1500, 52, 50)),
                Mount("/var/home/bob", "nfs2.example.com", "0:52", new NfsStatistics(90, 10, 19, 3, 7, 19, 7)),
            ]), 1),
        Required = new Observation<RequiredSnapshot>(Now.AddSeconds(-2), TimeSpan.FromMilliseconds(7), new RequiredSnapshot(
        [
            new RequiredPath("/var/home/alice", Readiness.Ready, "", "mounted", "/var/home/alice", Now)
            {
                Server = "nfs1.example.com",
                Root = "/var/home",
            },
            new RequiredPath("/var/home/bob", Readiness.Hung, "", "no answer within 10 s", "/var/home/bob", Now),
        ]), null),
        Pods = Seen(new PodsSnapshot(
            [
                new PodContainer("shop/web-1", "app", 20, [Volume("0:51", "nfs1.example.com:/home/alice", "/var/home/alice")]),
                new PodContainer("shop/web-2", "app", 21, [Volume("0:52", "nfs2.example.com:/home/bob", "/var/home/bob")]),
                new PodContainer(
                    "shop/web-3", "app", 22, [new(PodMountKind.Autofs, "/home", "0:40", "auto.home", "/var/home", "/var/home")]),
            ],
            [],
            ""), 5),
        Configuration = new ConfigurationLoad(Now.AddHours(-1)),
        Compared = new(ImmutableDictionary<string, MapComparison>.Empty.Add("auto.home", Differing())),
    }.WithHealth(Now)
        .WithCheck("directory", Run(4))
        .WithCheck("sssd", Run(12))
        .WithCheck("automount", Run(3))
        .WithCheck("servers", Run(2000))
        .WithCheck("mounts", Run(1))
        .WithCheck("required", new CheckRun(true, Now.AddSeconds(-2), TimeSpan.FromMilliseconds(7)));

    private static PodMount Volume(string device, string source, string path) =>
        new(PodMountKind.Nfs, "/data", device, source, "/var/home", path);

    public static readonly ProcessUsage Usage = new(Now.AddHours(-1), TimeSpan.FromSeconds(1.25), 17, 300_000_000, 40_000_000, 19, 524_288);

    public static readonly Finding Hung = new()
    {
        Kind = ServerFindings.Hung,
        Subject = "nfs2.example.com",
        Message = "nfs2.example.com accepts connections but does not answer: /var/home/bob blocks",
        Server = "nfs2.example.com",
        Root = "/var/home",
        Since = Now.AddMinutes(-3),
    };

    public static readonly ChainReport Report = new("worker-1", Now,
    [
        Reported(Link.Directory, Verdict.Ok),
        Reported(Link.Sssd, Verdict.Ok),
        Reported(Link.Automount, Verdict.Unknown) with { Reason = "systemd was not asked yet" },
        Reported(Link.Map, Verdict.Degraded, new Finding
        {
            Kind = MapMasterFindings.DuplicateMountPoint,
            Subject = Nasty,
            Message = $"the master map has {Nasty} twice",
            Source = new FindingSource(Map: "auto.master", Key: "/data", Dn: "automountKey=/data,ou=auto.master,dc=example,dc=com"),
            Since = Now.AddHours(-30),
        }),
        Reported(Link.Server, Verdict.Broken, Hung),
        Reported(Link.Mount, Verdict.Degraded, new Finding
        {
            Kind = MountFindings.Hung,
            Subject = "/var/home/bob",
            Message = "/var/home/bob hangs, because nfs2.example.com does not answer",
            Path = "/var/home/bob",
            Cause = new Cause("server/hung", "nfs2.example.com", "server/hung"),
            Since = Now.AddMinutes(-3),
        }),
    ])
    {
        Conditions =
        [
            new(
                ConditionType.AutomountReady, ConditionStatus.False, "MountRequiredHung",
                "mount/required-hung /var/home/bob: A required path hangs, follows from server/hung", Now.AddMinutes(-3)),
            new(
                ConditionType.AutomountNodeFault, ConditionStatus.False, "NoNodeFault", "nothing of this node alone is broken",
                Now.AddHours(-30)),
        ],
        Silenced = ImmutableSortedDictionary<string, int>.Empty.Add("map/unused-map", 2),
    };

    public static readonly ChainReport AllWell = Report with { Links = [.. Report.Links.Select(l => Reported(l.Link, Verdict.Ok))] };

    public static MetricsInput Input() =>
        new(State, Report, RpcTotals.Empty.Feed(State.Mounts!.Seen!, Now), new AgentInfo("0.1.0", "abc1234"));

    public static Counters Counters()
    {
        var counters = new Counters();
        counters.Touched("required");
        counters.Triggered("/var/home", "mounted", TimeSpan.FromSeconds(0.25));
        counters.Triggered("/var/home", "timeout", TimeSpan.FromSeconds(300));
        counters.Expired("/var/home");
        counters.Remedied("stale-umount", "held");
        counters.ProberReplaced("timeout");
        counters.ProbersAbandoned(1);
        counters.CallGivenUp("libldap");
        counters.HistoryWritten(successful: true);
        counters.Answered("nfs1.example.com", TimeSpan.FromMicroseconds(900), isInUse: true, Now);
        counters.Answered("nfs1.example.com", TimeSpan.FromMilliseconds(1500), isInUse: true, Now);
        return counters;
    }

    public static NfsMount Mount(string point, string server, string device, NfsStatistics? statistics) => new(
        point, $"{server}:/export{point}", server, device, 4, 2049, "", true, "/var/home", statistics);

    private static Observation<T> Seen<T>(T view, int milliseconds)
        where T : class => new(Now.AddSeconds(-1), TimeSpan.FromMilliseconds(milliseconds), view, null);

    private static CheckRun Run(int milliseconds) =>
        new(true, Now.AddSeconds(-1), TimeSpan.FromMilliseconds(milliseconds)) { Interval = TimeSpan.FromMinutes(1) };

    private static MapContent Map(string name, int entries) =>
        new(name, null, [.. Enumerable.Range(0, entries).Select(i => new MapRecord($"key{i}", "host:/path"))]);

    /// <summary>sssd twice did not serve the last of three keys.</summary>
    private static MapComparison Differing()
    {
        var first = MapComparison.Next(null, Map("auto.home", 3), Map("auto.home", 2), Now.AddMinutes(-2), Now.AddMinutes(-2));
        return MapComparison.Next(first, Map("auto.home", 3), Map("auto.home", 2), Now.AddMinutes(-1), Now.AddMinutes(-1));
    }

    private static UnitState Unit(string name, string active) => new(name, "loaded", active, "success", 1, null, true);

    private static LinkReport Reported(Link link, Verdict state, params ImmutableArray<Finding> findings) =>
        new(link, state, Now.AddMinutes(-3), "", findings);
}
