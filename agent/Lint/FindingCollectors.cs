using System.Collections.Immutable;
using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;

namespace Automount.Lint;

/// <summary>The findings about all maps, in the order in which the maps are visited, the master map first.</summary>
/// <param name="master">The master map; null when there is none.</param>
/// <param name="maxListed">How many entries of one code are listed for one map, and how many faults of one entry.</param>
/// <param name="silence">What is only counted.</param>
internal sealed class FindingCollectors(MapContent? master, int maxListed, Silence silence)
{
    private readonly List<FindingCollector> collectors = [];
    private readonly Dictionary<ImmutableArray<MapRecord>, string> names = [];
    private readonly Dictionary<string, FindingCollector> byMap = new(StringComparer.Ordinal);
    private FindingCollector? ofMaster;

    /// <summary>What comments of map files allow, and which of them were needed.</summary>
    public AllowedFindings Allowed { get; } = new();

    /// <summary>The findings about the master map.</summary>
    public FindingCollector Master => ofMaster ??=
        new(
            master?.Name ?? "",
            master?.File,
            null,
            master?.Entries.Length ?? 0,
            maxListed,
            silence,
            Allowed,
            master?.Allowed,
            isMaster: true);

    /// <summary>A new collector for one use of a map.</summary>
    public FindingCollector For(MapUse use) => Add(use.Map, use.IsDirect || use.Root.MountPoint.Length == 0 ? null : use.Root.MountPoint);

    /// <summary>The collector of a map: that of its first use, or a new one when it is not used.</summary>
    public FindingCollector For(MapContent map) => byMap.GetValueOrDefault(map.Name) ?? Add(map, null);

    /// <summary>The collector of a map that was checked; null of another one.</summary>
    public FindingCollector? Find(string map) => byMap.GetValueOrDefault(map);

    /// <summary>The findings of all collectors.</summary>
    public LintResult Sum()
    {
        FindingCollector[] all = [Master, .. collectors];
        return new LintResult(
            [.. all.SelectMany(c => c.Findings()).GroupBy(f => (f.Map, f.Kind)).Select(OfUses).Where(f => f.Count > 0)],
            all.SelectMany(c => c.Silenced()).GroupBy(s => s.Key).ToImmutableDictionary(g => g.Key, g => g.Sum(s => s.Value)));
    }

    /// <summary>A file that the master map calls by two names is one map: its faults count once.</summary>
    private string FirstName(MapContent map) =>
        map.Entries.IsEmpty || names.TryAdd(map.Entries, map.Name) ? map.Name : names[map.Entries];

    /// <summary>What is wrong with a map is wrong in each of its uses: it counts once.</summary>
    private static ListedFindings OfUses(IEnumerable<ListedFindings> uses)
    {
        var first = uses.First();
        ImmutableArray<Finding> listed = [.. uses.SelectMany(u => u.Listed).DistinctBy(f => f.Identity)];
        return first with { Listed = listed, Count = Math.Max(listed.Length, uses.Max(u => u.Count)) };
    }

    private FindingCollector Add(MapContent map, string? root)
    {
        var collector = new FindingCollector(
            FirstName(map), map.File, root, map.Entries.Length, maxListed, silence, Allowed, map.Allowed);
        collectors.Add(collector);
        byMap.TryAdd(map.Name, collector);
        return collector;
    }
}
