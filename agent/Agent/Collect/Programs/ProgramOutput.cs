using System.Text;
using Automount.Maps;

namespace AutomountAgent.Collect.Programs;

/// <summary>Reads what a program map prints, as automount does (autofs: modules/lookup_program.c).</summary>
internal static class ProgramOutput
{
    /// <summary>
    /// The first line that is not empty, without the blanks before it. A backslash before the end of a line joins it with the next one by
    /// a blank; any other backslash is left for the reader of the entry.
    /// </summary>
    /// <param name="text">What was printed.</param>
    /// <returns>The line, and whether more than blanks follow it.</returns>
    public static (string Line, bool HasMore) FirstLine(string text)
    {
        var line = new StringBuilder();
        var escaped = false;
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (!escaped && c == '\\')
            {
                escaped = true;
                continue;
            }

            if (line.Length > 0 && !escaped && c == '\n')
            {
                return (Text(line), text.AsSpan(at).ContainsAnyExcept(MapText.Spaces));
            }

            if (line.Length > 0)
            {
                line.Append(Joined(escaped, c));
            }
            else if (escaped || !MapText.Spaces.Contains(c))
            {
                line.Append(c);
            }

            escaped = false;
        }

        return (Text(line), false);
    }

    private static string Joined(bool escaped, char c)
    {
        if (!escaped)
        {
            return c.ToString();
        }

        return c == '\n' ? " " : $"\\{c}";
    }

    /// <summary>automount goes on with a C string, which ends at a NUL.</summary>
    private static string Text(StringBuilder line)
    {
        var text = line.ToString();
        return text.IndexOf('\0') is >= 0 and var nul ? text[..nul] : text;
    }
}
