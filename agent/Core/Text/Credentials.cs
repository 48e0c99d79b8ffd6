using System.Buffers;
using System.Text;

namespace Automount.Text;

/// <summary>
/// Finds credentials in text from outside, so that they can be reported without being shown. Every method takes linear time: each scanner
/// looks at a character a fixed number of times, whatever the text is.
/// </summary>
public static class Credentials
{
    /// <summary>Replaces a credential that is taken out.</summary>
    private const string Hidden = "***";

    private const char Star = '*';

    /// <summary>The part of a key before the name that is shown; nobody writes a longer one.</summary>
    private const int MaxKey = 48;

    /// <summary>A shorter value is a word of a sentence or a placeholder.</summary>
    private const int MinValue = 3;

    /// <summary>More than any of the words and placeholders has.</summary>
    private const int MaxWord = 32;

    /// <summary>What the keys of passwords end with, in sssd.conf, mount options, units, scripts and manifests.</summary>
    private static readonly string[] Keys =
        ["authtok", "password", "password2", "passwd", "pass", "secret", "token", "apikey", "api_key", "auth_header_value"];

    /// <summary>Values that stand for no password: words of programs and of people who left it out.</summary>
    private static readonly string[] Words = ["true", "false", "yes", "no", "none", "null", "password", "obfuscated_password"];

    private static readonly string[] Placeholders = ["REDACTED", "CHANGE", "PLACEHOLDER", "REPLACE"];

    private static readonly SearchValues<char> EndsValue = SearchValues.Create(" \t\r\n\f\v\"',;");

