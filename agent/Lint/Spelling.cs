namespace Automount.Lint;

/// <summary>Compares the spelling of words.</summary>
internal static class Spelling
{
    private const int MaxLength = 256; // The row is on the stack.

    /// <summary>
    /// The number of characters that must be added, removed or changed to make one word of the other (Levenshtein distance);
    /// <see cref="int.MaxValue"/> when one is longer than 256 characters.
    /// </summary>
    public static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (a.Length > MaxLength || b.Length > MaxLength)
        {
            return int.MaxValue;
        }

        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
