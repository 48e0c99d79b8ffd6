using Automount.Catalog;

namespace Automount.Lint;

/// <summary>Maps that are used and have nothing in them.</summary>
internal static class EmptyMapRules
{
    /// <summary>Checks whether a map has entries. What its source skips is a fault of its own.</summary>
    public static void Check(LintedMap map, FindingCollector findings)
    {
        if (!map.Use.IsUnused && map.Map.Entries.IsEmpty && map.Map.Dropped.IsEmpty)
        {
            findings.AddForMap(MapMasterFindings.EmptyMap, $"map {findings.Map} has no entries", map.Map.Dn);
        }
    }
}
