using Automount.Maps;
using Automount.Maps.Sources;

namespace Automount.Lint;

/// <summary>All the maps, how they hang together, and the node.</summary>
/// <param name="maps">The maps.</param>
/// <param name="node">The node.</param>
internal sealed class Site(KnownMaps maps, NodeFacts node)
{
    private readonly Dictionary<string, MapContent> byName = maps.Maps.DistinctBy(m => m.Name).ToDictionary(m => m.Name, StringComparer.Ordinal);
    private readonly Queue<MapUse> waiting = new();
    private readonly HashSet<(string Map, bool IsDirect, string Options)> used = [];
    private readonly HashSet<(string From, string To)> known = [];
    private readonly List<Submount> submounts = [];

    /// <summary>The maps.</summary>
    public KnownMaps Maps => maps;

    /// <summary>The node.</summary>
    public NodeFacts Node => node;

    /// <summary>The entries of the master map that take effect.</summary>
    public IReadOnlyList<MasterEntry> Roots { get; } = [.. maps.Master.Effective()];

    /// <summary>Which map mounts which other one below itself; each pair once.</summary>
    public IReadOnlyList<Submount> Submounts => submounts;

    /// <summary>Whether there is a map of this name.</summary>
    public bool Has(string map) => byName.ContainsKey(map);

    /// <summary>The map of a name; null when there is none.</summary>
    public MapContent? Find(string map) => byName.GetValueOrDefault(map);

    /// <summary>
    /// Every map as it is used, first those of the master map, then those that are met on the way. A map that is used twice alike comes
    /// once.
    /// </summary>
    /// <param name="unusedToo">Last also those that nothing uses, each by itself: as a direct map when all its keys are paths.</param>
    public IEnumerable<MapUse> Uses(bool unusedToo)
    {
        foreach (var root in Roots.SelectMany(r => r.Maps).Where(r => r.Kind is MasterEntryKind.Indirect or MasterEntryKind.Direct))
        {
            Use(root.Map, root, root.Kind == MasterEntryKind.Direct, maps.ContextOf(root));
        }

        foreach (var use in Waiting())
        {
            yield return use;
        }

        var names = used.Select(u => u.Map).ToHashSet(StringComparer.Ordinal);
        foreach (var map in unusedToo ? maps.Maps.Where(m => !names.Contains(m.Name)) : [])
        {
            var isDirect = map.Entries.Length > 0 && map.Entries.All(e => e.Key is "*" || e.Key.Length > 1 && e.Key[0] == '/');
            var kind = isDirect ? MasterEntryKind.Direct : MasterEntryKind.Indirect;
            var root = new MasterEntry(isDirect ? MasterEntry.DirectMountPoint : "", kind, MapSource.Nsswitch, map.Name, new MasterOptions(), new MapRecord("", ""));
            Use(map.Name, root, isDirect, maps.ContextOf(root));
            foreach (var use in Waiting())
            {
                yield return use;
            }
        }
    }

    private IEnumerable<MapUse> Waiting()
    {
        while (waiting.TryDequeue(out var use))
        {
            yield return use;
        }
    }

    /// <summary>
    /// Notes that an entry mounts another map below itself, which is judged in its turn, once however many entries use it.
    /// </summary>
    public void Meet(in JudgedEntry entry, EntryMount mount)
    {
        if (SubmountMap.Name(mount) is { } name && known.Add((entry.Use.Map.Name, name)))
        {
            submounts.Add(new Submount(entry.Use.Map, entry.Record, name));
            if (used.All(u => u.Map != name))
            {
                Use(name, entry.Use.Root, false, entry.Use.Context with { Options = MountOptions.WithoutFileSystem(mount.Options) });
            }
        }
    }

    private void Use(string map, MasterEntry root, bool isDirect, EntryContext context)
    {
        if (byName.TryGetValue(map, out var content) && used.Add((map, isDirect, context.Options)))
        {
            waiting.Enqueue(new MapUse(content, root, isDirect, context, this));
        }
    }
}

/// <summary>One map mounts another below itself (<c>-fstype=autofs</c>).</summary>
/// <param name="From">The map.</param>
/// <param name="Record">Its first entry that does.</param>
/// <param name="To">Name of the other map.</param>
internal sealed record Submount(MapContent From, MapRecord Record, string To);
