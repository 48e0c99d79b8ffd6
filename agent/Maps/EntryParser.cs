using System.Text;

namespace Automount.Maps;

/// <summary>
/// Parses a sun-format map entry (autofs(5)) the way automount does: expansion, options, then either locations or a multi-mount of offsets.
/// What automount accepts is accepted, however odd, except what can never be mounted.
/// </summary>
public static class EntryParser
{
    /// <summary>Longest entry that automount takes, in bytes.</summary>
    public const int MaxValueBytes = 16384;

    /// <summary>Longest key that automount takes, in bytes.</summary>
    public const int MaxKeyBytes = 255;

    /// <summary>Parses an entry. It never throws and takes linear time.</summary>
    /// <param name="key">The key that was asked for; for a wildcard entry the name that it stands for.</param>
    /// <param name="value">The entry, as the map holds it. For automount, which is written in C, it ends at the first NUL.</param>
    /// <param name="context">The map's part: options and variables.</param>
    public static EntryResult Parse(string key, string value, EntryContext context)
    {
        if (Bytes(key, MaxKeyBytes) is > MaxKeyBytes and var keyBytes)
        {
            return Fail(EntryFault.KeyTooLong, $"the key is {keyBytes} bytes long, automount takes {MaxKeyBytes}", 0);
        }

        if (PlainEntry.Read(value, context) is { } plain)
        {
            return new EntryResult(plain, null);
        }

        if (Bytes(value, MaxValueBytes) is > MaxValueBytes and var valueBytes)
        {
            return Fail(EntryFault.TooLong, $"the entry is {valueBytes} bytes long, automount takes {MaxValueBytes}", 1);
        }

        var text = Substitution.Expand(value, key, context, null);
        if (text is null)
        {
            return Fail(EntryFault.TooLong, $"the entry expands to more than {Substitution.MaxLength} characters", 1);
        }

        if (text.Length == 0)
        {
            return Fail(EntryFault.Empty, "the entry is empty", 1);
        }

        if (text[0] == '-' && IsNull(text) && !context.IsDirect)
        {
            return new EntryResult(MapEntry.Null, null);
        }

        var result = new EntryScanner(text, context).Entry();
        return result.Error is { } error && !ReferenceEquals(text, value) ? new(null, AsWritten(error, key, value, context)) : result;
    }

    /// <summary>
    /// An error with the column of the entry as it is written. Few entries have errors, so only they are expanded a second time to find it.
    /// </summary>
    private static EntryError AsWritten(EntryError error, string key, string value, EntryContext context)
    {
        var pieces = new List<ExpandedPiece>();
        var text = Substitution.Expand(value, key, context, pieces)!;
        return error with { Column = new ExpandedEntry(text, [.. pieces], false).Column(error.Column - 1) };
    }

    /// <summary>Whether the entry hides its key (autofs: lib/parse_subs.c): what follows the word does not count.</summary>
    private static bool IsNull(string text) =>
        text.StartsWith("-null", StringComparison.Ordinal) && (text.Length == 5 || text[5] is ' ' or '\t' or ',');

    /// <summary>The length in UTF-8, which is only counted when it can matter.</summary>
    private static int Bytes(string text, int limit) => text.Length * 3 <= limit ? text.Length : Encoding.UTF8.GetByteCount(text);

    private static EntryResult Fail(EntryFault fault, string message, int column) => new(null, new EntryError(fault, message, column));
}
