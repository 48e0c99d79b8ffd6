using System.Collections.Immutable;
using Automount.Findings;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>The findings about all maps, in the order in which the maps are met, the master map first.</summary>
/// <param name="master">The master map; null when there is none.</param>
/// <param name="listed">How many findings of one code are listed for one map.</param>
/// <param name="silence">What is only counted.</param>
internal sealed class FindingSheets(MapContent? master, int listed, Silence silence)
{
    private readonly List<FindingSheet> sheets = [];
    private readonly Dictionary<string, FindingSheet> byMap = new(StringComparer.Ordinal);

    /// <summary>The findings about the master map.</summary>
    public FindingSheet Master { get; } = new(master?.Name ?? "", master?.File, null, listed, silence, isMaster: true);

    /// <summary>A new sheet for one use of a map.</summary>
    public FindingSheet Of(MapUse use) => Add(use.Map, use.IsDirect || use.Root.MountPoint.Length == 0 ? null : use.Root.MountPoint);

    /// <summary>The sheet of a map, of its first use when it is used.</summary>
    public FindingSheet Of(MapContent map) => byMap.GetValueOrDefault(map.Name) ?? Add(map, null);

    /// <summary>What is on all the sheets.</summary>
    public Criticism Sum()
    {
        FindingSheet[] all = [Master, .. sheets];
        return new Criticism(
            [.. all.SelectMany(s => s.Findings()).DistinctBy(f => f.Identity)],
            all.SelectMany(s => s.Silenced()).GroupBy(s => s.Key).ToImmutableDictionary(g => g.Key, g => g.Sum(s => s.Value)));
    }

    private FindingSheet Add(MapContent map, string? root)
    {
        var sheet = new FindingSheet(map.Name, map.File, root, listed, silence);
        sheets.Add(sheet);
        byMap.TryAdd(map.Name, sheet);
        return sheet;
    }
}
