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
        while (!(line = line.TrimStart()).IsEmpty && line[0] != '#')
        {
            var word = line[0] == '[' ? line[..(line.IndexOf(']') + 1)] : line[..EndOfWord(line)];
            if (word.IsEmpty)
            {
                break; // An action without its bracket.
            }

            if (word[0] != '[')
            {
                sources.Add(word.ToString());
            }

            line = line[word.Length..];
        }

        return sources.ToImmutable();
    }

    private static int EndOfWord(ReadOnlySpan<char> line)
    {
        var end = 1;
        while (end < line.Length && !char.IsWhiteSpace(line[end]) && line[end] is not ('[' or '#'))
        {
            end++;
        }

        return end;
    }
}
