using System.Text;

namespace AutomountAgent.Maps;

/// <summary>
/// Parses a sun-format map entry (autofs(5)) the way automount does: expansion, options, then either locations or a multi-mount of offsets. What
/// automount accepts is accepted, however odd, except what can never be mounted.
/// </summary>
public static class EntryParser
{
    /// <summary>Longest entry that automount takes, in bytes.</summary>
    public const int MaxValueBytes = 16384;

    /// <summary>Longest key that automount takes, in bytes.</summary>
    public const int MaxKeyBytes = 255;

    /// <summary>Parses an entry. It never throws and takes linear time.</summary>
    /// <param name="key">The key that was asked for; for a wildcard entry the name that it stands for.</param>
    /// <param name="value">The entry, as the map holds it.</param>
    /// <param name="context">The map's part: options and variables.</param>
    public static EntryResult Parse(string key, string value, EntryContext context)
    {
        if (Bytes(key) is > MaxKeyBytes and var keyBytes)
        {
            return Fail(EntryFault.KeyTooLong, $"the key is {keyBytes} bytes long, automount takes {MaxKeyBytes}", 0);
        }

        if (Bytes(value) is > MaxValueBytes and var valueBytes)
        {
            return Fail(EntryFault.TooLong, $"the entry is {valueBytes} bytes long, automount takes {MaxValueBytes}", 1);
        }

        var expanded = Substitution.Expand(value, key, context.Variables, context.SlashifyColons, context.UnknownVariable);
        if (expanded.Cut)
        {
            return Fail(EntryFault.TooLong, $"the entry expands to more than {Substitution.MaxLength} characters", 1);
        }

        return expanded.Text.Length == 0
            ? Fail(EntryFault.Empty, "the entry is empty", 1)
            : new EntryScanner(expanded, context.Options).Entry();
    }

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    private static EntryResult Fail(EntryFault fault, string message, int column) => new(null, new EntryError(fault, message, column));
}
