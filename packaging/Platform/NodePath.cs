namespace AutomountPackaging.Platform;

/// <summary>Facts about paths of an RHCOS node.</summary>
internal static class NodePath
{
    // What rpm-ostree links to /var when it composes the base image.
    private static readonly (string Link, string Target)[] Links =
    [
        ("/home", "/var/home"), ("/root", "/var/roothome"), ("/srv", "/var/srv"), ("/mnt", "/var/mnt"), ("/opt", "/var/opt"),
        ("/usr/local", "/var/usrlocal"),
    ];

    /// <summary>True for the path itself and everything below it.</summary>
    public static bool IsUnder(string path, string folder) =>
        path == folder || folder == "/" || path.StartsWith(folder + '/', StringComparison.Ordinal);

    /// <summary>The path with the links of the base image followed.</summary>
    public static string Resolve(string path)
    {
        foreach (var (link, target) in Links)
        {
            if (IsUnder(path, link))
            {
                return target + path[link.Length..];
            }
        }

        return path;
    }
}
