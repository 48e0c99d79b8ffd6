using System.Globalization;
using System.Text;

namespace Automount.Text;

/// <summary>
/// Makes text from outside (map keys, LDAP values, server names) safe to print on a terminal, in a label or in the journal.
/// </summary>
public static class Printable
{
    /// <summary>
    /// Escapes control characters, lone surrogates and the Unicode characters that change the direction or the place of text as
    /// <c>\xHH</c> or <c>\uHHHH</c>, and cuts after <paramref name="limit"/> characters.
    /// </summary>
    public static string Escape(string text, int limit = 256)
    {
        if (text.Length <= limit && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var builder = new StringBuilder(Math.Min(text.Length, limit) + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            if (builder.Length >= limit)
            {
                return builder.Append('…').ToString();
            }

            var category = Rune.GetUnicodeCategory(rune);
            if (category == UnicodeCategory.Control)
            {
                builder.Append($"\\x{rune.Value:X2}");
            }
            else if (rune == Rune.ReplacementChar || IsInvisible(category))
            {
                builder.Append($"\\u{rune.Value:X4}");
            }
            else
            {
                builder.Append(rune.ToString());
            }
        }

        return builder.ToString();
    }

    private static bool IsInvisible(UnicodeCategory category) => category is UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
}
