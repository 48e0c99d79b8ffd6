using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>Entries that no source hands out: what sssd skips of a directory, and automount's file reader of a file.</summary>
internal static class DroppedRules
{
    /// <summary>Checks what was left out of a map, or of the master map.</summary>
    public static void Check(MapContent map, FindingCollector findings)
    {
        foreach (var (record, reason) in map.Dropped)
        {
            var (kind, what) = OfReason(reason, record);
            if (!findings.ShouldList(kind, record))
            {
                continue;
            }

            var message = $"entry {Name(record)} of {findings.Map} {what}";
            findings.Add(kind, record, message, record.Key.Length > 0 || record.Value.Length == 0 ? 0 : 1);
        }
    }

    /// <summary>What there is to name an entry by: its key, its value, its DN, its line.</summary>
    private static string Name(MapRecord record) =>
        Array.Find([record.Key, record.Value, record.Dn ?? ""], text => text.Length > 0) is { } name
            ? FindingCollector.Escape(name)
            : $"in line {record.Line}";

    private static (FindingKind Kind, string What) OfReason(DropReason reason, MapRecord record) => reason switch
    {
        DropReason.SeveralKeys => (MapKeyFindings.SeveralValues, "has several keys: sssd skips it"),
        DropReason.SeveralValues => (MapKeyFindings.SeveralValues, "has several values: sssd skips it"),
        DropReason.NoKey => (MapKeyFindings.IncompleteEntry, "has no key: it is skipped"),
        DropReason.NoValue => (MapKeyFindings.IncompleteEntry, "has no value: it is skipped"),
        DropReason.KeyTooLong => (MapKeyFindings.SkippedLine, "has a key of more than 255 bytes: automount skips it"),
        DropReason.ValueTooLong => (MapKeyFindings.SkippedLine, "is longer than 16384 bytes: automount skips it"),
        DropReason.BadKey =>
            (MapKeyFindings.SkippedLine, "has a key with a control character or one that is not ASCII: automount skips it"),
        DropReason.ByteOrderMark =>
            (MapKeyFindings.SkippedLine, "has a byte order mark (EF BB BF) before it, which automount takes for a part of the key"),
        DropReason.UnclosedQuote => (MapKeyFindings.SkippedLine, "has a double quote that is not closed: automount skips it"),
        DropReason.IndentedLine when record.Key.Length == 0 =>
            (MapKeyFindings.SkippedLine, "is indented below a comment: automount takes it for a part of the comment"),
        DropReason.IndentedLine =>
            (MapKeyFindings.SkippedLine, "is followed by an indented line without a backslash before it: automount skips both"),
        DropReason.BadLine => (MapKeyFindings.SkippedLine, "begins in a way that automount does not read: automount skips it"),
        _ => (MapKeyFindings.SkippedLine, "is not finished at the end of the file: automount skips it"),
    };
}
