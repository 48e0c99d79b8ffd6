namespace AutomountAgent.Validate.Given;

/// <summary>What programs print of many maps at once: <c>automount -m</c>, and <c>ipa automountlocation-tofiles</c>.</summary>
/// <param name="Files">The maps in it, each as a file.</param>
/// <param name="Unread">Mount points whose maps are not in it.</param>
internal sealed record Listing(IReadOnlyList<GivenFile> Files, IReadOnlyList<string> Unread)
{
    /// <summary>Whether a text is one, by its first lines.</summary>
    public static bool IsOne(string text) => AutomountListing.IsOne(text) || IpaListing.IsOne(text);

    /// <summary>Parses one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file that it is in.</param>
    public static Listing Parse(string text, string path) =>
        AutomountListing.IsOne(text) ? AutomountListing.Parse(text, path) : new(IpaListing.Parse(text, path), []);
}
