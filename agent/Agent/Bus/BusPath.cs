using System.Text;

namespace AutomountAgent.Bus;

/// <summary>Object paths of D-Bus.</summary>
internal static class BusPath
{
    /// <summary>
    /// Appends a name to an object path, escaped as systemd does it (sd_bus_path_encode(3)): every byte that is not an ASCII letter or
    /// digit, and a digit at the start, becomes an underscore and two hexadecimal digits; an empty name becomes an underscore.
    /// </summary>
    /// <param name="prefix">A valid object path, for example <c>/org/freedesktop/systemd1/unit</c>.</param>
    /// <param name="name">Any name.</param>
    public static string Encode(string prefix, string name)
    {
        var path = new StringBuilder(prefix).Append('/');
        foreach (var b in Encoding.UTF8.GetBytes(name))
        {
            var isPlain = char.IsAsciiLetter((char)b) || (char.IsAsciiDigit((char)b) && path[^1] != '/');
            _ = isPlain ? path.Append((char)b) : path.Append('_').Append(b.ToString("x2"));
        }

        return name.Length == 0 ? path.Append('_').ToString() : path.ToString();
    }

    /// <summary>
    /// Whether a text is an object path (D-Bus specification). The bus closes the connection of a client that sends another one.
    /// </summary>
    /// <param name="text">Any text.</param>
    public static bool IsValid(string text)
    {
        if (text == "/")
        {
            return true;
        }

        return text.StartsWith('/') && text[1..].Split('/').All(e => e.Length > 0 && e.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'));
    }
}
