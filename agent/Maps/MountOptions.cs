using System.Text;

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
    internal static string Append(ReadOnlyMemory<char> old, ReadOnlyMemory<char> added) =>
        added.IsEmpty ? old.ToString() :
        old.IsEmpty || added.Span.IndexOf(old.Span) >= 0 ? added.ToString() :
        $"{old},{added}";

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

    /// <summary>The options without <c>fstype=</c>: what a submount hands on to the entries of its map.</summary>
    public static string WithoutFileSystem(string options) =>
        string.Join(',', options.Split(',').Where(o => !o.StartsWith("fstype=", StringComparison.Ordinal)));

    /// <summary>
    /// What automount hands to mount(8) of them. The rest it keeps for itself (<c>fstype=</c>, <c>strict</c>, <c>nobind</c>,
    /// <c>use-weight-only</c>),
    /// or drops without a word (<c>timeout=</c> and <c>browse</c> except for a submount, and all that begins with <c>bg</c> or
    /// <c>nofg</c>).
    /// </summary>
    public static string Passed(string options)
    {
        var passed = new StringBuilder(options.Length);
        var type = "nfs";
        foreach (var range in options.AsSpan().Split(','))
        {
            var option = options.AsSpan(range);
            if (option.StartsWith("fstype="))
            {
                type = option["fstype=".Length..].ToString();
            }
            else if (!option.IsEmpty && !IsDropped(option, () => type == "autofs" || options.AsSpan(range.Start..).Contains("fstype=autofs", StringComparison.Ordinal)))
            {
                passed.Append(passed.Length == 0 ? "" : ",").Append(option);
            }
        }

        var isNfs = Kind(FileSystem(options)) == MountKind.Nfs;
        return isNfs ? WithoutBindOptions(passed.ToString()) : passed.ToString();
    }

    /// <summary>
    /// Whether a mount below a multi-mount must succeed for the others to be made: the last of <c>strict</c> and <c>nonstrict</c>.
    /// </summary>
    public static bool IsStrict(string options)
    {
        var strict = false;
        foreach (var range in options.AsSpan().Split(','))
        {
            var option = options.AsSpan(range);
            strict = option is "strict" || (strict && !option.StartsWith("nonstrict"));
        }

        return strict;
    }

    /// <summary>automount compares the beginnings of these words; only <c>strict</c> must be whole.</summary>
    private static bool IsDropped(ReadOnlySpan<char> option, Func<bool> isSubmount) =>
        option is "strict" || option.StartsWith("nonstrict") || option.StartsWith("bg") || option.StartsWith("nofg") ||
        option.StartsWith("use-weight-only") || option.StartsWith("no-use-weight-only") ||
        ((option.StartsWith("nobrowse") || option.StartsWith("browse") || option.StartsWith("timeout=")) && !isSubmount());

    private static string WithoutBindOptions(string options) => string.Join(',', options.Split(',')
        .Select(o => o.TrimStart(' ', '\t')).Where(o => o is not ("symlink" or "nosymlink" or "nobind")));
}
