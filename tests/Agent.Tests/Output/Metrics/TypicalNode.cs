using System.Collections.Immutable;
using Automount.Findings;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Output.Metrics;
using AutomountAgent.Telemetry;

namespace AgentTests.Output.Metrics;

/// <summary>
/// A healthy node as sites have them, without pods: four roots with a map each, two sssd domains whose first LDAP server answers, five
/// required paths, and mounts of a few of the servers that the maps name.
/// </summary>
internal static class TypicalNode
{
    private const int RequiredPaths = 5;

    private static readonly DateTimeOffset Now = Fixture.Now;

    private static readonly ImmutableArray<string> Roots = ["/home", "/data", "/scratch", "/software"];

    private static readonly ImmutableArray<string> Domains = ["example.com", "lab.example.com"];

    /// <summary>The page of the node.</summary>
    /// <param name="servers">How many servers the maps name.</param>
    /// <param name="used">How many of them something is mounted from.</param>
    public static MetricsPage Page(int servers, int used)
    {
        var state = State(servers, used);
        var input = new MetricsInput(state, Report, RpcTotals.Empty.Feed(state.Mounts!.Seen!, Now), new("1.0.0", "abc1234"));
        return new(() => input, CountersOf(servers, used), () => Fixture.Usage);
    }

    private static string Server(int number) => $"nfs{number}.example.com";

    private static NodeState State(int servers, int used) => new NodeState
    {
        Directory = Seen(new DirectorySnapshot([.. Domains.Select((name, i) => Domain(name, i == 0 ? Maps : []))])),
        Sssd = Seen(new SssdSnapshot(
            new SssdConfiguration(["nss", "autofs"], [], [], null), Unit("sssd.service"), null,
            [.. Domains.Select(name => new SssdDomain(name, true))], null, ResponderOutcome.Answers, "", [.. Maps.Skip(1).Select(Served)])),
        Automount = Seen(new AutomountSnapshot(Unit("autofs.service"), null, ["sss"], "auto.master", null, [])),
        Servers = Seen(new ServersSnapshot([.. Enumerable.Range(0, servers).Select(i => Answering(i, i < used))])),
        Mounts = Seen(new MountsSnapshot(
            [.. Roots.Select(root => new AutofsRoot(root, MapOf(root), AutofsMountKind.Indirect, TimeSpan.FromMinutes(5), 4711))],
            [.. Enumerable.Range(0, used).Select(Mounted)])),
        Required = Seen(new RequiredSnapshot([.. Enumerable.Range(0, RequiredPaths).Select(Required)])),
        Pods = Seen(new PodsSnapshot([], [], "")),
        Configuration = new ConfigurationLoad(Now),
        Compared = new(Roots.ToImmutableDictionary(MapOf, Compared)),
        Checks = Checks,
    }.WithHealth(Now);

    private static ImmutableSortedDictionary<string, CheckRun> Checks { get; } =
        new[] { "directory", "automount", "mounts", "pods", "sssd", "servers", "required", "holders" }
            .ToImmutableSortedDictionary(name => name, _ => new CheckRun(true, Now, TimeSpan.FromMilliseconds(3)));

    private static ChainReport Report { get; } =
        new("worker-1", Now, [.. Enum.GetValues<Link>().Select(link => new LinkReport(link, Verdict.Ok, Now, "", []))])
        {
            Conditions =
            [
                new(ConditionType.AutomountReady, ConditionStatus.True, "Ready", "", Now),
                new(ConditionType.AutomountNodeFault, ConditionStatus.False, "NoNodeFault", "", Now),
            ],
        };

    private static ImmutableArray<MapContent> Maps { get; } =
        [.. Roots.Select(MapOf).Prepend("auto.master").Select(name => new MapContent(name, null, [new("key", "host:/path")]))];

    private static string MapOf(string root) => $"auto.{root[1..]}";

    private static DomainDirectory Domain(string name, ImmutableArray<MapContent> maps) => new(
        name, "dc=example,dc=com", "auto.master",
        [new DirectoryServer($"ldap://ldap1.{name}", DirectoryOutcome.Answered, "")],
        DirectoryOutcome.Answered, "", maps, Now);

    private static SssdMap Served(MapContent map) => new(map.Name, SssdMapOutcome.Read, map, TimeSpan.Zero)
    {
        ReadAt = Now,
        Lookup = new SssdLookup("key", "host:/path", TimeSpan.FromMilliseconds(0.4), Now),
    };

    private static MapComparison Compared(string root) =>
        MapComparison.Next(null, Maps.First(m => m.Name == MapOf(root)), Maps.First(m => m.Name == MapOf(root)), Now, Now);

    private static ServerState Answering(int number, bool isMounted) => new(
        new ServerTarget(Server(number), 4, 2049), "192.0.2.1", ServerOutcome.Up, "", TimeSpan.FromMilliseconds(1), 1, isMounted)
    {
        AskedAt = Now,
    };

    private static NfsMount Mounted(int number) => Fixture.Mount(
        $"/home/user{number}", Server(number), $"0:{number}", new NfsStatistics(100, 50, 50, 0, 15, 50, 50));

    private static RequiredPath Required(int number) =>
        new($"/home/user{number}", Readiness.Ready, "", "mounted", $"/home/user{number}", Now) { Server = Server(number), Root = "/home" };

    private static Counters CountersOf(int servers, int used)
    {
        var counters = new Counters();
        foreach (var root in Roots)
        {
            counters.Triggered(root, "mounted", TimeSpan.FromSeconds(0.25));
            counters.Expired(root);
        }

        for (var i = 0; i < servers; i++)
        {
            counters.Answered(Server(i), TimeSpan.FromMilliseconds(1), i < used, Now);
        }

        counters.Touched("required");
        counters.Touched("trigger");
        counters.HistoryWritten(successful: true);
        return counters;
    }

    private static UnitState Unit(string name) => new(name, "loaded", "active", "success", 1, null, true);

    private static Observation<T> Seen<T>(T view)
        where T : class => new(Now, TimeSpan.FromMilliseconds(3), view, null);
}
