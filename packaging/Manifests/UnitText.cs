namespace AutomountPackaging.Manifests;

/// <summary>A setting of a systemd unit.</summary>
/// <param name="Section">Its section; empty before the first.</param>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value, trimmed.</param>
/// <param name="Line">Index of its line.</param>
internal sealed record UnitSetting(string Section, string Key, string Value, int Line);

/// <summary>
/// Reads unit files and drop-ins (systemd.syntax(7)). Not <see cref="Automount.Text.IniFile"/>, because the grammars differ where it
/// matters: a unit continues a line with a backslash at its end, and a blank at the start of a line means nothing; in sssd.conf a blank at
/// the start continues the line before, and a backslash means nothing.
/// </summary>
internal static class UnitText
{
    public static IReadOnlyList<UnitSetting> Read(EmbeddedText text)
    {
        var settings = new List<UnitSetting>();
        var section = "";
        foreach (var (line, _, content) in LogicalLine.Of(text))
        {
            if (content is "" or ['#' or ';', ..])
            {
                continue;
            }

            if (content is ['[', .., ']'])
            {
                section = content[1..^1].Trim();
            }
            else if (content.IndexOf('=') is > 0 and var at)
            {
                settings.Add(new UnitSetting(section, content[..at].TrimEnd(), content[(at + 1)..].TrimStart(), line));
            }
        }

        return settings;
    }
}
