using System.Buffers;

namespace Automount.Maps;

/// <summary>
/// The words of a map entry as automount splits and unquotes them (autofs(5); an entry is blank-separated, with <c>"</c> and <c>\</c> as
/// quotes).
/// </summary>
public static class MapText
{
    /// <summary>White space of the C locale (isspace(3)).</summary>
    public static readonly SearchValues<char> Spaces = SearchValues.Create(" \t\n\v\f\r");

    /// <summary>Characters that make no difference to where a word ends.</summary>
    private static readonly SearchValues<char> WordBreaks = SearchValues.Create(" \t\n\v\f\r\b\\\":");

    /// <summary>Blanks that separate words.</summary>
    public static bool IsBlank(char c) => c is ' ' or '\t' or '\n' or '\v' or '\f' or '\r' or '\b';

    /// <summary>
    /// The next position that is not a blank. A <c>#</c> where a word would begin makes the rest a comment, in LDAP values too.
    /// </summary>
    public static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && IsBlank(text[at]))
        {
            at++;
        }

        return at < text.Length && text[at] == '#' ? text.Length : at;
    }

    /// <summary>
    /// Where the first colon of an entry is that becomes a slash: a second one behind the <c>:/</c> of a word, in options as well as in
    /// locations, unless quoted; -1 when there is none.
    /// </summary>
    public static int RewrittenColon(string value) => Substitution.RewrittenColon(value);

    /// <summary>
    /// The end of the word at a position. With <paramref name="untilColon"/> spaces and tabs do not end it before <c>:/</c> was seen: that
    /// is how automount takes <c>server /a host:/b</c> for one location, and reports the blank instead of the missing colon.
    /// </summary>
    /// <remarks>A colon, and a blank that is passed over, leave a backslash before them in force for the next character, as in
    /// automount.</remarks>
    public static int WordEnd(string text, int at, bool untilColon)
    {
        for (var escaped = false; at < text.Length; at++)
        {
            if (!escaped)
            {
                var plain = text.AsSpan(at).IndexOfAny(WordBreaks);
                if (plain < 0)
                {
                    return text.Length;
                }

                at += plain;
            }

            var c = text[at];
            if (c == ':')
            {
                untilColon &= !(at + 1 < text.Length && text[at + 1] == '/');
            }
            else if (c == '"' && !escaped)
            {
                var close = text.IndexOf('"', at + 1);
                close = close < 0 ? text.Length : close;
                untilColon &= text.AsSpan(at, close - at).IndexOf(":/") < 0;
                at = close;
            }
            else if (c is ' ' or '\t' && untilColon)
            {
                continue;
            }
            else if (IsBlank(c) && !escaped)
            {
                return at;
            }
            else
            {
                escaped = c == '\\' && !escaped;
            }
        }

        return text.Length;
    }

    /// <summary>A word without its quotes; null when a double quote is not closed.</summary>
    public static string? Unquote(ReadOnlySpan<char> word)
    {
        if (word.IndexOfAny('"', '\\') < 0)
        {
            return word.ToString();
        }

        word = TrimEnd(word);
        var plain = new TextBuffer(stackalloc char[256]);
        var quoted = false;
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] == '"')
            {
                quoted = !quoted;
            }
            else
            {
                i += word[i] == '\\' && !quoted ? 1 : 0;
                plain.Append(word[i..Math.Min(i + 1, word.Length)]);
            }
        }

        var text = quoted ? null : plain.ToString();
        plain.Dispose();
        return text;
    }

    /// <summary>
    /// White space at the end of a word is there because it was escaped; automount looks for the backslash, but not at the word's first
    /// place.
    /// </summary>
    private static ReadOnlySpan<char> TrimEnd(ReadOnlySpan<char> word)
    {
        while (!word.IsEmpty && Spaces.Contains(word[^1]) && !(word.Length > 2 && word[^2] is '\\' or '"'))
        {
            word = word[..^1];
        }

        return word;
    }
}
