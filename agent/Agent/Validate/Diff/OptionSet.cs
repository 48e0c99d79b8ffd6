using Automount.Text;

namespace AutomountAgent.Validate.Diff;

/// <summary>
/// Comma-separated options as a set: of those that stand for the same thing (<c>ro</c> and <c>rw</c>, two values of one name) the last one
/// counts, as for mount(8), and the order of the others does not matter.
/// </summary>
internal static class OptionSet
{
    private static readonly Dictionary<string, string> SameAs = new(StringComparer.Ordinal)
    {
        ["rw"] = "ro",
        ["soft"] = "hard",
        ["softerr"] = "hard",
        ["bg"] = "fg",
        ["async"] = "sync",
    };

    /// <summary>The options that count, without the file system type.</summary>
    public static HashSet<string> Of(string options)
    {
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var written in options.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var option = Canonical(written);
            last[Name(option)] = option;
        }

        last.Remove("fstype");
        return [.. last.Values];
    }

    /// <summary>What the second set lacks and has, as words: <c>without ro, with rw</c>; empty when they are equal.</summary>
    public static string Difference(HashSet<string> before, HashSet<string> now) => string.Join(", ", [
        .. before.Except(now).Order(StringComparer.Ordinal).Select(option => $"without {option}"),
        .. now.Except(before).Order(StringComparer.Ordinal).Select(option => $"with {option}")]);

    /// <summary>The options as one text, their passwords hidden.</summary>
    public static string Text(IEnumerable<string> options)
    {
        var text = string.Join(',', options.Order(StringComparer.Ordinal));
        return Credentials.Mask(text, text);
    }

    /// <summary>One spelling for what nfs(5) lets one write in several ways.</summary>
    private static string Canonical(string option) => option switch
    {
        "v3" or "v4" or "v4.0" or "v4.1" or "v4.2" => $"vers={option[1..]}",
        "udp" or "tcp" or "rdma" => $"proto={option}",
        _ when option.StartsWith("nfsvers=", StringComparison.Ordinal) => option[3..],
        _ => option,
    };

    private static string Name(string option)
    {
        var end = option.IndexOf('=');
        var name = end < 0 ? option : option[..end];
        var positive = name.StartsWith("no", StringComparison.Ordinal) && name.Length > 3 ? name[2..] : name;
        return SameAs.GetValueOrDefault(name, positive);
    }
}
