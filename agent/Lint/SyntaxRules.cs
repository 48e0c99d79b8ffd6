using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>Entries that automount refuses.</summary>
internal static class SyntaxRules
{
    /// <summary>Checks whether automount can parse an entry.</summary>
    public static void Check(in LintedEntry entry, FindingCollector findings)
    {
        if (entry.Error is not { } error || entry.Record.Key.StartsWith('+'))
        {
            return;
        }

        var kind = Kind(error, entry.Record.Value);
        if (findings.ShouldList(kind, entry.Record))
        {
            var message = $"automount cannot mount {entry.Key} of {findings.Map}: {error.Message}";
            findings.Add(kind, entry.Record, message, error.Column);
        }
    }

    /// <summary>The most specific kind of an error.</summary>
    private static FindingKind Kind(EntryError error, string value) => error.Fault switch
    {
        EntryFault.TooLong or EntryFault.KeyTooLong => MapEntryFindings.TooLong,
        _ when IsShareWithoutColon(value) => MapEntryFindings.CifsSource,
        EntryFault.OffsetWithoutLocation when HasOptionsAfterLocation(value) => MapEntryFindings.OptionsAfterLocation,
        _ => MapEntryFindings.BadEntry,
    };

    private static bool IsShareWithoutColon(string value) =>
        value.Contains("fstype=cifs", StringComparison.Ordinal) && value.Contains(" //", StringComparison.Ordinal);

    private static bool HasOptionsAfterLocation(string value)
    {
        var path = value.IndexOf(":/", StringComparison.Ordinal);
        return path >= 0 && value[0] != '/' && value.IndexOf(" -", path, StringComparison.Ordinal) >= 0;
    }
}
