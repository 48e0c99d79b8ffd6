namespace AutomountPackaging.Manifests;

/// <summary>A key of an INI file: sssd.conf, agent.conf, a systemd unit.</summary>
/// <param name="Section">The section that it is in; empty before the first.</param>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value, trimmed.</param>
/// <param name="Line">Index of its line.</param>
internal sealed record IniKey(string Section, string Key, string Value, int Line);

/// <summary>The sections and keys of an INI file.</summary>
/// <param name="Sections">Names of sections with the index of their lines.</param>
/// <param name="Keys">Keys in order.</param>
/// <param name="Strays">Indices of lines that are neither.</param>
internal sealed record IniText(IReadOnlyList<(string Name, int Line)> Sections, IReadOnlyList<IniKey> Keys, IReadOnlyList<int> Strays)
{
    public static IniText Read(EmbeddedText text)
    {
        var (sections, keys, strays, section) = (new List<(string, int)>(), new List<IniKey>(), new List<int>(), "");
        foreach (var (first, _, content) in LogicalLine.Of(text))
        {
            if (content.Length == 0 || content[0] is '#' or ';')
            {
                continue;
            }

            if (content[0] == '[' && content[^1] == ']')
            {
                section = content[1..^1].Trim();
                sections.Add((section, first));
            }
            else if (content.IndexOf('=') is > 0 and var at)
            {
                keys.Add(new IniKey(section, content[..at].TrimEnd(), content[(at + 1)..].TrimStart(), first));
            }
            else
            {
                strays.Add(first);
            }
        }

        return new IniText(sections, keys, strays);
    }

    /// <summary>The last value of a key.</summary>
    public IniKey? Find(string section, string key) => Keys.LastOrDefault(k => k.Section == section && k.Key == key);
}
