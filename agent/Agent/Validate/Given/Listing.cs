namespace AutomountAgent.Validate.Given;

/// <summary>What programs print of many maps at once: <c>automount -m</c>, and <c>ipa automountlocation-tofiles</c>.</summary>
internal static class Listing
{
    /// <summary>Whether a text is one, by its first lines.</summary>
    public static bool IsOne(string text) => AutomountListing.IsOne(text) || IpaListing.IsOne(text);

    /// <summary>The maps in it, each as a file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file that it is in.</param>
    public static IReadOnlyList<GivenFile> Parse(string text, string path) =>
        AutomountListing.IsOne(text) ? AutomountListing.Parse(text, path) : IpaListing.Parse(text, path);
}
