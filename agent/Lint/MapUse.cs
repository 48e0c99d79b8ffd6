using Automount.Maps;

namespace Automount.Lint;

/// <summary>
/// A map as one entry of the master map uses it, itself or through a submount: its entries mean something only in that light.
/// </summary>
/// <param name="Map">The map.</param>
/// <param name="Root">The entry of the master map.</param>
/// <param name="IsDirect">Keys are absolute paths.</param>
/// <param name="Context">What its entries are parsed with.</param>
/// <param name="Site">All the maps, and the node.</param>
internal sealed record MapUse(MapContent Map, MasterEntry Root, bool IsDirect, EntryContext Context, Site Site)
{
    /// <summary>
    /// automount reads the whole map at once, not key by key: a direct map, or one whose keys are shown before they are mounted.
    /// </summary>
    public bool IsReadWhole => IsDirect || (Root.Options.Browse ?? Site.Node.Browse);

    /// <summary>What its mount options mean.</summary>
    public OptionJudge Options { get; } = new(Context.Options, HoldsHomes(Map.Name, IsDirect ? "" : Root.MountPoint));

    /// <summary>Whether users' homes are in a map, as far as names tell.</summary>
    public static bool HoldsHomes(string map, string mountPoint) =>
        map.Contains("home", StringComparison.OrdinalIgnoreCase) ||
        mountPoint.Contains("home", StringComparison.OrdinalIgnoreCase) ||
        mountPoint.EndsWith("/users", StringComparison.Ordinal);
}

/// <summary>An entry of a map, parsed once for all rules.</summary>
/// <param name="Use">The map.</param>
/// <param name="Record">The entry as it is written.</param>
/// <param name="Entry">What it means; null when automount refuses it.</param>
/// <param name="Error">Why automount refuses it.</param>
internal readonly record struct JudgedEntry(MapUse Use, MapRecord Record, MapEntry? Entry, EntryError? Error)
{
    /// <summary>Whether it stands for every key that the map does not have.</summary>
    public bool IsWildcard => Record.Key is "*" or "/";
}

/// <summary>A rule about one entry, run a million times over: it allocates nothing unless it finds something.</summary>
internal delegate void EntryRule(in JudgedEntry entry, FindingSheet sheet);

/// <summary>A rule about the entries of one map together. Linear in their number.</summary>
internal delegate void MapRule(MapUse use, FindingSheet sheet);

/// <summary>A rule about the master map and how the maps hang together. Linear in the number of maps and of direct keys.</summary>
internal delegate void MasterRule(Site site, FindingSheets sheets);
