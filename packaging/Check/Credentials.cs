using System.Text.RegularExpressions;

namespace AutomountPackaging.Check;

/// <summary>Knows what a credential looks like, so that it can be named without being shown.</summary>
internal static partial class Credentials
{
    // The patterns look back and forth, so a long line is looked at in pieces, which overlap by more than a key and the beginning of its
    // value.
    private const int Piece = 2000;
    private const int Overlap = 200;

    /// <summary>What kind of credential a line holds; null when it holds none.</summary>
    public static string? Find(string line)
    {
        for (var start = 0; start == 0 || start + Overlap < line.Length; start += Piece - Overlap)
        {
            if (FindIn(line.Substring(start, Math.Min(Piece, line.Length - start))) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string? FindIn(string line)
    {
        if (PrivateKey().IsMatch(line))
        {
            return "a private key";
        }

        if (Token().IsMatch(line))
        {
            return "a token";
        }

        if (UserInfo().IsMatch(line))
        {
            return "a password in a URL";
        }

        // A comment assigns nothing, whatever it says.
        return line.AsSpan().TrimStart() is not ['#' or ';', ..] && Assignment().Match(line) is { Success: true } assignment
            ? $"a value for {assignment.Groups["key"].Value}" : null;
    }

    /// <summary>The text with everything taken out that looks like one.</summary>
    public static string Redact(string text) =>
        Assignment().Replace(UserInfo().Replace(Token().Replace(text, "***"), "://***@"), "${key}=***");

    [GeneratedRegex("-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----")]
    private static partial Regex PrivateKey();

    // JSON Web Tokens; tokens of GitHub, GitLab, AWS, OpenShift.
    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*|\bgh[pousr]_[A-Za-z0-9]{20,}|\bglpat-[A-Za-z0-9_-]{16,}|\bAKIA[0-9A-Z]{16}\b|\bsha256~[A-Za-z0-9_-]{20,}")]
    private static partial Regex Token();

    [GeneratedRegex(@"://[^\s/@:'""]*:[^\s/@'""$<{]+@")]
    private static partial Regex UserInfo();

    // A value that is a variable, a placeholder, a file or a choice of a program (password=PROMPT) is no secret.
    [GeneratedRegex(@"(?<![A-Za-z0-9.])(?<key>(?:[A-Za-z0-9_-]{0,40}[_-])?(?:authtok|password|passwd|secret|token|api_?key))(?:[ \t]*=[ \t]*|:[ \t]+)[""']?(?!(?:""""|''|[$<{%*/]|true\b|false\b|yes\b|no\b|none\b|null\b|password\b|obfuscated_password\b|REDACTED|CHANGE|PLACEHOLDER|REPLACE))[^\s""',;]{3,}", RegexOptions.IgnoreCase)]
    private static partial Regex Assignment();
}
