using Automount.Catalog;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>
/// Keys that are in a map more than once, that only a case-exact directory tells apart, and entries that nobody hands out.
/// </summary>
internal static class SiblingRules
{
    /// <summary>Judges the keys of a map together.</summary>
    public static void Judge(MapUse use, FindingSheet sheet)
    {
        Dropped(use.Map, sheet);
        var first = new Dictionary<string, MapRecord>(use.Map.Entries.Length, StringComparer.OrdinalIgnoreCase);
        foreach (var record in use.Map.Entries)
        {
            if (first.TryAdd(record.Key, record))
            {
                continue;
            }

            var other = first[record.Key];
            if (other.Key == record.Key)
            {
                Duplicate(other, record, sheet);
            }
            else if (IsCaseIgnored(record.Dn) && sheet.Takes(MapKeyFindings.CaseCollision, record))
            {
                sheet.Add(MapKeyFindings.CaseCollision, record, $"keys {FindingSheet.Name(other.Key)} and {FindingSheet.Name(record.Key)} of {sheet.Map} differ by case only, which LDAP does not tell apart");
            }
        }
    }

    private static void Dropped(MapContent map, FindingSheet sheet)
    {
        foreach (var (record, reason) in map.Dropped)
        {
            var (kind, what) = reason switch
            {
                DropReason.SeveralKeys => (MapKeyFindings.SeveralValues, "has several keys: sssd skips it"),
                DropReason.SeveralValues => (MapKeyFindings.SeveralValues, "has several values: sssd skips it"),
                DropReason.NoKey => (MapKeyFindings.IncompleteEntry, "has no key: it is skipped"),
                DropReason.NoValue => (MapKeyFindings.IncompleteEntry, "has no value: it is skipped"),
                DropReason.KeyTooLong => (MapKeyFindings.SkippedLine, "has a key of more than 255 bytes: automount skips it"),
                DropReason.ValueTooLong => (MapKeyFindings.SkippedLine, "is longer than 16384 bytes: automount skips it"),
                DropReason.BadKey => (MapKeyFindings.SkippedLine, "has a key with a control character or one that is not ASCII: automount skips it"),
                DropReason.UnclosedQuote => (MapKeyFindings.SkippedLine, "has a double quote that is not closed: automount skips it"),
                DropReason.IndentedLine => (MapKeyFindings.SkippedLine, "is followed by an indented line without a backslash before it: automount skips both"),
                DropReason.BadLine => (MapKeyFindings.SkippedLine, "begins in a way that automount does not read: automount skips it"),
                _ => (MapKeyFindings.SkippedLine, "is not finished at the end of the file: automount skips it"),
            };
            if (sheet.Takes(kind, record))
            {
                sheet.Add(kind, record, $"entry {FindingSheet.Name(record.Key.Length > 0 ? record.Key : record.Dn ?? "")} of {sheet.Map} {what}");
            }
        }
    }

    private static void Duplicate(MapRecord other, MapRecord record, FindingSheet sheet)
    {
        if (sheet.Takes(MapKeyFindings.DuplicateKey, record))
        {
            var what = other.Value == record.Value ? "with the same entry" : "with different entries, of which automount uses one";
            sheet.Add(MapKeyFindings.DuplicateKey, record, $"key {FindingSheet.Name(record.Key)} is in {sheet.Map} more than once, {what}");
        }
    }

    /// <summary>
    /// Keys in the attribute <c>cn</c> (rfc2307, AD, the ou/cn schema) are compared without case; <c>automountKey</c> is not.
    /// </summary>
    private static bool IsCaseIgnored(string? dn) => dn is not null && dn.StartsWith("cn=", StringComparison.OrdinalIgnoreCase);
}
