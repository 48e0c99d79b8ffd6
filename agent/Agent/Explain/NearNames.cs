namespace AutomountAgent.Explain;

/// <summary>Names that differ little from one that does not exist. Pure.</summary>
internal static class NearNames
{
    /// <summary>More distance than this, in letters, is another name.</summary>
    private const int MaxDistance = 2;

    /// <summary>The nearest names, the nearest first. Linear in the number of names.</summary>
    /// <param name="wanted">The name that does not exist.</param>
    /// <param name="names">Those that do.</param>
    /// <param name="max">How many to return.</param>
    public static IReadOnlyList<string> Of(string wanted, IEnumerable<string> names, int max) =>
    [
        .. names
            .Where(name => name is not ("*" or "/") && Math.Abs(name.Length - wanted.Length) <= MaxDistance)
            .Select(name => (Name: name, Distance: Distance(wanted, name)))
            .Where(near => near.Distance <= Math.Min(MaxDistance, wanted.Length - 1))
            .OrderBy(near => near.Distance)
            .ThenBy(near => near.Name, StringComparer.Ordinal)
            .Take(max)
            .Select(near => near.Name),
    ];

    /// <summary>Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours.</summary>
    private static int Distance(string a, string b)
    {
        var (before, last, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }
}
