namespace Automount.Lint;

/// <summary>Mount options of entries.</summary>
internal static class OptionRules
{
    /// <summary>Judges the options of each mount of an entry.</summary>
    public static void Judge(in JudgedEntry entry, FindingSheet sheet)
    {
        if (entry.Entry is null)
        {
            return;
        }

        foreach (var mount in entry.Entry.Mounts)
        {
            foreach (var fault in entry.Use.Options.Of(mount.Options))
            {
                if (IsMeant(fault, entry.Record.Value) && sheet.Takes(fault.Kind, entry.Record, fault.IsOfWholeMap ? 1 : int.MaxValue))
                {
                    sheet.Add(fault.Kind, entry.Record, $"{FindingSheet.Name(entry.Record.Key)} of {sheet.Map}: {fault.Message}", Column(entry.Record.Value, fault.Option));
                }
            }
        }
    }

    /// <summary>The column of an option, from 1; 1 when it is not in the text as it is.</summary>
    public static int Column(string text, string option) => Word(text, option, 0) + 1 is > 0 and var column ? column : 1;

    /// <summary>
    /// Options of an entry may override those of its map, and those of an offset both. They contradict only what is in the same word.
    /// </summary>
    private static bool IsMeant(OptionFault fault, string value)
    {
        if (fault.Other is null)
        {
            return true;
        }

        var (a, b) = (Word(value, fault.Option, 0), Word(value, fault.Other, 0));
        return a >= 0 && b >= 0 && value.AsSpan(Math.Min(a, b), Math.Abs(a - b)).IndexOfAny(' ', '\t') < 0;
    }

    private static int Word(string text, string word, int from)
    {
        for (var at = from; word.Length > 0 && text.IndexOf(word, at, StringComparison.Ordinal) is >= 0 and var found; at = found + 1)
        {
            var end = found + word.Length;
            if ((found == 0 || text[found - 1] is ',' or '-' or ' ' or '\t' or '"') && (end == text.Length || text[end] is ',' or ' ' or '\t' or '"' || word[^1] == '='))
            {
                return found;
            }
        }

        return -1;
    }
}
