namespace AutomountPackaging.Manifests;

/// <summary>
/// The keys of a dockerconfigjson: a registry, or a registry and a part of the path of its images. An image takes the credential of the
/// longest key that matches it (containers-auth.json(5)).
/// </summary>
internal static class RegistryKey
{
    /// <summary>Whether the credential of a key is one for an image.</summary>
    /// <param name="key">The key.</param>
    /// <param name="image">The image, with its registry; a tag or digest does not matter.</param>
    public static bool Covers(string key, string image)
    {
        // Docker writes the scheme and the API version of its own registry.
        var clean = key.Replace("https://", "", StringComparison.Ordinal).Replace("http://", "", StringComparison.Ordinal).TrimEnd('/');
        clean = clean.EndsWith("/v1", StringComparison.Ordinal) || clean.EndsWith("/v2", StringComparison.Ordinal) ? clean[..^3] : clean;
        if (!image.StartsWith(clean, StringComparison.Ordinal))
        {
            return false;
        }

        // Behind a registry alone a colon begins its port, not a tag.
        return image[clean.Length..] is "" or ['/', ..] || (clean.Contains('/') && image[clean.Length] is ':' or '@');
    }

    /// <summary>The key for the images of the namespace that an image is in; of the image itself where it is in none.</summary>
    public static string OfNamespace(string image)
    {
        var parts = image.Split('/');
        var name = parts[^1].Split('@')[0].Split(':')[0];
        return string.Join('/', parts.Length > 2 ? parts[..^1] : [.. parts[..^1], name]);
    }

    /// <summary>A longer key than a registry, for a user of it: robots of Quay are called NAMESPACE+ROBOT.</summary>
    public static string Narrower(string key, string user) =>
        user.IndexOf('+') is > 0 and var plus ? $"{key}/{user[..plus]}" : $"{key}/NAMESPACE";
}
