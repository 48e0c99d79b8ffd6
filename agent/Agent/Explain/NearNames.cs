using Automount.Text;

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
            .Select(name => (Name: name, Distance: Spelling.Distance(wanted, name)))
            .Where(near => near.Distance <= Math.Min(MaxDistance, wanted.Length - 1))
            .OrderBy(near => near.Distance)
            .ThenBy(near => near.Name, StringComparer.Ordinal)
            .Take(max)
            .Select(near => near.Name),
    ];
}