    /// <summary>Whether a key names a password: <c>ldap_default_authtok</c>, <c>http_password</c>, <c>PASS</c>.</summary>
    public static bool IsKey(ReadOnlySpan<char> key)
    {
        foreach (var name in Keys)
        {
            var start = key.Length - name.Length;
            if (start >= 0 && key.EndsWith(name, StringComparison.OrdinalIgnoreCase) && (start == 0 || !IsInsideWord(key[start - 1])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What kind of credential a line holds: <c>a private key</c>, <c>a value for password</c>; null when it holds none.</summary>
    public static string? Find(ReadOnlySpan<char> line)
    {
        if (CredentialShapes.HasPrivateKey(line))
        {
            return "a private key";
        }

        if (CredentialShapes.Token(line, 0) is not null)
        {
            return "a token";
        }

        if (CredentialShapes.UserInfo(line, 0) is not null)
        {
            return "a password in a URL";
        }

        // A comment assigns nothing, whatever it says.
        var isComment = line.TrimStart() is ['#' or ';', ..];
        return !isComment && Assignment(line, 0, out var key) is not null ? $"a value for {line[key]}" : null;
    }

    /// <summary>The text with stars in place of the tokens and passwords in it.</summary>
    public static string Redact(string text)
    {
        text = Replace(text, CredentialShapes.Token);
        text = Replace(text, CredentialShapes.UserInfo);
        return Replace(text, (span, from) => Assignment(span, from, out _));
    }

    /// <summary>
    /// Where the value of the next password option of a text is, whatever the value looks like; it ends with a comma, a blank or the text.
    /// Null when there is none.
    /// </summary>
    /// <param name="options">An entry of a map, or its options.</param>
    /// <param name="from">Where to begin.</param>
    public static Range? FindOption(ReadOnlySpan<char> options, int from = 0)
    {
        for (var at = from; at < options.Length; at++)
        {
            var equals = options[at..].IndexOf('=');
            if (equals < 0)
            {
                return null;
            }

            at += equals;
            if (IsKey(options[KeyStart(options, at)..at]))
            {
                var length = options[(at + 1)..].IndexOfAny(", \t");
                return length < 0 ? (at + 1).. : (at + 1)..(at + 1 + length);
            }
        }

        return null;
    }

    /// <summary>
    /// Where the password of the next URL in an entry is (<c>cifs://user:password@server</c>), whatever it looks like; null when there is
    /// none.
    /// </summary>
    /// <param name="entry">An entry of a map.</param>
    /// <param name="from">Where to begin.</param>
    public static Range? FindUrlPassword(ReadOnlySpan<char> entry, int from = 0)
    {
        const string separator = "://";
        while (entry[from..].IndexOf(separator) is >= 0 and var found)
        {
            from += found + separator.Length;
            var end = entry[from..].IndexOfAny("/ \t");
            var authority = end < 0 ? entry[from..] : entry.Slice(from, end);
            var (colon, at) = (authority.IndexOf(':'), authority.LastIndexOf('@'));
            if (colon >= 0 && colon + 1 < at)
            {
                return (from + colon + 1)..(from + at);
            }
        }

        return null;
    }

    /// <summary>Whether an entry has a password, in its options or in a URL.</summary>
    public static bool HasPassword(ReadOnlySpan<char> entry) => FindOption(entry) is not null || FindUrlPassword(entry) is not null;

    /// <summary>An entry, with stars in place of its passwords: as many as there are characters, so that columns stay.</summary>
    public static string Mask(string entry)
    {
        var passwords = Options(entry).ToList();
        if (passwords.Count == 0)
        {
            return entry;
        }

        var masked = entry.ToCharArray();
        passwords.ForEach(password => masked.AsSpan(password).Fill(Star));
        return new string(masked);
    }

    /// <summary>A short text about an entry, with stars wherever a password of the entry stands in it.</summary>
    public static string Mask(string text, string entry)
    {
        // A password may be a part of a longer one.
        foreach (var password in Options(entry).Select(o => entry[o]).Where(p => p.Length > 0).Distinct().OrderByDescending(p => p.Length))
        {
            text = text.Replace(password, new string(Star, password.Length));
        }

        return text;
    }

    /// <summary>Where the passwords of an entry are: the values of options, and those of URLs.</summary>
    private static IEnumerable<Range> Options(string entry)
    {
        for (var from = 0; FindOption(entry, from) is { } found; from = found.End.GetOffset(entry.Length))
        {
            yield return found;
        }

        for (var from = 0; FindUrlPassword(entry, from) is { } found; from = found.End.GetOffset(entry.Length))
        {
            yield return found;
        }
    }

    /// <summary>Where the next credential of a kind is in a text; null when there is none.</summary>
    private delegate Range? Scanner(ReadOnlySpan<char> text, int from);

    private static string Replace(string text, Scanner next)
    {
        if (next(text, 0) is null)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var done = 0;
        while (next(text, done) is { } found)
        {
            var (start, length) = found.GetOffsetAndLength(text.Length);
            result.Append(text.AsSpan(done, start - done)).Append(Hidden);
            done = start + length;
        }

        return result.Append(text.AsSpan(done)).ToString();
    }

    /// <summary>A password behind its key and <c>=</c> or <c>:</c>, where the value looks like one.</summary>
    private static Range? Assignment(ReadOnlySpan<char> text, int from, out Range key)
    {
        for (var at = from; at < text.Length; at++)
        {
            var separator = text[at..].IndexOfAny('=', ':');
            if (separator < 0)
            {
                break;
            }

            var gapStart = at;
            at += separator;
            var end = text[at] == '=' ? gapStart + text[gapStart..at].TrimEnd(" \t").Length : at;
            key = KeyStart(text, end)..end;
            if (IsKey(text[key]) && Value(text, at) is { } value)
            {
                return value;
            }
        }

        key = default;
        return null;
    }

    /// <summary>The value behind a separator; null when it is a variable, a placeholder, a file or a choice of a program.</summary>
    private static Range? Value(ReadOnlySpan<char> text, int separator)
    {
        var start = separator + 1;
        var blanks = text[start..].Length - text[start..].TrimStart(" \t").Length;
        if (text[separator] == ':' && blanks == 0)
        {
            return null;
        }

        start += blanks;
        if (start < text.Length && text[start] is '"' or '\'')
        {
            start++;
        }

        // First and within bounds, so that only the end of a value that is accepted is searched for: what follows starts behind it.
        var value = text[start..];
        if (StandsForNone(value[..Math.Min(value.Length, MaxWord)]))
        {
            return null;
        }

        var end = value.IndexOfAny(EndsValue);
        var length = end < 0 ? value.Length : end;
        return length >= MinValue ? start..(start + length) : null;
    }

    private static bool StandsForNone(ReadOnlySpan<char> value)
    {
        if (value is [] or ['$' or '<' or '{' or '%' or '*' or '/', ..])
        {
            return true;
        }

        foreach (var placeholder in Placeholders)
        {
            if (value.StartsWith(placeholder, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        var word = value[..Run(value, c => char.IsAsciiLetterOrDigit(c) || c == '_')];
        foreach (var none in Words)
        {
            if (word.Equals(none, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static int KeyStart(ReadOnlySpan<char> text, int end)
    {
        var start = end;
        while (start > 0 && end - start < MaxKey && (IsTokenCharacter(text[start - 1]) || text[start - 1] == '.'))
        {
            start--;
        }

        return start;
    }

    internal static int Run(ReadOnlySpan<char> text, Func<char, bool> belongs)
    {
        var length = 0;
        while (length < text.Length && belongs(text[length]))
        {
            length++;
        }

        return length;
    }

    internal static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    private static bool IsInsideWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '.';
}
