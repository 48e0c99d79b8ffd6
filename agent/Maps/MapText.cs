using System.Text;

namespace AutomountAgent.Maps;

/// <summary>The words of a map entry as automount splits and unquotes them (autofs(5); an entry is blank-separated, with <c>"</c> and <c>\</c> as quotes).</summary>
internal static class MapText
{
    /// <summary>Blanks that separate words.</summary>
    public static bool IsBlank(char c) => c is ' ' or '\t' or '\n' or '\v' or '\f' or '\r' or '\b';

    /// <summary>The next position that is not a blank. A <c>#</c> where a word would begin makes the rest a comment, in LDAP values too.</summary>
    public static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && IsBlank(text[at]))
        {
            at++;
        }

        return at < text.Length && text[at] == '#' ? text.Length : at;
    }

    /// <summary>
    /// The end of the word at a position. With <paramref name="untilColon"/> spaces and tabs do not end it before <c>:/</c> was seen: that is how
    /// automount takes <c>server /a host:/b</c> for one location, and reports the blank instead of the missing colon.
    /// </summary>
    public static int WordEnd(string text, int at, bool untilColon)
    {
        while (at < text.Length)
        {
            var c = text[at];
            if (c == '\\')
            {
                at++;
            }
            else if (c == '"')
            {
                var close = text.IndexOf('"', at + 1);
                close = close < 0 ? text.Length : close;
                untilColon &= text.AsSpan(at, close - at).IndexOf(":/") < 0;
                at = close;
            }
            else if (c == ':' && at + 1 < text.Length && text[at + 1] == '/')
            {
                untilColon = false;
            }
            else if (IsBlank(c) && !(untilColon && c is ' ' or '\t'))
            {
                return at;
            }

            at++;
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

        var plain = new StringBuilder(word.Length);
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

        return quoted ? null : plain.ToString();
    }
}
