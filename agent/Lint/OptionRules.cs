namespace Automount.Lint;

/// <summary>Mount options of entries.</summary>
internal static class OptionRules
{
    /// <summary>Checks the options of each mount of an entry.</summary>
    public static void Check(in LintedEntry entry, FindingCollector findings)
    {
        if (entry.Entry is null)
        {
            return;
        }

        foreach (var mount in entry.Entry.Mounts)
        {
            foreach (var fault in entry.Map.Options.Of(mount.Options))
            {
                Report(fault, entry, findings);
            }
        }
    }

    /// <summary>The column of an option, from 1; 1 when it is not in the text as it is.</summary>
    public static int Column(string text, string option) => Math.Max(Find(text, option), 0) + 1;

    private static void Report(OptionFault fault, in LintedEntry entry, FindingCollector findings)
    {
        var value = entry.Record.Value;
        var maxOfKind = fault.IsOfWholeMap ? 1 : int.MaxValue;
        if (IsMeant(fault, value) && findings.ShouldList(fault.Kind, entry.Record, maxOfKind))
        {
            findings.Add(fault.Kind, entry.Record, $"{entry.Key} of {findings.Map}: {fault.Message}", Column(value, fault.Option));
        }
    }

    /// <summary>
    /// Options of an entry may override those of its map, and those of an offset both. An option contradicts only what is in the same word.
    /// </summary>
    private static bool IsMeant(OptionFault fault, string value)
    {
        if (fault.Other is null)
        {
            return true;
        }

        var (a, b) = (Find(value, fault.Option), Find(value, fault.Other));
        return a >= 0 && b >= 0 && value.AsSpan(Math.Min(a, b), Math.Abs(a - b)).IndexOfAny(' ', '\t') < 0;
    }

    /// <summary>Where an option stands in an entry, from 0; -1 when it is not there as a whole option.</summary>
    private static int Find(string text, string option)
    {
        for (var from = 0; option.Length > 0; from++)
        {
            from = text.IndexOf(option, from, StringComparison.Ordinal);
            if (from < 0)
            {
                return -1;
            }

            if (BeginsAt(text, from) && EndsAt(text, from + option.Length, option))
            {
                return from;
            }
        }

        return -1;
    }

    private static bool BeginsAt(string text, int at) => at == 0 || text[at - 1] is ',' or '-' or ' ' or '\t' or '"';

    private static bool EndsAt(string text, int at, string option) =>
        at == text.Length || text[at] is ',' or ' ' or '\t' or '"' || option[^1] == '=';
}
