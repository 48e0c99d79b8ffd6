namespace Automount.Maps;

/// <summary>
/// The word of an entry that is an offset of a multi-mount. automount reads it by other rules than the rest of the entry.
/// </summary>
internal static class MountOffset
{
    /// <summary>Its end: only spaces and tabs end it.</summary>
    public static int End(string text, int at)
    {
        while (at < text.Length && text[at] is not (' ' or '\t'))
        {
            if (text[at] == '"')
            {
                var close = text.IndexOf('"', at + 1);
                at = close < 0 ? text.Length - 1 : close;
            }
            else if (text[at] == '\\')
            {
                at++;
            }

            at++;
        }

        return Math.Min(at, text.Length);
    }

    /// <summary>
    /// The path without its quotes and doubled slashes; null when automount refuses it. Outside double quotes it takes neither control
    /// characters nor, since char is signed where it runs, bytes above 0x7f.
    /// </summary>
    /// <param name="word">The word.</param>
    /// <param name="isClosed">False when a double quote is not closed.</param>
    public static string? Of(ReadOnlySpan<char> word, out bool isClosed)
    {
        var path = new TextBuffer(stackalloc char[256]);
        var (quoted, slash, bad) = (false, false, false);
        for (var i = 0; i < word.Length; i++)
        {
            var c = word[i];
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == '\\' && !quoted)
            {
                path.Append(word[Math.Min(++i, word.Length)..Math.Min(i + 1, word.Length)]);
                bad |= i < word.Length && !char.IsAscii(word[i]); // The backslash covers the first byte only.
            }
            else if (!quoted && c is < ' ' or > '\x7f')
            {
                bad = true;
            }
            else if (c != '/' || !slash)
            {
                path.Append(c);
                slash = c == '/';
            }
        }

        isClosed = !quoted;
        var text = bad || quoted ? null : path.ToString();
        path.Dispose();
        return text;
    }
}
