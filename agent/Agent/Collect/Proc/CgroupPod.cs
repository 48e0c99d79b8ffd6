namespace AutomountAgent.Collect.Proc;

/// <summary>
/// Finds pod and container in the text of /proc/PID/cgroup (cgroups(7)), as kubelet lays its groups out. Pure, never throws.
/// </summary>
internal static class CgroupPod
{
    /// <summary>Digits of a shortened id.</summary>
    public const int ShortId = 13;

    /// <summary>
    /// The pod's UID and the container's id, both empty where there is none. Both drivers:
    /// <c>kubepods-burstable-pod0f…_….slice/crio-3a….scope</c> and <c>kubepods/burstable/pod0f…/3a…</c>. Group names are made by whoever
    /// has a cgroup, so only hexadecimal digits and dashes are taken.
    /// </summary>
    public static (string Pod, string Container) Find(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var parts = line.Split('/');
            for (var i = 0; i < parts.Length; i++)
            {
                if (line.Contains("kubepods", StringComparison.Ordinal) && Pod(parts[i]) is { } pod)
                {
                    return (pod, i + 1 < parts.Length ? Container(parts[i + 1]) : "");
                }
            }
        }

        return ("", "");
    }

    private static string? Pod(string part)
    {
        var name = part.EndsWith(".slice", StringComparison.Ordinal) ? part[..^".slice".Length] : part;
        var at = name.LastIndexOf("pod", StringComparison.Ordinal);

        // The first "pod" of "kubepods" is followed by an s, or by a dash.
        return at >= 0
            && name[(at + "pod".Length)..].Replace('_', '-') is { Length: >= 32 and <= 36 } uid
            && uid.All(c => char.IsAsciiHexDigit(c) || c == '-')
            ? uid
            : null;
    }

    private static string Container(string part)
    {
        var name = part.EndsWith(".scope", StringComparison.Ordinal) ? part[..^".scope".Length] : part;
        var id = name[(name.LastIndexOf('-') + 1)..];
        return id.Length >= ShortId && id.All(char.IsAsciiHexDigit) ? id[..ShortId] : "";
    }
}
