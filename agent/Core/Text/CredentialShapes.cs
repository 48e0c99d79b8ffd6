using System.Buffers;

namespace Automount.Text;

/// <summary>Credentials that are known by their shape, whatever stands before them. Every scanner takes linear time.</summary>
internal static class CredentialShapes
{
    private const int MaxPrivateKeyType = 40;

    private static readonly SearchValues<char> UpperOrBlank = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ ");
    private static readonly SearchValues<char> EndsUser = SearchValues.Create(" \t\r\n\f\v/@:'\"");
    private static readonly SearchValues<char> EndsPassword = SearchValues.Create(" \t\r\n\f\v/@'\"$<{");

    /// <summary><c>-----BEGIN RSA PRIVATE KEY-----</c>, with any type or none.</summary>
    public static bool HasPrivateKey(ReadOnlySpan<char> text)
    {
        const string Begin = "-----BEGIN ";
        for (var at = text.IndexOf(Begin); at >= 0; at = Next(text, at, Begin))
        {
            var rest = text[(at + Begin.Length)..];
            var type = rest[..Math.Min(rest.Length, MaxPrivateKeyType)];
            var end = type.IndexOf("PRIVATE KEY-----");
            if (end >= 0 && type[..end].IndexOfAnyExcept(UpperOrBlank) < 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>JSON Web Tokens; tokens of GitHub, GitLab, AWS, OpenShift.</summary>
    public static Range? Token(ReadOnlySpan<char> text, int from)
    {
        for (var at = from; at < text.Length; at++)
        {
            if (at > 0 && char.IsAsciiLetterOrDigit(text[at - 1]))
            {
                continue;
            }

            var length = TokenLength(text[at..], out var skip);
            if (length > 0)
            {
                return at..(at + length);
            }

            at += skip;
        }

        return null;
    }

    /// <summary>How long the token is with which a text begins; 0 when it begins with none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="skip">How many characters after the first cannot begin a token either.</param>
    private static int TokenLength(ReadOnlySpan<char> text, out int skip)
    {
        skip = 0;
        if (text.StartsWith("eyJ"))
        {
            return JsonWebToken(text, out skip);
        }

        if (text is ['g', 'h', 'p' or 'o' or 'u' or 's' or 'r', '_', ..])
        {
            return WithRun(4, Credentials.Run(text[4..], char.IsAsciiLetterOrDigit), 20);
        }

        if (text.StartsWith("glpat-"))
        {
            skip = Credentials.Run(text[6..], Credentials.IsTokenCharacter);
            return WithRun(6, skip, 16);
        }

        if (text.StartsWith("sha256~"))
        {
            skip = Credentials.Run(text[7..], Credentials.IsTokenCharacter);
            return WithRun(7, skip, 20);
        }

        // An access key of AWS has 20 characters, no more.
        var isAccessKey = text.StartsWith("AKIA") && Credentials.Run(text[4..], IsUpperOrDigit) == 16;
        return isAccessKey && (text.Length == 20 || !char.IsAsciiLetterOrDigit(text[20])) ? 20 : 0;
    }

    private static int JsonWebToken(ReadOnlySpan<char> text, out int skip)
    {
        var header = Credentials.Run(text, Credentials.IsTokenCharacter);
        skip = header;
        if (header < 11 || header >= text.Length || text[header] != '.')
        {
            return 0;
        }

        var payload = Credentials.Run(text[(header + 1)..], Credentials.IsTokenCharacter);
        var end = header + 1 + payload;
        if (payload < 8 || end >= text.Length || text[end] != '.')
        {
            return 0;
        }

        return end + 1 + Credentials.Run(text[(end + 1)..], Credentials.IsTokenCharacter);
    }

    private static bool IsUpperOrDigit(char c) => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c);

    private static int WithRun(int prefix, int run, int least) => run >= least ? prefix + run : 0;

    /// <summary>User and password in front of the host of a URL.</summary>
    public static Range? UserInfo(ReadOnlySpan<char> text, int from)
    {
        const string Separator = "://";
        for (var at = Next(text, from - 1, Separator); at >= 0; at = Next(text, at, Separator))
        {
            var start = at + Separator.Length;
            var user = text[start..].IndexOfAny(EndsUser);
            if (user < 0 || text[start + user] != ':')
            {
                continue;
            }

            var password = text[(start + user + 1)..];
            var end = password.IndexOfAny(EndsPassword);
            if (end > 0 && password[end] == '@')
            {
                return start..(start + user + 1 + end);
            }
        }

        return null;
    }

    private static int Next(ReadOnlySpan<char> text, int after, string what)
    {
        var from = Math.Min(after + 1, text.Length);
        var found = text[from..].IndexOf(what);
        return found < 0 ? -1 : from + found;
    }
}
