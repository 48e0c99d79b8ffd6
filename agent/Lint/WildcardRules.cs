using Automount.Catalog;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>The wildcard of a map against the entries that have a key of their own.</summary>
internal static class WildcardRules
{
    /// <summary>Compares texts, not meanings: what is written differently is not called the same.</summary>
    public static void Judge(MapUse use, FindingSheet sheet)
    {
        if (use.IsDirect || Find(use.Map) is not { } wildcard || wildcard.Value.Split('&') is not [var head, var tail])
        {
            return;
        }

        var parents = new Dictionary<string, int>(StringComparer.Ordinal);
        var byText = parents.GetAlternateLookup<ReadOnlySpan<char>>();
        var entries = 0;
        foreach (var record in use.Map.Entries)
        {
            var (key, value) = (record.Key, record.Value);
            if (IsMade(value, head, key, tail) && sheet.Takes(MapKeyFindings.RedundantEntry, record))
            {
                sheet.Add(MapKeyFindings.RedundantEntry, record, $"{FindingSheet.Name(key)} of {sheet.Map} says what the wildcard says");
            }

            if (value.Length > key.Length && value[^(key.Length + 1)] == '/' && value.EndsWith(key, StringComparison.Ordinal))
            {
                var parent = Location(value.AsSpan(0, value.Length - key.Length));
                byText[parent] = byText.TryGetValue(parent, out var count) ? count + 1 : 1;
                entries++;
            }
        }

        var own = Location(head).ToString();
        var most = parents.OrderByDescending(p => p.Value).FirstOrDefault();
        if (tail.Length == 0 && most.Value >= 2 && most.Value * 10 >= entries * 8 && IsHairAway(own, most.Key) && sheet.Takes(MapKeyFindings.WildcardDiffers, wildcard))
        {
            var message = $"the wildcard of {sheet.Map} leads to {EntryError.Quote(own + "&")}, while {most.Value} of {entries} keys are below {EntryError.Quote(most.Key)}";
            sheet.Add(MapKeyFindings.WildcardDiffers, wildcard, message, wildcard.Value.Length - own.Length);
        }
    }

    private static MapRecord? Find(MapContent map) =>
        map.Entries.FirstOrDefault(r => r.Key == "/") ?? map.Entries.FirstOrDefault(r => r.Key == "*");

    private static bool IsMade(string value, string head, string key, string tail) =>
        value.Length == head.Length + key.Length + tail.Length &&
        value.StartsWith(head, StringComparison.Ordinal) &&
        value.AsSpan(head.Length, key.Length).SequenceEqual(key) &&
        value.EndsWith(tail, StringComparison.Ordinal);

    /// <summary>
    /// The same server, and paths of which one has a letter or two more. Numbers and other letters in one place are how volumes are told
    /// apart.
    /// </summary>
    private static bool IsHairAway(string a, string b)
    {
        var (colonA, colonB) = (a.IndexOf(":/", StringComparison.Ordinal), b.IndexOf(":/", StringComparison.Ordinal));
        var (lettersA, lettersB) = (Letters(a), Letters(b));
        return colonA > 0 && colonA == colonB && a.AsSpan(0, colonA).SequenceEqual(b.AsSpan(0, colonB)) &&
            a != b && lettersA.Length != lettersB.Length && Spelling.Distance(lettersA, lettersB) <= 2;
    }

    private static string Letters(string text) => string.Concat(text.Where(c => !char.IsAsciiDigit(c)));

    private static ReadOnlySpan<char> Location(ReadOnlySpan<char> text) => text[(text.LastIndexOfAny(' ', '\t') + 1)..];
}
