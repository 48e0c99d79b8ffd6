using System.Text;

namespace Automount.Maps;

/// <summary>Absolute paths as text: nothing here reads a file system.</summary>
public static class MountPath
{
    /// <summary>Whether a path is another one or lies below it. Both without a trailing slash.</summary>
    public static bool IsAtOrBelow(string path, string above) =>
        above == "/" ||
        (path.StartsWith(above, StringComparison.Ordinal) && (path.Length == above.Length || path[above.Length] == '/'));

    /// <summary>What is left of a path below another one, with a leading slash; <c>/</c> when they are equal.</summary>
    public static string Below(string path, string above)
    {
        if (above == "/")
        {
            return path;
        }

        return path.Length == above.Length ? "/" : path[above.Length..];
    }

    /// <summary>Joins a mount point and a path below it that begins with a slash.</summary>
    public static string Join(string mountPoint, string below)
    {
        if (below == "/")
        {
            return mountPoint;
        }

        return mountPoint == "/" ? below : mountPoint + below;
    }

    /// <summary>Whether a component of a path is <c>..</c>.</summary>
    public static bool HasParentStep(string path) => path.Contains("..") && path.Split('/').Contains("..");

    /// <summary>A path without doubled and trailing slashes.</summary>
    public static string Collapse(string path)
    {
        if (!path.Contains("//") && !(path.Length > 1 && path[^1] == '/'))
        {
            return path;
        }

        var plain = new StringBuilder(path.Length);
        foreach (var c in path)
        {
            if (c != '/' || plain.Length == 0 || plain[^1] != '/')
            {
                plain.Append(c);
            }
        }

        plain.Length -= plain.Length > 1 && plain[^1] == '/' ? 1 : 0;
        return plain.ToString();
    }
}
