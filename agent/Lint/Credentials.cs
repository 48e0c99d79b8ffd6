namespace Automount.Lint;

/// <summary>Passwords in options. They are a fault of the map, and must not spread from it into reports.</summary>
internal static class Credentials
{
    private static readonly string[] Names = ["password=", "password2=", "passwd=", "pass="];

    /// <summary>
    /// Where the value of the next password option of a text is; it ends with a comma, a blank or the text. Null when there is none.
    /// </summary>
    /// <param name="text">An entry, or its options.</param>
    /// <param name="from">Where to begin.</param>
    public static Range? Find(ReadOnlySpan<char> text, int from = 0)
    {
        for (var at = from; text[at..].IndexOf("pass", StringComparison.OrdinalIgnoreCase) is >= 0 and var next; at++)
        {
            at += next;
            foreach (var name in Names)
            {
                var isWord = at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]);
                if (isWord && text[at..].StartsWith(name, StringComparison.OrdinalIgnoreCase))
                {
                    var start = at + name.Length;
                    var length = text[start..].IndexOfAny(", \t");
                    return new Range(start, length < 0 ? text.Length : start + length);
                }
            }
        }

        return null;
    }

    /// <summary>
    /// A text about an entry, with stars in place of the passwords of the entry: as many as there are characters, so that columns stay.
    /// </summary>
    public static string Mask(string text, string entry)
    {
        for (var found = Find(entry); found is { } secret; found = Find(entry, secret.End.Value))
        {
            var length = secret.End.Value - secret.Start.Value;
            text = length > 0 ? text.Replace(entry[secret], new string('*', length)) : text;
        }

        return text;
    }
}
