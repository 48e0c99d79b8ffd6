using Automount.Maps;

namespace AutomountAgent.Validate.Given;

/// <summary>
/// What <c>ipa automountlocation-tofiles</c> prints: the maps of a location as files of a node, each below a heading with its path, with
/// a line of dashes between them.
/// </summary>
internal static class IpaListing
{
    private const string Master = "/etc/auto.master:";
    private const string Unconnected = "maps not connected to";
    private const string Rule = "---------------";

    /// <summary>
    /// Whether a text is one: it begins with the heading of the master map, after a line with the location in some versions.
    /// </summary>
    public static bool IsOne(string text) => text
        .Split('\n', 12)
        .Select(line => line.Trim())
        .FirstOrDefault(line => line.Length > 0 && !line.StartsWith("Location:", StringComparison.Ordinal)) == Master;

    /// <summary>The maps, each as a file.</summary>
    public static IReadOnlyList<GivenFile> Parse(string text, string file)
    {
        var lines = text.Split('\n');
        var found = new List<GivenFile>();
        for (var at = 0; at < lines.Length; at++)
        {
            var heading = lines[at].TrimEnd('\r');
            var isFirst = at == 0 || found.Count == 0 || lines[at - 1].StartsWith(Rule, StringComparison.Ordinal);
            if (isFirst && heading is ['/', .., ':'])
            {
                found.Add(Section(heading, lines, at + 1, file));
            }
        }

        return found;
    }

    /// <summary>A map whose entry in the master map has options has them in its heading as well.</summary>
    private static GivenFile Section(string heading, string[] lines, int from, string file)
    {
        var path = heading[..^1].Split(' ', '\t')[0];
        var to = Array.FindIndex(lines, from, IsEnd);
        var text = string.Join('\n', lines[from..(to < 0 ? lines.Length : to)]) + "\n";
        return new GivenFile(path, path, isMaster => Shifted(
            isMaster ? MasterFile.Parse(text, path) : MapFile.Parse(text, path), from, file));
    }

    private static bool IsEnd(string line) =>
        line.StartsWith(Rule, StringComparison.Ordinal) || line.StartsWith(Unconnected, StringComparison.Ordinal);

    /// <summary>The lines of a section as lines of the whole file.</summary>
    private static MapContent Shifted(MapContent map, int lines, string file) => map with
    {
        File = file,
        Entries = [.. map.Entries.Select(e => e with { Line = e.Line + lines })],
        Dropped = [.. map.Dropped.Select(d => d with { Record = d.Record with { Line = d.Record.Line + lines } })],
    };
}
