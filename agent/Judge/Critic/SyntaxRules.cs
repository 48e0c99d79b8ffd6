using AutomountAgent.Maps;
using static AutomountAgent.Chain.FindingCatalog;

namespace AutomountAgent.Judge.Critic;

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

        var kind = error.Fault is EntryFault.TooLong or EntryFault.KeyTooLong ? MapTooLong : MapBadEntry;
        if (sheet.Takes(kind, entry.Record))
        {
            sheet.Add(kind, entry.Record, $"automount cannot mount {FindingSheet.Name(entry.Record.Key)} of {sheet.Map}: {error.Message}", error.Column);
        }
    }
}
