using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>Entries that automount refuses.</summary>
internal static class SyntaxRules
{
    /// <summary>Judges whether automount can parse an entry.</summary>
    public static void Judge(in JudgedEntry entry, FindingSheet sheet)
    {
        if (entry.Error is not { } error || entry.Record.Key.StartsWith('+'))
        {
            return;
        }

        var kind = Kind(error, entry.Record.Value);
        if (sheet.Takes(kind, entry.Record))
        {
            sheet.Add(kind, entry.Record, $"automount cannot mount {FindingSheet.Name(entry.Record.Key)} of {sheet.Map}: {error.Message}", error.Column);
        }
    }

    /// <summary>The kind that says most about an error.</summary>
    private static FindingKind Kind(EntryError error, string value)
    {
        var path = value.IndexOf(":/", StringComparison.Ordinal);
        return error.Fault switch
        {
            EntryFault.TooLong or EntryFault.KeyTooLong => MapEntryFindings.TooLong,
            _ when value.Contains("fstype=cifs", StringComparison.Ordinal) && value.Contains(" //", StringComparison.Ordinal) => MapEntryFindings.CifsSource,
            EntryFault.OffsetWithoutLocation when path >= 0 && value.IndexOf(" -", path, StringComparison.Ordinal) >= 0 && value[0] != '/' => MapEntryFindings.OptionsAfterLocation,
            _ => MapEntryFindings.BadEntry,
        };
    }
}
