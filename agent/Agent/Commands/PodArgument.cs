namespace AutomountAgent.Commands;

/// <summary>An argument that may be a pod, as <c>NAMESPACE/POD</c>.</summary>
internal static class PodArgument
{
    /// <summary>Whether a text names a pod (RFC 1123).</summary>
    public static bool IsPod(string text) =>
        text.Split('/') is [{ Length: > 0 and <= 63 } space, { Length: > 0 and <= 253 } name] && IsName(space) && IsName(name);

    private static bool IsName(string text) => text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');
}
