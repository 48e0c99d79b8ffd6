namespace Automount.Maps;

/// <summary>Comma-separated mount options as automount joins and reads them.</summary>
public static class MountOptions
{
    /// <summary>The kernel takes one page of options, its terminating NUL included (mount(2)).</summary>
    public const int MaxLength = 4095;

    /// <summary>
    /// Appends options to others. Where the new ones hold the old ones as a part, they replace them: that is how automount avoids doubling.
    /// </summary>
    public static string Append(string old, string added) => Append(old.AsMemory(), added.AsMemory());

    /// <summary>Appends options to others.</summary>
    internal static string Append(ReadOnlyMemory<char> old, ReadOnlyMemory<char> added)
    {
        if (added.IsEmpty)
        {
            return old.ToString();
        }

        return IsReplaced(old.Span, added.Span) ? added.ToString() : $"{old},{added}";
    }

    /// <summary>Whether options that are appended to others replace them.</summary>
    internal static bool IsReplaced(ReadOnlySpan<char> old, ReadOnlySpan<char> added) => old.IsEmpty || added.IndexOf(old) >= 0;

    /// <summary>Whether the last of <c>ro</c> and <c>rw</c> is <c>ro</c>.</summary>
    public static bool IsReadOnly(string options)
    {
        var isReadOnly = false;
        foreach (var range in options.AsSpan().Split(','))
        {
            var option = options.AsSpan(range).Trim();
            isReadOnly = option is "ro" || (isReadOnly && option is not "rw");
        }

        return isReadOnly;
    }

    /// <summary>The file system type: the last <c>fstype=</c>, by default <c>nfs</c>.</summary>
    public static string FileSystem(string options)
    {
        var type = "nfs";
        foreach (var range in options.AsSpan().Split(','))
        {
            var option = options.AsSpan(range);
            type = option.StartsWith("fstype=") ? option["fstype=".Length..].ToString() : type;
        }

        return type;
    }

    /// <summary>What automount does with a file system type.</summary>
    public static MountKind Kind(string fileSystem) => fileSystem switch
    {
        "nfs" or "nfs4" => MountKind.Nfs,
        "autofs" => MountKind.Submount,
        "bind" => MountKind.Bind,
        _ => MountKind.Other,
    };

    /// <summary>Whether one of the options is exactly this word.</summary>
    public static bool Has(string options, string word)
    {
        foreach (var range in options.AsSpan().Split(','))
        {
            if (options.AsSpan(range).SequenceEqual(word))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether one of the options is <c>name=</c> with whatever value.</summary>
    public static bool HasValue(string options, string name)
    {
        foreach (var range in options.AsSpan().Split(','))
        {
            var option = options.AsSpan(range);
            if (option.Length > name.Length && option[name.Length] == '=' && option.StartsWith(name))
            {
                return true;
            }
        }

        return false;
    }
}
