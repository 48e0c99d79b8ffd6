using System.Text;
using Automount.Maps;

namespace NodeTests.Differential;

/// <summary>The mount options that automount hands to mount(8).</summary>
internal static class PassedOptions
{
    /// <summary>
    /// What automount hands to mount(8) of them. The rest it keeps for itself (<c>fstype=</c>, <c>strict</c>, <c>nobind</c>,
    /// <c>use-weight-only</c>), or drops silently (<c>timeout=</c> and <c>browse</c> except for a submount, and all that begins with
    /// <c>bg</c> or <c>nofg</c>).
    /// </summary>
    public static string Of(string options)
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
            else if (!option.IsEmpty && !IsDropped(option, () => type == "autofs" || IsSubmount(options[range.Start..])))
            {
                passed.Append(passed.Length == 0 ? "" : ",").Append(option);
            }
        }

        var isNfs = MountOptions.Kind(MountOptions.FileSystem(options)) == MountKind.Nfs;
        return isNfs ? WithoutBindOptions(passed.ToString()) : passed.ToString();
    }

    /// <summary>automount compares the beginnings of these words; only <c>strict</c> must be whole.</summary>
    private static bool IsDropped(ReadOnlySpan<char> option, Func<bool> isSubmount) =>
        option is "strict" || option.StartsWith("nonstrict") || option.StartsWith("bg") || option.StartsWith("nofg") ||
        option.StartsWith("use-weight-only") || option.StartsWith("no-use-weight-only") ||
        ((option.StartsWith("nobrowse") || option.StartsWith("browse") || option.StartsWith("timeout=")) && !isSubmount());

    private static bool IsSubmount(string rest) => rest.Contains("fstype=autofs", StringComparison.Ordinal);

    private static string WithoutBindOptions(string options) => string.Join(',', options.Split(',')
        .Select(o => o.TrimStart(' ', '\t')).Where(o => o is not ("symlink" or "nosymlink" or "nobind")));
}
