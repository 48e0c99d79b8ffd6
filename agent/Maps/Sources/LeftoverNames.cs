namespace Automount.Maps.Sources;

/// <summary>Names of files that nobody means as maps.</summary>
public static class LeftoverNames
{
    /// <summary>Endings of what editors and package managers leave behind.</summary>
    private static readonly string[] Backups =
    [
        "~", ".bak", ".backup", ".orig", ".old", ".save", ".swp", ".rpmnew", ".rpmsave", ".rpmorig", ".dpkg-dist", ".dpkg-new", ".dpkg-old",
        ".dpkg-bak", ".ucf-dist", ".ucf-new", ".ucf-old",
    ];

    private static readonly string[] Texts = [".md", ".txt"];

    /// <summary>Whether a name is that of an older or newer copy of another file.</summary>
    public static bool IsBackup(string name) => Backups.Any(ending => name.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>Whether a name is that of a backup, or of a text for people.</summary>
    public static bool IsNoMap(string name) => IsBackup(name)
        || Texts.Any(ending => name.EndsWith(ending, StringComparison.Ordinal))
        || name.Equals("README", StringComparison.OrdinalIgnoreCase);
}
