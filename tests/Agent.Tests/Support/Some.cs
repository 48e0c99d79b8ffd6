using System.Collections.Immutable;
using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Ldif;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Rules;

namespace AgentTests.Support;

/// <summary>A healthy node, from which each test breaks one thing.</summary>
public static class Some
{
    public static readonly DateTimeOffset Time = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    internal static Observation<T> Seen<T>(T view)
        where T : class => new(Time, TimeSpan.FromMilliseconds(20), view, null);

    internal static Observation<T> Unavailable<T>(string why)
        where T : class => new(Time, TimeSpan.FromSeconds(10), null, why);

    public static MapContent Map(string name, params (string Key, string Value)[] entries) =>
        new(name, $"ou={name},ou=automount,dc=example,dc=com", [.. entries.Select(e => new MapRecord(e.Key, e.Value))]);

    public static ImmutableArray<MapContent> Maps { get; } =
    [
        Map("auto.master", ("/home", "auto.home"), ("/-", "auto.direct")),
        Map("auto.home", ("*", "-fstype=nfs4,rw,nosuid,nodev nfs1.example.com:/exports/home/&")),
        Map("auto.direct", ("/data/tools", "-fstype=nfs4,ro nfs2.example.com:/exports/tools")),
    ];

    internal static UnitState Unit(string name, string active = "active", string result = "success") => new(
        name, "loaded", active, result, 100, Time, true);

    internal static DomainDirectory Domain(DirectoryOutcome outcome = DirectoryOutcome.Answered, string detail = "")
    {
        var answered = outcome == DirectoryOutcome.Answered;
        var server = new DirectoryServer("ldap://ldap.example.com", outcome, detail);
        var maps = answered ? Maps : [];
        DateTimeOffset? readAt = answered ? Time : null;
        return new("example.com", "ou=automount,dc=example,dc=com", "auto.master", [server], outcome, detail, maps, readAt);
    }

    internal static SssdConfiguration SssdConfiguration { get; } = new(
        ["nss", "autofs", "ifp"],
        [
            new SssdDomainSettings
            {
                Name = "example.com",
                Provider = "ldap",
                Uris = ["ldap://ldap.example.com"],
                Schema = AutofsSchema.Rfc2307Bis,
            },
        ],
        [],
        Time - TimeSpan.FromDays(1));

    internal static SssdSnapshot Sssd { get; } = new(
        SssdConfiguration,
        Unit("sssd.service"),
        null,
        [new SssdDomain("example.com", true)],
        null,
        ResponderOutcome.Answers,
        "",
        [.. Maps.Skip(1).Select(m => new SssdMap(m.Name, SssdMapOutcome.Read, m, TimeSpan.FromMilliseconds(2)) { ReadAt = Time })]);

    internal static AutomountSnapshot Automount { get; } =
        new(Unit("autofs.service"), null, ["sss", "files"], "auto.master", TimeSpan.FromSeconds(300), []);

    /// <summary>automount on a node with /home behind a symbolic link.</summary>
    internal static Observation<AutomountSnapshot> Linked { get; } = Seen(Automount with
    {
        Node = new() { Links = SymbolicLinks.Of([new("/home", "/var/home")]) },
    });

    internal static AutofsRoot Root(string point, string map, AutofsMountKind kind = AutofsMountKind.Indirect) =>
        new(point, map, kind, TimeSpan.FromSeconds(300), DaemonPid: 200) { Shared = true };

    internal static NfsMount Nfs(string point, string server, string path) => new(
        point, $"{server}:{path}", server, "0:50", 4, 2049, "192.168.77.12", true, point, new NfsStatistics(10, 5, 5, 0, 12, 5, 5));

    internal static MountsSnapshot Mounts { get; } = new(
        [Root("/home", "auto.home"), Root("/data/tools", "auto.direct", AutofsMountKind.Direct)],
        [Nfs("/data/tools", "nfs2.example.com", "/exports/tools")]);

    internal static ServerState Server(string host, ServerOutcome outcome = ServerOutcome.Up, bool mounted = false) => new(
        new ServerTarget(host, 4, 2049), "192.168.77.12", outcome, "", outcome == ServerOutcome.Up
            ? TimeSpan.FromMilliseconds(1)
            : null, 1, mounted);

    internal static ServersSnapshot Servers { get; } = new([Server("nfs1.example.com"), Server("nfs2.example.com", mounted: true)]);

    internal static RequiredPath Required(Readiness readiness = Readiness.Ready) =>
        new("/data/tools", readiness, "", "as a test wants it", "/data/tools", Time);

    private static readonly TimeSpan Later = TimeSpan.FromSeconds(20);

    /// <summary>A state after a second poll: what two views do not agree on counts only then.</summary>
    internal static NodeState Twice(NodeState state)
    {
        var later = state.WithKnownMaps();
        if (later.Directory is { Seen: { } directory } read)
        {
            var domains = directory.Domains.Select(
                domain => domain with { MapsReadAt = domain.MapsReadAt + Later, MapsCurrentAt = domain.MapsCurrentAt + Later });
            later = later with { Directory = read with { At = read.At + Later, Seen = directory with { Domains = [.. domains] } } };
        }

        if (later.Sssd is { Seen: { } sssd } served)
        {
            var maps = sssd.Maps.Select(map => map with { ReadAt = (map.ReadAt ?? served.At) + Later });
            later = later with { Sssd = served with { At = served.At + Later, Seen = sssd with { Maps = [.. maps] } } };
        }

        return later.WithKnownMaps();
    }

    internal static (ChainReport Report, FindingChanges Changes) Judge(NodeState state, ChainReport? before, DateTimeOffset time) =>
        ChainJudge.Judge(state, before, "node1", time);

    internal static NodeState Node { get; } = new()
    {
        Directory = Seen(new DirectorySnapshot([Domain()])),
        Sssd = Seen(Sssd),
        Automount = Seen(Automount),
        Servers = Seen(Servers),
        Mounts = Seen(Mounts),
        Pods = Seen(PodsSnapshot.Empty),
        Required = Seen(new RequiredSnapshot([Required()])),
    };
}
