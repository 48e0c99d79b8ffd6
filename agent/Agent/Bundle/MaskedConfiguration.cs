using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using Automount.Text;

namespace AutomountAgent.Bundle;

/// <summary>
/// A configuration file with the values of the keys that are known to be harmless. Of a key whose name says that it is a password the name
/// is kept; every other line, comments among them, is counted alone. Pure.
/// </summary>
internal static class MaskedConfiguration
{
    private const string Stars = "***";

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>The file as text.</summary>
    /// <param name="text">Its content.</param>
    /// <param name="file">Its path.</param>
    /// <param name="harmless">The keys whose values are shown, in small letters.</param>
    public static string Of(string text, string file, FrozenSet<string> harmless)
    {
        var ini = IniFile.Parse(text, file);
        var shown = new StringBuilder($"# {file}\n");
        var (section, left) = ("", ini.Problems.Length);
        foreach (var entry in ini.Entries)
        {
            if (Line(entry, harmless) is not { } line)
            {
                left++;
                continue;
            }

            shown.Append(entry.Section == section ? "" : $"[{Printable.Escape(entry.Section)}]\n").Append(line).Append('\n');
            section = entry.Section;
        }

        return shown.Append(left > 0 ? $"# {Wording.Count(left, "other line")} not shown\n" : "").ToString();
    }

    private static string? Line(IniEntry entry, FrozenSet<string> harmless)
    {
        var key = entry.Key.ToLowerInvariant();
        if (harmless.Contains(key))
        {
            return $"{key} = {Masking.Line(Printable.Escape(entry.Value, 4096))}";
        }

        return Credentials.IsKey(key) && !key.AsSpan().ContainsAnyExcept(NameCharacters) ? $"{key} = {Stars}" : null;
    }
}
