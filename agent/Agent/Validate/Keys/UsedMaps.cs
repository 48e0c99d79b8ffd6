using Automount.Maps;
using Automount.Maps.Sources;

namespace AutomountAgent.Validate.Keys;

/// <summary>Every use of every map, and where it is mounted. Linear in the number of entries.</summary>
internal sealed class UsedMaps
{
    /// <summary>automount nests submounts without a limit. No site nests them deeper than this on purpose.</summary>
    private const int MaxDepth = 10;

    private readonly List<MapUse> all = [];
    private readonly Dictionary<string, Submount> submounts = new(StringComparer.Ordinal);
    private readonly HashSet<string> ofMaster = new(StringComparer.Ordinal);

    /// <summary>The uses of some maps.</summary>
    public UsedMaps(KnownMaps maps)
    {
        foreach (var root in maps.Master.EffectiveMaps().Where(r => r.Kind is MasterEntryKind.Indirect or MasterEntryKind.Direct))
        {
            if (maps.Find(root.Map) is { } map)
            {
                ofMaster.Add(map.Name);
                all.Add(new MapUse(map, root, root.Kind == MasterEntryKind.Direct, maps.ContextOf(root)));
            }
        }

        var visitor = new Visitor();
        var walk = new MapWalk(maps);
        walk.Run(visitor);
        all.AddRange(visitor.Uses.Where(use => !ofMaster.Contains(use.Map.Name)));
        foreach (var submount in walk.Submounts)
        {
            submounts.TryAdd(submount.To, submount);
        }
    }

    /// <summary>The uses: those of the master map in its order, then submounts, then the maps that nothing uses.</summary>
    public IReadOnlyList<MapUse> All => all;

    /// <summary>Where the keys of a map are mounted: empty for a direct map, null when nothing that is known uses it.</summary>
    public string? MountPointOf(MapUse use, int depth = 0)
    {
        if (ofMaster.Contains(use.Map.Name))
        {
            return use.IsDirect ? "" : use.Root.MountPoint;
        }

        if (use.IsUnused || depth > MaxDepth || !submounts.TryGetValue(use.Map.Name, out var submount))
        {
            return null;
        }

        var (from, record) = (submount.From, submount.Record);
        var (entry, _) = EntryParser.Parse(record.IsWildcard ? MapWalk.WildcardKey : record.Key, record.Value, from.Context);
        var offset = entry?.Mounts.FirstOrDefault(m => m.Kind == MountKind.Submount && SubmountMap.Name(m) == use.Map.Name)?.Offset;
        if (MountPointOf(from, depth + 1) is not { } above || offset is null)
        {
            return null;
        }

        var below = from.IsDirect ? record.Key : $"/{record.Key}";
        return MountPath.Join(MountPath.Join(above, below), offset);
    }

    /// <summary>Needs the entries of those maps alone that may have a submount.</summary>
    private sealed class Visitor : IMapVisitor
    {
        public List<MapUse> Uses { get; } = [];

        public bool Enter(MapUse use)
        {
            Uses.Add(use);
            return use.Context.Options.Contains("autofs", StringComparison.Ordinal)
                || use.Map.Entries.Any(e => e.Value.Contains("autofs", StringComparison.Ordinal));
        }

        public void Visit(in ParsedEntry entry)
        {
        }
    }
}
