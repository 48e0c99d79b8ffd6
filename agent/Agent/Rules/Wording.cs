namespace AutomountAgent.Rules;

/// <summary>Numbers and lists of names as messages write them.</summary>
internal static class Wording
{
    /// <summary>The form for one, or the form for several.</summary>
    public static string Form(int count, string one, string several) => count == 1 ? one : several;

    /// <summary>A number with its noun: <c>1 mount</c>, <c>2 mounts</c>.</summary>
    public static string Counted(int count, string one, string several) => $"{count} {Form(count, one, several)}";

    /// <summary>The first names; three dots stand for the others.</summary>
    /// <param name="names">All names.</param>
    /// <param name="max">How many are written.</param>
    /// <param name="between">What stands between two of them.</param>
    public static string First(IReadOnlyCollection<string> names, int max, string between = ", ")
    {
        var first = string.Join(between, names.Take(max));
        return names.Count > max ? $"{first}{between}…" : first;
    }

    /// <summary>The first names, and how many there are besides: <c>a, b and 3 more</c>.</summary>
    /// <param name="names">All names.</param>
    /// <param name="max">How many are written.</param>
    public static string FirstAndMore(IReadOnlyCollection<string> names, int max)
    {
        var first = string.Join(", ", names.Take(max));
        return names.Count > max ? $"{first} and {names.Count - max} more" : first;
    }

    /// <summary>A reason in brackets with a space before it; nothing when there is none.</summary>
    public static string Because(string detail) => detail.Length == 0 ? "" : $" ({detail})";
}
