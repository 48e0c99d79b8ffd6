using Automount.Catalog;
using Automount.Maps;
using Automount.Text;
using static Automount.Lint.FindingCollector;

namespace Automount.Lint;

/// <summary>
/// The wildcard of a map against the entries that have a key of their own. Texts are compared, not meanings: what is written
/// differently does not count as the same.
/// </summary>
internal static class WildcardRules
{
    /// <summary>Checks the wildcard of an indirect map that has one <c>&amp;</c>.</summary>
    public static void Check(LintedMap map, FindingCollector findings)
    {
        if (map.IsDirect || Find(map.Map) is not { } wildcard)
        {
            return;
        }

        var parts = wildcard.Value.Split('&', 3);
        if (parts is [var whole])
        {
            WithoutKey(map, wildcard, whole, findings);
        }

        if (parts is not [var head, var tail])
        {
            return;
        }

        Redundant(map.Map, head, tail, findings);
        if (tail.Length == 0)
        {
            Differing(map.Map, wildcard, head, findings);
        }
    }

    /// <summary>
    /// A wildcard that leads every key to the same directory is meant so in some maps. It is not where other keys lead to directories of
    /// their own below that one, or where users' homes are.
    /// </summary>
    private static void WithoutKey(LintedMap map, MapRecord wildcard, string value, FindingCollector findings)
    {
        if (value.Contains('$') || value.Contains("fstype=", StringComparison.Ordinal) && !value.Contains("fstype=nfs"))
        {
            return;
        }

        var location = Location(value).ToString();
        var isPlain = location.IndexOf(":/", StringComparison.Ordinal) > 0 && !value.Contains(" /", StringComparison.Ordinal);
        var (parent, count, total) = isPlain ? MostFrequentParent(map.Map) : default;
        var isBelow = count >= 2 && count * 10 >= total * 8 && parent.TrimEnd('/') == location.TrimEnd('/');
        if (isPlain && (isBelow || map.HoldsHomes) && findings.ShouldList(MapKeyFindings.WildcardWithoutKey, wildcard))
        {
            var message = $"the wildcard of {findings.Map} leads every key to {EntryError.Quote(location)}: there is no & in it";
            findings.Add(MapKeyFindings.WildcardWithoutKey, wildcard, message, value.Length - location.Length + 1);
        }
    }

    private static MapRecord? Find(MapContent map) =>
        map.Entries.FirstOrDefault(r => r.Key == "/") ?? map.Entries.FirstOrDefault(r => r.Key == "*");

    private static void Redundant(MapContent map, string head, string tail, FindingCollector findings)
    {
        foreach (var record in map.Entries)
        {
            if (IsMade(record.Value, head, record.Key, tail) && findings.ShouldList(MapKeyFindings.RedundantEntry, record))
            {
                findings.AddForKey(MapKeyFindings.RedundantEntry, record,
                    $"{Escape(record.Key)} of {findings.Map} says what the wildcard says");
            }
        }
    }

    private static bool IsMade(string value, string head, string key, string tail) =>
        value.Length == head.Length + key.Length + tail.Length &&
        value.StartsWith(head, StringComparison.Ordinal) &&
        value.AsSpan(head.Length, key.Length).SequenceEqual(key) &&
        value.EndsWith(tail, StringComparison.Ordinal);

    /// <summary>
    /// A wildcard that leads to a directory whose name is nearly that of the directory of most keys is likely to have a typing error in it.
    /// Most are at least 2 keys, and 80 % of those that end with their own name.
    /// </summary>
    private static void Differing(MapContent map, MapRecord wildcard, string head, FindingCollector findings)
    {
        var (parent, count, total) = MostFrequentParent(map);
        var own = Location(head).ToString();
        if (count < 2 || count * 10 < total * 8 || !IsNearlyEqual(own, parent)
            || !findings.ShouldList(MapKeyFindings.WildcardDiffers, wildcard))
        {
            return;
        }

        var leads = $"the wildcard of {findings.Map} leads to {EntryError.Quote(own + "&")}";
        var message = $"{leads}, while {count} of {total} keys are below {EntryError.Quote(parent)}";
        findings.Add(MapKeyFindings.WildcardDiffers, wildcard, message, wildcard.Value.Length - own.Length);
    }

    /// <summary>
    /// The directory (<c>host:/path/</c>) of most entries that end with their own key, and the number of all of these entries.
    /// </summary>
    private static (string Parent, int Count, int Total) MostFrequentParent(MapContent map)
    {
        var parents = new Dictionary<string, int>(StringComparer.Ordinal);
        var byText = parents.GetAlternateLookup<ReadOnlySpan<char>>();
        var total = 0;
        foreach (var record in map.Entries)
        {
            var (key, value) = (record.Key, record.Value);
            if (value.Length > key.Length && value[^(key.Length + 1)] == '/' && value.EndsWith(key, StringComparison.Ordinal))
            {
                var parent = Location(value.AsSpan(0, value.Length - key.Length));
                byText.TryGetValue(parent, out var before);
                byText[parent] = before + 1;
                total++;
            }
        }

        var most = parents.OrderByDescending(p => p.Value).FirstOrDefault();
        return (most.Key, most.Value, total);
    }

    private static ReadOnlySpan<char> Location(ReadOnlySpan<char> text) => text[(text.LastIndexOfAny(' ', '\t') + 1)..];

    /// <summary>
    /// The same server, and paths of which one has one or two letters more. Volumes are named apart by numbers, or by other letters in one
    /// place: these do not count.
    /// </summary>
    private static bool IsNearlyEqual(string a, string b)
    {
        var (colonA, colonB) = (a.IndexOf(":/", StringComparison.Ordinal), b.IndexOf(":/", StringComparison.Ordinal));
        if (colonA <= 0 || colonA != colonB || !a.AsSpan(0, colonA).SequenceEqual(b.AsSpan(0, colonB)))
        {
            return false;
        }

        var (lettersA, lettersB) = (Letters(a), Letters(b));
        return a != b && lettersA.Length != lettersB.Length && Spelling.Distance(lettersA, lettersB) <= 2;
    }

    private static string Letters(string text) => string.Concat(text.Where(c => !char.IsAsciiDigit(c)));
}
