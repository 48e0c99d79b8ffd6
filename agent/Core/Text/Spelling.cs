namespace Automount.Text;

/// <summary>Compares the spelling of words.</summary>
public static class Spelling
{
    private const int MaxLength = 256; // The rows are on the stack.

    /// <summary>
    /// The name that is at most two typing errors away from a word, one for a word of up to four letters; null when
    /// there is none. A letter is forgotten more often than one too many is written.
    /// </summary>
    /// <param name="word">The word.</param>
    /// <param name="names">The names; those of one or two letters are never taken.</param>
    public static string? Nearest(string word, IEnumerable<string> names)
    {
        var max = word.Length > 4 ? 2 : 1;
        return names
            .Where(n => n.Length > 2 && Math.Abs(n.Length - word.Length) <= max)
            .Select(n => (Distance: Distance(n, word), Name: n))
            .Where(n => n.Distance <= max)
            .OrderBy(n => n.Distance).ThenByDescending(n => n.Name.Length).ThenBy(n => n.Name, StringComparer.Ordinal)
            .FirstOrDefault().Name;
    }

    /// <summary>
    /// The number of characters that must be added, removed, changed, or swapped with their neighbour, to make one word of the other
    /// (Damerau-Levenshtein distance, each place changed once); <see cref="int.MaxValue"/> when one is longer than 256 characters.
    /// </summary>
    public static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (a.Length > MaxLength || b.Length > MaxLength)
        {
            return int.MaxValue;
        }

        // Three rows: that of the characters so far, the one before, and the one before that.
        Span<int> before = stackalloc int[b.Length + 1];
        Span<int> last = stackalloc int[b.Length + 1];
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var free = before;
            before = last;
            last = row;
            row = free;
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, changed);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }
        }

        return row[b.Length];
    }
}
