using Automount.Catalog;
using Automount.Findings;
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
        Dropped(map.Map, findings);
        var first = new Dictionary<string, MapRecord>(map.Map.Entries.Length, StringComparer.OrdinalIgnoreCase);
        foreach (var record in map.Map.Entries)
        {
            if (!first.TryAdd(record.Key, record))
            {
                Pair(first[record.Key], record, findings);
            }
        }
    }

    private static void Dropped(MapContent map, FindingCollector findings)
    {
        foreach (var (record, reason) in map.Dropped)
        {
            var (kind, what) = OfReason(reason);
            if (findings.ShouldList(kind, record))
            {
                var name = record.Key.Length > 0 ? record.Key : record.Dn ?? "";
                findings.AddForKey(kind, record, $"entry {FindingCollector.Escape(name)} of {findings.Map} {what}");
            }
        }
    }

    private static (FindingKind Kind, string What) OfReason(DropReason reason) => reason switch
    {
        DropReason.SeveralKeys => (MapKeyFindings.SeveralValues, "has several keys: sssd skips it"),
        DropReason.SeveralValues => (MapKeyFindings.SeveralValues, "has several values: sssd skips it"),
        DropReason.NoKey => (MapKeyFindings.IncompleteEntry, "has no key: it is skipped"),
        DropReason.NoValue => (MapKeyFindings.IncompleteEntry, "has no value: it is skipped"),
        DropReason.KeyTooLong => (MapKeyFindings.SkippedLine, "has a key of more than 255 bytes: automount skips it"),
        DropReason.ValueTooLong => (MapKeyFindings.SkippedLine, "is longer than 16384 bytes: automount skips it"),
        DropReason.BadKey =>
            (MapKeyFindings.SkippedLine, "has a key with a control character or one that is not ASCII: automount skips it"),
        DropReason.UnclosedQuote => (MapKeyFindings.SkippedLine, "has a double quote that is not closed: automount skips it"),
        DropReason.IndentedLine =>
            (MapKeyFindings.SkippedLine, "is followed by an indented line without a backslash before it: automount skips both"),
        DropReason.BadLine => (MapKeyFindings.SkippedLine, "begins in a way that automount does not read: automount skips it"),
        _ => (MapKeyFindings.SkippedLine, "is not finished at the end of the file: automount skips it"),
    };

    /// <summary>Two entries whose keys are equal, at least without regard to case.</summary>
    private static void Pair(MapRecord first, MapRecord second, FindingCollector findings)
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
        else if (IsCaseIgnored(second.Dn) && findings.ShouldList(MapKeyFindings.CaseCollision, second))
        {
            var keys = $"keys {FindingCollector.Escape(first.Key)} and {FindingCollector.Escape(second.Key)} of {findings.Map}";
            findings.AddForKey(MapKeyFindings.CaseCollision, second, $"{keys} differ by case only, which LDAP does not tell apart");
        }
    }

    /// <summary>
    /// Keys in the attribute <c>cn</c> (rfc2307, AD, the ou/cn schema) are compared without case; <c>automountKey</c> is not.
    /// </summary>
    private static bool IsCaseIgnored(string? dn) => dn is not null && dn.StartsWith("cn=", StringComparison.OrdinalIgnoreCase);
}
