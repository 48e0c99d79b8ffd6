using System.Globalization;
using System.Text;

namespace AutomountPackaging.Check;

/// <summary>Text of a checked file, made fit for a message: no credential, no control characters, not too long.</summary>
internal static class Quote
{
    private const int Limit = 100;

    /// <summary>The text in quotation marks.</summary>
    public static string Of(string? text) => $"\"{Plain(text)}\"";

    /// <summary>The text as it stands.</summary>
    public static string Plain(string? text) => Printable(Credentials.Redact(text is { Length: > 4 * Limit } ? text[..(4 * Limit)]
        : text ?? ""), Limit);

    /// <summary>The path of a file, in full.</summary>
    public static string Path(string path) => Printable(path, int.MaxValue);

    private static string Printable(string text, int limit)
    {
        var builder = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (builder.Length >= limit)
            {
                builder.Append('…');
                break;
            }

            var hidden = rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
            builder.Append(hidden ? $"\\u{rune.Value:X4}" : rune.ToString());
        }

        return builder.ToString();
    }
}
