using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Automount.Maps.Sources;

/// <summary>
/// The maps that automount applies, as far as they are known: the master map from the first source that has it, and the maps that it names.
/// Immutable. What follows from all entries is worked out by a <see cref="MapWalk"/>, what a path means is answered here.
/// </summary>
public sealed class KnownMaps
{
    /// <summary>Required paths are resolved in every collection cycle: this many answers are kept.</summary>
    private const int MaxResolved = 4096;

    private readonly EntryContext basis;
    private readonly Dictionary<string, MapContent> byName;
    private readonly Lazy<IReadOnlyList<string>> points;
    private readonly PathResolver resolver;
    private readonly ConcurrentDictionary<string, PathResolution> resolved = new(StringComparer.Ordinal);

    private KnownMaps(MapContent? content, MasterMap master, ImmutableArray<MapContent> maps, MapInputs inputs)
    {
        Inputs = inputs;
        Content = content;
        Master = master;
        Maps = maps;
        var defaults = inputs.Node.Defaults;
        basis = defaults with { Variables = inputs.Node.Variables.SetItems(defaults.Variables) };
        byName = maps.DistinctBy(m => m.Name).ToDictionary(m => m.Name, StringComparer.Ordinal);
        points = new(FindMountPoints);
        resolver = new PathResolver(master, byName, basis);
    }

    /// <summary>No map is known.</summary>
    public static KnownMaps None { get; } = From(null, []);

    /// <summary>Maps that were read from somewhere else than a node's own directory or sssd.</summary>
    /// <param name="master">The master map; null when there is none, then no map has a mount point.</param>
    /// <param name="maps">The other maps.</param>
    /// <param name="node">Where they are used; null when that is not known.</param>
    public static KnownMaps From(MapContent? master, ImmutableArray<MapContent> maps, NodeFacts? node = null) =>
        new(master, Parse(master), maps, MapInputs.None with { Node = node ?? NodeFacts.None });

    /// <summary>The master map, unparsed, with its includes in their place; null when it was never read.</summary>
    public MapContent? Content { get; }

    /// <summary>
    /// The other maps, each under the name by which the master map names it: those of the directory, and the files that the master map
    /// uses.
    /// </summary>
    public ImmutableArray<MapContent> Maps { get; }

    /// <summary>The copies that these maps were made of.</summary>
    public MapInputs Inputs { get; }

    /// <summary>The master map, parsed; empty when it was never read.</summary>
    public MasterMap Master { get; }

    /// <summary>The mount points of indirect maps and the keys of direct ones, as the maps have them.</summary>
    public IEnumerable<string> MountPoints => points.Value;

    /// <summary>The map of a name; null when it is not known. Of several with one name it is the first.</summary>
    public MapContent? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Whether a map does not exist, as far as is known: nobody has a copy, and its file is not there.</summary>
    /// <param name="name">Its name or path.</param>
    /// <param name="source">Where it comes from.</param>
    public bool IsMissing(string name, MapSource source) =>
        Find(name) is null && (FilePath(name, source) is not { } path || Inputs.Local.Lacks(path));

    /// <summary>The file of a map where it has not been looked for yet; null when it was, or the map cannot be a file.</summary>
    /// <param name="name">Name or path of the map.</param>
    /// <param name="source">Where it comes from.</param>
    public string? UnvisitedFile(string name, MapSource source) =>
        FilePath(name, source) is { } path && Inputs.Local.IsUnvisited(path) ? path : null;

    /// <summary>What the maps say about a path. Only the entries on the way are parsed.</summary>
    public PathResolution Resolve(string path)
    {
        if (resolved.TryGetValue(path, out var known))
        {
            return known;
        }

        return resolved.Count < MaxResolved ? resolved.GetOrAdd(path, resolver.Resolve) : resolver.Resolve(path);
    }

    /// <summary>What the maps say about a path of the mount table, which they may have on the other side of a symbolic link.</summary>
    public PathResolution ResolveKernelPath(string path) => Inputs.Node.Links.Spellings(path)
        .Select(Resolve)
        .FirstOrDefault(found => found.Root is not null) ?? Resolve(path);

    /// <summary>Whether automount makes a bind mount of what an NFS location names, because its host is the node itself.</summary>
    public bool Binds(string host, string options, MasterOptions root) => Inputs.Node.Binds(host, options, root);

    /// <summary>A mount point as the kernel's mount table has it: symbolic links are followed.</summary>
    /// <param name="point">A mount point of the master map, or a key of a direct map.</param>
    public string KernelPath(string point) => Inputs.Node.Links.Canonical(point.Length > 1 ? point.TrimEnd('/') : point);

    /// <summary>What the entries of one map are parsed with.</summary>
    public EntryContext ContextOf(MasterEntry entry) => entry.Context(basis);

    /// <summary>
    /// Looks up the maps that the master map names, and adds those of the directory that it does not name: they are known as well.
    /// </summary>
    public static KnownMaps Of(MapInputs inputs)
    {
        var lookup = new MapLookup(inputs);
        var content = lookup.Master();
        var master = Parse(content);
        var named = master.EffectiveMaps()
            .Where(IsLookedUp)
            .DistinctBy(e => e.Map)
            .Select(e => lookup.Map(e.Map, e.Source))
            .OfType<MapContent>();
        var submounts = inputs.Local.Submounts.Select(name => lookup.Map(name, MapSource.Nsswitch)).OfType<MapContent>();
        var unnamed = inputs.Local.Unnamed.Select(path => lookup.File(path, isMaster: false)).OfType<MapContent>();
        var maps = named.Concat(submounts).Concat(inputs.Served).Concat(unnamed)
            .DistinctBy(m => m.Name)
            .Where(m => m.Name != content?.Name && m.Name != inputs.MasterMap[(inputs.MasterMap.LastIndexOf('/') + 1)..]);
        return new KnownMaps(content, master, [.. maps], inputs);
    }

    /// <summary>The file that a map may be; null when it cannot be one.</summary>
    private string? FilePath(string name, MapSource source)
    {
        if (name.StartsWith('/'))
        {
            return name;
        }

        var isFile = source == MapSource.File || (source == MapSource.Nsswitch && Inputs.Sources.Any(s => s.IsFiles));
        return isFile && name.Length > 0 ? MapLookup.Folder + name : null;
    }

    private static MasterMap Parse(MapContent? master) => master is null ? new MasterMap([], []) : MasterMap.Parse(master);

    private static bool IsLookedUp(MasterEntry entry) => entry.Map.Length > 0 && entry.Kind != MasterEntryKind.Unsupported
        && entry.Source is MapSource.Nsswitch or MapSource.Sss or MapSource.Ldap or MapSource.File;

    private IReadOnlyList<string> FindMountPoints()
    {
        var found = new List<string>();
        foreach (var root in Master.EffectiveMaps())
        {
            if (root.Kind == MasterEntryKind.Direct)
            {
                found.AddRange(Find(root.Map)?.Entries.Select(record => record.Key) ?? []);
            }
            else
            {
                found.Add(root.MountPoint);
            }
        }

        found.RemoveAll(point => !point.StartsWith('/'));
        return found;
    }
}
