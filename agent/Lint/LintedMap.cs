using Automount.Maps;
using Automount.Maps.Sources;

namespace Automount.Lint;

/// <summary>A map as one entry of the master map uses it, on one node.</summary>
/// <param name="Use">The map.</param>
/// <param name="Node">The node.</param>
internal sealed record LintedMap(MapUse Use, NodeFacts Node)
{
    /// <summary>The entries as they are written.</summary>
    public MapContent Map => Use.Map;

    /// <summary>The entry of the master map.</summary>
    public MasterEntry Root => Use.Root;

    /// <summary>Keys are absolute paths.</summary>
    public bool IsDirect => Use.IsDirect;

    /// <summary>
    /// automount reads the map as a whole, not key by key: a direct map, or one whose keys are shown before they are mounted.
    /// </summary>
    public bool IsReadWhole => IsDirect || (Root.Options.Browse ?? Node.Browse);

    /// <summary>Checks the mount options of its entries.</summary>
    public OptionChecker Options { get; } =
        new(Use.Context.Options, new(IsOfHomes(Use), Node.NfsDefaultProtocol));

    /// <summary>Its entries are users' homes, judging by names.</summary>
    public bool HoldsHomes => IsOfHomes(Use);

    /// <summary>Whether users' homes are in a map, judging by names.</summary>
    public static bool IsOfHomes(string map, string mountPoint) =>
        map.Contains("home", StringComparison.OrdinalIgnoreCase) ||
        mountPoint.Contains("home", StringComparison.OrdinalIgnoreCase) ||
        mountPoint.EndsWith("/users", StringComparison.Ordinal);

    private static bool IsOfHomes(MapUse use) => IsOfHomes(use.Map.Name, use.IsDirect ? "" : use.Root.MountPoint);
}

/// <summary>An entry of a map, parsed.</summary>
/// <param name="Map">The map.</param>
/// <param name="Record">The entry as it is written.</param>
/// <param name="Entry">What it means; null when automount refuses it.</param>
/// <param name="Error">Why automount refuses it.</param>
internal readonly record struct LintedEntry(LintedMap Map, MapRecord Record, MapEntry? Entry, EntryError? Error)
{
    /// <summary>Whether it stands for every key that the map does not have.</summary>
    public bool IsWildcard => Record.IsWildcard;

    /// <summary>Its key, as it may stand in a message.</summary>
    public string Key => FindingCollector.Escape(Record.Key);

    /// <summary>The column of a text in the value, from 1; 1 when it is not there as it is.</summary>
    public int Column(string text) => Math.Max(Record.Value.IndexOf(text, StringComparison.Ordinal), 0) + 1;
}

/// <summary>A rule about one entry. It runs for a million entries, so it allocates nothing unless it finds something.</summary>
internal delegate void EntryRule(in LintedEntry entry, FindingCollector findings);

/// <summary>A rule about the entries of one map together. Linear in their number.</summary>
internal delegate void MapRule(LintedMap map, FindingCollector findings);

/// <summary>A rule about the master map and how maps refer to each other. Linear in the number of maps and of direct keys.</summary>
internal delegate void MasterRule(LintContext context, FindingCollectors findings);
