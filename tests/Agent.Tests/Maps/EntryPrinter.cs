using System.Text;
using Automount.Maps;

namespace AgentTests.Maps;

/// <summary>
/// Writes a parsed entry in one canonical form, which parses to the same: each offset with all its options, special characters escaped.
/// </summary>
internal static class EntryPrinter
{
    /// <summary>The entry as text. Expanded variables and keys stay expanded.</summary>
    public static string Print(MapEntry entry)
    {
        var words = new List<string>();
        var isMulti = entry.Mounts is not [{ Offset: "/" }];
        foreach (var mount in entry.Mounts)
        {
            // automount reads the options of an offset a second time, and the locations of the root as well.
            var options = isMulti ? Escape(Escape(mount.Options)) : Escape(mount.Options);
            var isReread = isMulti && mount.Offset == "/";
            var locations = string.Join(' ', mount.Locations.Select(l => Location(mount, l, isReread)));
            words.Add(isMulti ? Offset(mount.Offset) : "");
            words.Add(options.Length > 0 ? $"-{options}" : "");
            words.Add(locations);
        }

        return string.Join(' ', words.Where(w => w.Length > 0));
    }

    private static string Location(EntryMount mount, MapLocation location, bool isReread)
    {
        if (mount.Kind == MountKind.Submount && location.Path.Length == 0)
        {
            return "";
        }

        var hosts = string.Join(',', location.Hosts.Select(Host));
        return isReread
            ? $"{hosts.Replace("\\", "\\\\\\")}:{Escape(Escape(location.Path))}"
            : $"{hosts}:{Escape(location.Path)}";
    }

    private static string Host(MapHost host)
    {
        var name = host.Name.Contains(':') || host.Name.Length == 0 ? $"[{host.Name}]" : host.Name.Replace("#", "\\#");
        var escape = name.StartsWith('-') ? "\\" : "";
        var weight = host.Weight == 0 ? "" : $"({host.Weight})";
        return escape + name + weight;
    }

    /// <summary>
    /// An offset has rules of its own: what is special stands in double quotes, but a double quote and a backslash cannot.
    /// </summary>
    private static string Offset(string path)
    {
        var text = new StringBuilder("\"");
        foreach (var c in path)
        {
            text.Append(c is '"' or '\\' ? $"\"\\{c}\"" : c.ToString());
        }

        return path.AsSpan().ContainsAnyExcept(Plain) ? text.Append('"').ToString() : path;
    }

    private static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            // A backslash before a colon stays in force for the next character, and would spoil the next backslash.
            var isBeforeSpecial = text[i] == ':' && (i + 1 == text.Length || IsSpecial(text[i + 1]));
            var plain = IsSpecial(text[i]) ? $"\\{text[i]}" : text[i].ToString();
            escaped.Append(isBeforeSpecial ? "\":\"" : plain);
        }

        return escaped.ToString();
    }

    private static bool IsSpecial(char c) => c is '&' or '$' or ':' or '"' or '\\' or '#' || MapText.IsBlank(c);

    private static readonly System.Buffers.SearchValues<char> Plain =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/=,.-_+%@");
}
