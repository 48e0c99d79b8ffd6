using Automount.Maps;

namespace AutomountAgent.Validate.Given;

/// <summary>
/// What <c>automount -m</c> prints: for each mount point its maps, and the keys that automount has read of them. Of the options of the
/// master map it prints those of mounts; what automount itself is told there (timeouts, browsing) is not in it.
/// </summary>
internal static class AutomountListing
{
    private const string Title = "autofs dump map information";
    private const string MountPoint = "Mount point: ";

    /// <summary>Whether a text is one; messages of automount may stand before it.</summary>
    public static bool IsOne(string text) => text.StartsWith(Title, StringComparison.Ordinal)
        || text.Contains($"\n{Title}\n", StringComparison.Ordinal) || text.Contains($"\n{Title}\r\n", StringComparison.Ordinal);

    /// <summary>The master map and the others, each as a file, and the mount points whose maps automount could not read.</summary>
    public static Listing Parse(string text, string file)
    {
        var points = new List<ListedPoint>();
        var lines = text.Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at].TrimEnd('\r');
            if (line.StartsWith(MountPoint, StringComparison.Ordinal))
            {
                points.Add(new ListedPoint(line[MountPoint.Length..], at + 1));
            }
            else if (points.Count > 0)
            {
                points[^1].Add(line, at + 1);
            }
        }

        var read = points.FindAll(p => p.IsRead);
        var maps = read.Where(p => p.HasMap).GroupBy(p => p.Path).Select(g => Map(g.Key, [.. g], file));
        return new([Master(read, file), .. maps], [.. points.Except(read).Select(p => p.Key)]);
    }

    private static GivenFile Master(List<ListedPoint> points, string file)
    {
        var master = new MapContent(file, null, [.. points.Select(p => new MapRecord(p.Key, p.Value, Line: p.Line))]) { File = file };
        return new GivenFile($"{file} (auto.master)", "/etc/auto.master", _ => master);
    }

    /// <summary>A map that has several mount points is listed with each of them.</summary>
    private static GivenFile Map(string path, List<ListedPoint> points, string file)
    {
        var entries = points.SelectMany(p => p.Entries).DistinctBy(e => e.Key);
        var map = new MapContent(path, null, [.. entries]) { File = file };
        return new GivenFile(path, path, _ => map);
    }
}
