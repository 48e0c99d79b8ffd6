using System.Globalization;

namespace Automount.Text;

/// <summary>Numbers and lists as sentences have them.</summary>
public static class Wording
{
    /// <summary>A number and its noun: <c>1 error</c>, <c>2 errors</c>, <c>1,000 entries</c>.</summary>
    /// <param name="count">The number.</param>
    /// <param name="one">The noun for one.</param>
    /// <param name="many">The noun for any other number; null for <paramref name="one"/> with an <c>s</c>.</param>
    public static string Count(int count, string one, string? many = null) =>
        $"{count.ToString("N0", CultureInfo.InvariantCulture)} {Of(count, one, many ?? $"{one}s")}";

    /// <summary>The form that goes with a number: <c>is</c> or <c>are</c>, <c>entry</c> or <c>entries</c>.</summary>
    public static string Of(int count, string one, string many) => count == 1 ? one : many;

    /// <summary>The first items of a list and how many others there are: <c>a, b, c and 4 more</c>.</summary>
    /// <param name="items">All items.</param>
    /// <param name="max">How many are named.</param>
    public static string Some(IReadOnlyCollection<string> items, int max = 3)
    {
        var named = string.Join(", ", items.Take(max));
        return items.Count > max ? $"{named} and {items.Count - max} more" : named;
    }
}
