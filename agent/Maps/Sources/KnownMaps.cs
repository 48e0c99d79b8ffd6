using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Automount.Maps.Sources;

/// <summary>
/// The maps that automount applies, as far as they are known: the master map from the first source that has it, and the maps that it names.
/// What follows
/// from them (servers, names) is worked out once, not at every look.
/// </summary>
public sealed class KnownMaps
{
    /// <summary>Required paths are resolved in every round: so many answers are remembered.</summary>
    private const int MostResolved = 4096;

    private readonly EntryContext basis;
    private readonly Lazy<MasterMap> master;
    private readonly Lazy<(IReadOnlyList<ServerTarget> Targets, IReadOnlyCollection<PortmapNeed> Needs)> servers;
    private readonly Lazy<PathResolver> resolver;
    private readonly Lazy<IReadOnlyList<string>> points;
    private readonly ConcurrentDictionary<string, PathResolution> resolved = new(StringComparer.Ordinal);

    private KnownMaps(MapContent? content, ImmutableArray<MapContent> maps, MapInputs inputs)
    {
        Inputs = inputs;
        Content = content;
        Maps = maps;
        var defaults = inputs.Node.Defaults;
        basis = defaults with { Variables = inputs.Node.Variables.SetItems(defaults.Variables) };
        master = new(() => content is null ? new MasterMap([], []) : MasterMap.Parse(content));
        servers = new(() => (NfsServers.Of(Master, maps, basis, inputs.Node.Binds, out var needs), needs));
        points = new(() =>
        [
            .. from root in Master.EffectiveMaps()
               from point in root.Kind == MasterEntryKind.Direct
                   ? maps.Where(map => map.Name == root.Map).SelectMany(map => map.Entries).Select(record => record.Key)
                   : [root.MountPoint]
               where point.StartsWith('/')
               select point,
        ]);
        resolver = new(() => new PathResolver(Master, ByName(maps), basis));
    }

    /// <summary>No map is known.</summary>
    public static KnownMaps None { get; } = new(null, [], MapInputs.None);

    /// <summary>Maps that were read from somewhere else than a node's own directory or sssd.</summary>
    /// <param name="master">The master map; null when there is none, then no map has a mount point.</param>
    /// <param name="maps">The other maps.</param>
    /// <param name="node">Where they are used; null when that is not known.</param>
    public static KnownMaps From(MapContent? master, ImmutableArray<MapContent> maps, NodeFacts? node = null) =>
        new(master, maps, MapInputs.None with { Node = node ?? NodeFacts.None });

    /// <summary>The master map, unparsed, what it includes in its place; null when it was never read.</summary>
    public MapContent? Content { get; }

    /// <summary>
    /// The other maps, each under the name by which the master map names it: those of the directory, and the files that the master map
    /// uses.
    /// </summary>
    public ImmutableArray<MapContent> Maps { get; }

    /// <summary>The copies that these maps were made of.</summary>
    public MapInputs Inputs { get; }

    /// <summary>The master map, parsed; empty when it was never read.</summary>
    public MasterMap Master => master.Value;

    /// <summary>The NFS servers that the maps name.</summary>
    public IReadOnlyList<ServerTarget> Servers => servers.Value.Targets;

    /// <summary>What the maps need of the portmappers of those servers.</summary>
    public IReadOnlyCollection<PortmapNeed> PortmapNeeds => servers.Value.Needs;

    /// <summary>The mount points of indirect maps and the keys of direct ones, as the maps have them.</summary>
    public IEnumerable<string> MountPoints => points.Value;

    /// <summary>What the maps say about a path.</summary>
    public PathResolution Resolve(string path) =>
        resolved.TryGetValue(path, out var known) || resolved.Count >= MostResolved ? known ?? resolver.Value.Resolve(path)
            : resolved.GetOrAdd(path, resolver.Value.Resolve);

    /// <summary>Whether automount makes a bind mount of what an NFS location names, because its host is the node itself.</summary>
    public bool Binds(string host, string options, MasterOptions root) => Inputs.Node.Binds(host, options, root);

    /// <summary>What the entries of one map are parsed with.</summary>
    public EntryContext ContextOf(MasterEntry entry) => entry.Context(basis);

    /// <summary>
    /// Takes the maps apart by what the master map names, and adds those of the directory that it does not: they are known as well.
    /// </summary>
    public static KnownMaps Of(MapInputs inputs)
    {
        var lookup = new MapLookup(inputs);
        var content = lookup.Master();
        var named = content is null ? [] : MasterMap.Parse(content).EffectiveMaps()
            .Where(e => e.Source is MapSource.Nsswitch or MapSource.Sss or MapSource.Ldap or MapSource.File && e.Map.Length > 0)
            .DistinctBy(e => e.Map)
            .Select(e => lookup.Map(e.Map, e.Source))
            .OfType<MapContent>();
        var masters = new[] { content?.Name, inputs.MasterMap };
        return new KnownMaps(content, [.. named.Concat(inputs.Served).DistinctBy(m => m.Name).Where(m => !masters.Contains(m.Name))], inputs);
    }

    private static Dictionary<string, MapContent> ByName(ImmutableArray<MapContent> maps) =>
        maps.DistinctBy(m => m.Name).ToDictionary(m => m.Name, StringComparer.Ordinal);
}
