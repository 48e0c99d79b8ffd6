namespace AutomountAgent.Collect.Autofs;

/// <summary>A line of autofs.conf(5) that says something, cut as automount cuts it (autofs: lib/defaults.c, parse_line).</summary>
/// <param name="Number">The line, from 1.</param>
/// <param name="Section">Name of the section that begins here; null when none does.</param>
/// <param name="Key">Name of the setting, in lower case.</param>
/// <param name="Value">Its value, without quotes.</param>
/// <param name="Problem">Why automount passes over the line; null when it does not.</param>
internal readonly record struct AutofsConfLine(int Number, string? Section, string Key, string Value, string? Problem)
{
    /// <summary>The lines of a text that are neither empty nor comments.</summary>
    public static IEnumerable<AutofsConfLine> Of(string text)
    {
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd('\r');
            var trimmed = line.TrimStart(' ', '\t');
            if (trimmed.Length > 0 && trimmed[0] is not ('#' or ';'))
            {
                yield return Of(line, trimmed, number);
            }
        }
    }

    private static AutofsConfLine Of(string line, string trimmed, int number)
    {
        AutofsConfLine Ignored(string why) => new(number, null, "", "", why);
        if (line.Length != trimmed.Length)
        {
            return Ignored("automount ignores a line that begins with a blank");
        }

        if (line[0] == '[')
        {
            var name = line.TrimStart('[', ' ', '\t');
            var end = name.IndexOf(']');
            return end < 0 ? Ignored("automount ignores a section without a closing bracket") : new(number, name[..end].TrimEnd(' ', '\t'), "", "", null);
        }

        var at = line.IndexOf('=');
        if (!char.IsAsciiLetter(line[0]) || at < 0)
        {
            return Ignored("expected [section], key = value, or a comment");
        }

        var value = line[(at + 1)..].TrimStart('"', ' ', '\t');
        var comment = value.IndexOf('#');
        if (comment == 0 || (comment > 0 && value[comment - 1] is '"' or ' ' or '\t'))
        {
            value = value[..comment]; // Directly after another character it is a part of the value.
        }

        return new(number, null, line[..at].TrimEnd(' ', '\t').ToLowerInvariant(), value.TrimEnd('"', ' ', '\t'), null);
    }
}
