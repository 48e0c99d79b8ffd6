using Automount.Text;

namespace AutomountAgent.Rules;

/// <summary>Numbers, lists and reasons as the messages of findings write them.</summary>
internal static class RuleText
{
    /// <summary>A number with its noun: <c>1 mount</c>, <c>2 mounts</c>.</summary>
    public static string Counted(int count, string one, string several) => $"{count} {Wording.Of(count, one, several)}";

    /// <summary>The first names; three dots stand for the others.</summary>
    /// <param name="names">All names.</param>
    /// <param name="max">How many are written.</param>
    /// <param name="between">What stands between two of them.</param>
    public static string First(IReadOnlyCollection<string> names, int max, string between = ", ")
    {
        var first = string.Join(between, names.Take(max));
        return names.Count > max ? $"{first}{between}…" : first;
    }

    /// <summary>A reason in brackets with a space before it; nothing when there is none.</summary>
    public static string Because(string detail) => detail.Length == 0 ? "" : $" ({detail})";
}
