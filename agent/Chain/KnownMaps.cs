using System.Collections.Concurrent;
using System.Collections.Immutable;
using AutomountAgent.Maps;
using AutomountAgent.Native;
using AutomountAgent.Observe.Server;
using AutomountAgent.Observe.Sssd;

namespace AutomountAgent.Chain;

/// <summary>
/// The best copy of the maps that is known: what LDAP holds, where LDAP cannot be read what sssd serves, and the last copy known where neither can.
/// What follows from it (servers, names) is worked out once, not at every look.
/// </summary>
public sealed class KnownMaps
{
    private static readonly ImmutableDictionary<string, string> Variables =
        LibCUname.Read() is var node ? MapVariables.OfNode(node.Node, node.Machine, node.Release, node.Version) : [];

    /// <summary>Required paths are resolved in every round: so many answers are remembered.</summary>
    private const int MostResolved = 4096;

    private readonly Lazy<MasterMap> master;
    private readonly Lazy<IReadOnlyList<ServerTarget>> servers;
    private readonly Lazy<PathResolver> resolver;
    private readonly Lazy<IReadOnlyList<string>> points;
    private readonly ConcurrentDictionary<string, PathResolution> resolved = new(StringComparer.Ordinal);

    private KnownMaps(MapContent? content, ImmutableArray<MapContent> maps)
    {
        Content = content;
        Maps = maps;
        master = new(() => content is null ? new MasterMap([], []) : MasterMap.Parse(content));
        servers = new(() => NfsServers.Of(Master, maps, Variables));
        points = new(() =>
        [
            .. from root in Master.Effective()
               from point in root.Kind == MasterEntryKind.Direct
                   ? maps.Where(map => map.Name == root.Map).SelectMany(map => map.Entries).Select(record => record.Key)
                   : [root.MountPoint]
               where point.StartsWith('/')
               select point,
        ]);
        resolver = new(() => new PathResolver(Master, ByName(maps), Variables));
    }

    /// <summary>No map is known.</summary>
    public static KnownMaps None { get; } = new(null, []);

    /// <summary>Maps that were read from somewhere else than a node's own directory or sssd.</summary>
    /// <param name="master">The master map; null when there is none, then no map has a mount point.</param>
    /// <param name="maps">The other maps.</param>
    public static KnownMaps From(MapContent? master, ImmutableArray<MapContent> maps) => new(master, maps);

    /// <summary>The master map, unparsed; null when it was never read.</summary>
    public MapContent? Content { get; }

    /// <summary>The other maps.</summary>
    public ImmutableArray<MapContent> Maps { get; }

    /// <summary>The master map, parsed; empty when it was never read.</summary>
    public MasterMap Master => master.Value;

    /// <summary>The NFS servers that the maps name.</summary>
    public IReadOnlyList<ServerTarget> Servers => servers.Value;

    /// <summary>The mount points of indirect maps and the keys of direct ones, as the maps have them.</summary>
    public IEnumerable<string> MountPoints => points.Value;

    /// <summary>What the maps say about a path.</summary>
    public PathResolution Resolve(string path) =>
        resolved.TryGetValue(path, out var known) || resolved.Count >= MostResolved ? known ?? resolver.Value.Resolve(path)
            : resolved.GetOrAdd(path, resolver.Value.Resolve);

    /// <summary>What the entries of one map are parsed with.</summary>
    public static EntryContext ContextOf(MasterEntry entry) => entry.Context(Variables);

    /// <summary>The maps that are known in a new state. The same instance, unless a copy was read since.</summary>
    /// <param name="state">The state, with the maps that were known before.</param>
    public static KnownMaps Of(NodeState state)
    {
        var before = state.Maps;
        foreach (var domain in state.Directory?.Seen?.Domains ?? [])
        {
            if (!domain.Maps.IsEmpty)
            {
                var content = domain.Maps.FirstOrDefault(m => m.Name == domain.MasterMap);
                return Same(before, content, domain.Maps) ? before : new KnownMaps(content, domain.Maps.Remove(content!));
            }
        }

        var served = state.Sssd?.Seen?.Maps.Where(m => m.Outcome == SssdMapOutcome.Read).Select(m => m.Content!).ToImmutableArray() ?? [];
        return served.IsEmpty || Same(before, before.Content, served) ? before : new KnownMaps(before.Content, served);
    }

    private static bool Same(KnownMaps before, MapContent? content, ImmutableArray<MapContent> maps) =>
        ReferenceEquals(before.Content, content) &&
        before.Maps.AsSpan().SequenceEqual(maps.Where(m => m != content).ToArray(), ReferenceComparer.Instance);

    private static Dictionary<string, MapContent> ByName(ImmutableArray<MapContent> maps) =>
        maps.DistinctBy(m => m.Name).ToDictionary(m => m.Name, StringComparer.Ordinal);

    /// <summary>Maps are compared by instance: comparing their content at every look would cost more than what it saves.</summary>
    private sealed class ReferenceComparer : IEqualityComparer<MapContent>
    {
        public static readonly ReferenceComparer Instance = new();

        public bool Equals(MapContent? a, MapContent? b) => ReferenceEquals(a, b);

        public int GetHashCode(MapContent map) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(map);
    }
}
