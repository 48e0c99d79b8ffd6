using System.Text;

namespace Automount.Maps;

/// <summary>A key as a file map writes it, and as automount compares it.</summary>
internal static class MapKey
{
    /// <summary>
    /// The key without quotes and backslashes, doubled slashes collapsed; a trailing slash stays. Null when automount refuses it: a control
    /// character that is not quoted, or one that is not ASCII (automount compares signed bytes with the blank).
    /// </summary>
    /// <param name="written">The key, as it is written.</param>
    public static string? Clean(string written)
    {
        if (!written.AsSpan().ContainsAnyExceptInRange('!', '~') && written.AsSpan().IndexOfAny('"', '\\') < 0 && !written.Contains("//"))
        {
            return written;
        }

        var key = new StringBuilder(written.Length);
        var quoted = false;
        var afterSlash = false;
        for (var i = 0; i < written.Length; i++)
        {
            var c = written[i];
            if (c == '"')
            {
                quoted = !quoted;
                continue;
            }

            if (!quoted && c is < ' ' or > '\x7f')
            {
                return null;
            }

            if (!quoted && c == '\\')
            {
                i++;
                if (i < written.Length && written[i] > '\x7f')
                {
                    return null; // Only its first byte is escaped.
                }

                key.Append(written.AsSpan(i, Math.Min(1, written.Length - i)));
            }
            else if (c != '/' || !afterSlash)
            {
                key.Append(c);
                afterSlash = c == '/';
            }
        }

        return quoted ? null : key.ToString();
    }
}
