using Automount.Catalog;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>
/// Keys that are in a map more than once, keys that only a case-exact directory distinguishes, and entries that no source hands out.
/// </summary>
internal static class SiblingRules
{
    /// <summary>Checks the keys of a map together.</summary>
    public static void Check(LintedMap map, FindingCollector findings)
    {
        DroppedRules.Check(map.Map, findings);
        var comparer = IsCaseExact(map.Map) ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        if (IsAscending(map.Map, comparer))
        {
            return;
        }

        var first = new Dictionary<string, MapRecord>(map.Map.Entries.Length, comparer);
        foreach (var record in map.Map.Entries)
        {
            if (!first.TryAdd(record.Key, record))
            {
                Pair(map.Map, first[record.Key], record, findings);
            }
        }
    }

    /// <summary>Whether no two keys of a map can be taken for the same that differ by case.</summary>
    private static bool IsCaseExact(MapContent map) => map.KeyAttribute is { } attribute
        ? !attribute.Equals("cn", StringComparison.OrdinalIgnoreCase)
        : map.Entries is [] or [{ Dn: null }, ..] && map.File is not null;

    /// <summary>Many maps are sorted: then no key is there twice, and that is seen without a table of all of them.</summary>
    private static bool IsAscending(MapContent map, StringComparer comparer)
    {
        for (var i = 1; i < map.Entries.Length; i++)
        {
            if (comparer.Compare(map.Entries[i - 1].Key, map.Entries[i].Key) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Two entries whose keys are equal, at least without regard to case.</summary>
    private static void Pair(MapContent map, MapRecord first, MapRecord second, FindingCollector findings)
    {
        if (first.Key == second.Key)
        {
            if (findings.ShouldList(MapKeyFindings.DuplicateKey, second))
            {
                var key = FindingCollector.Escape(second.Key);
                var what = first.Value == second.Value ? "with the same entry" : "with different entries, of which automount uses one";
                findings.AddForKey(MapKeyFindings.DuplicateKey, second, $"key {key} is in {findings.Map} more than once, {what}");
            }
        }
        else if (IsCaseIgnored(map, second) && findings.ShouldList(MapKeyFindings.CaseCollision, second))
        {
            var keys = $"keys {FindingCollector.Escape(first.Key)} and {FindingCollector.Escape(second.Key)} of {findings.Map}";
            findings.AddForKey(MapKeyFindings.CaseCollision, second, $"{keys} differ by case only, which LDAP does not tell apart");
        }
    }

    /// <summary>
    /// Keys in the attribute <c>cn</c> (rfc2307, AD, the ou/cn schema) are compared without case; <c>automountKey</c> is not. Where the
    /// schema is not known the DN tells.
    /// </summary>
    private static bool IsCaseIgnored(MapContent map, MapRecord record) => map.KeyAttribute is { } attribute
        ? attribute.Equals("cn", StringComparison.OrdinalIgnoreCase)
        : record.Dn?.StartsWith("cn=", StringComparison.OrdinalIgnoreCase) == true;
}
