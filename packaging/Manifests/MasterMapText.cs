namespace AutomountPackaging.Manifests;

/// <summary>An entry of a master map (auto.master(5)).</summary>
/// <param name="MountPoint">An absolute path, or <c>/-</c> for a direct map.</param>
/// <param name="MapType">What stands before the colon of the map: <c>file</c>, <c>ldap</c>, <c>sss</c> ...; empty when nothing
/// does.</param>
/// <param name="Map">Name or path of the map.</param>
/// <param name="Line">Index of its line.</param>
internal sealed record MasterEntry(string MountPoint, string MapType, string Map, int Line)
{
    public bool Direct => MountPoint == "/-";
}

/// <summary>
/// The few things that the check must know of autofs's files; the full map language is the agent's (its folder <c>Maps</c>).
/// </summary>
internal static class MasterMapText
{
    private static readonly string[] MapTypes =
        ["file", "program", "exec", "yp", "nisplus", "hesiod", "ldap", "ldaps", "multi", "sss", "dir"];

    public static IEnumerable<MasterEntry> Entries(EmbeddedText text)
    {
        foreach (var (line, words) in Lines(text))
        {
            if (words.Length >= 2 && words[0].StartsWith('/') && !IsLocation(words[1]))
            {
                var (type, map) = words[1].IndexOf(':') is > 0 and var at ? (words[1][..at].Split(',')[0], words[1][(at + 1)..])
                    : ("", words[1]);
                yield return new MasterEntry(words[0].Length > 1 ? words[0].TrimEnd('/') : words[0], type, map, line);
            }
        }
    }

    /// <summary>The keys of a map file, with the index of their lines.</summary>
    public static IEnumerable<(string Key, int Line)> Keys(EmbeddedText text) => Lines(text).Where(l => !l.Words[0].StartsWith('+'))
        .Select(l => (l.Words[0], l.Line));

    /// <summary>
    /// True when every entry has a location (<c>server:/path</c>, <c>:/dev/sdb1</c>), as entries of maps have and those of master maps have
    /// not.
    /// </summary>
    public static bool IsMap(EmbeddedText text) => Lines(text).Any() && Lines(text).All(l => l.Words.Skip(1).Any(IsLocation));

    // server:/path and :/dev/x are locations; file:/etc/auto.x and ldap:ou=auto.x are maps with their type.
    private static bool IsLocation(string word)
    {
        var colon = word.IndexOf(':');
        return colon >= 0 && colon + 1 < word.Length && word[colon + 1] is '/' or '&' or '$' && !word.StartsWith('-')
            && !MapTypes.Contains(word[..colon].Split(',')[0]);
    }

    private static IEnumerable<(int Line, string[] Words)> Lines(EmbeddedText text)
    {
        foreach (var (first, _, content) in LogicalLine.Of(text))
        {
            var words = content.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0 && !words[0].StartsWith('#'))
            {
                yield return (first, words);
            }
        }
    }
}
