using System.Collections.Immutable;

namespace AutomountAgent.Observe.Automount;

/// <summary>The <c>automount:</c> line of nsswitch.conf(5), as automount reads it.</summary>
public static class NsswitchConf
{
    private const string Database = "automount:";

    /// <summary>
    /// The sources, in order. The first <c>automount:</c> line counts; it starts at the first column, in any case. Actions such as
    /// <c>[NOTFOUND=return]</c> are left out. Without such a line, automount reads files.
    /// </summary>
    public static ImmutableArray<string> Sources(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(Database, StringComparison.OrdinalIgnoreCase))
            {
                return Words(line[Database.Length..]);
            }
        }

        return ["files"];
    }

    private static ImmutableArray<string> Words(ReadOnlySpan<char> line)
    {
        var sources = ImmutableArray.CreateBuilder<string>();
        while (!line.IsEmpty && line[0] != '#')
        {
            var end = line[0] == '[' ? line.IndexOf(']') + 1 : line.IndexOfAny(" \t[#");
            var length = end > 0 ? end : char.IsWhiteSpace(line[0]) ? 1 : line.Length;
            if (line[0] != '[' && !char.IsWhiteSpace(line[0]))
            {
                sources.Add(line[..length].ToString());
            }

            line = line[length..];
        }

        return sources.ToImmutable();
    }
}
