using System.Collections.Immutable;
using Automount.Findings;
using Automount.Lint;
using Automount.Maps;
using Automount.Maps.Sources;

namespace AgentTests.Lint;

/// <summary>
/// Maps as tests write them: blocks of text, the first is the master map, each begins with its name; a line is a key, a blank, and the
/// entry.
/// </summary>
internal static class Maps
{
    public static KnownMaps Of(string text, NodeFacts? node = null)
    {
        var blocks = text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var maps = blocks.Select(Map).ToImmutableArray();
        return KnownMaps.From(maps[0], maps.RemoveAt(0), node);
    }

    public static MapContent Map(string block)
    {
        var lines = block.Split('\n', StringSplitOptions.TrimEntries);
        return new MapContent(lines[0], $"automountMapName={lines[0]},dc=example,dc=com",
            [.. lines.Skip(1).Select(l => Record(l, lines[0]))]);
    }

    public static ImmutableArray<Finding> Lint(string text, NodeFacts? node = null) => Lint(Of(text, node));

    public static ImmutableArray<Finding> Lint(KnownMaps maps) => MapLinter.Run(maps, Silence.None).Findings;

    private static MapRecord Record(string line, string map)
    {
        var blank = line.IndexOf(' ');
        var (key, value) = blank < 0 ? (line, "") : (line[..blank], line[(blank + 1)..]);
        return new MapRecord(key, value, $"automountKey={key},automountMapName={map},dc=example,dc=com");
    }
}
