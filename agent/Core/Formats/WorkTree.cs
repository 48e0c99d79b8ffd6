namespace Automount.Formats;

/// <summary>Names of files as code hosts want them: relative to the root of the work tree, in which a program is run.</summary>
public static class WorkTree
{
    /// <summary>The path of a file relative to the root; null when it is not below it.</summary>
    /// <param name="folder">The root, absolute.</param>
    /// <param name="file">The file, absolute or relative to the root.</param>
    public static string? Relative(string folder, string file)
    {
        var relative = Path.GetRelativePath(folder, Path.Combine(folder, file));
        var isOutside = relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative);
        return isOutside ? null : relative;
    }
}
