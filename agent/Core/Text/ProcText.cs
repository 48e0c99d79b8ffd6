using System.Text;

namespace Automount.Text;

/// <summary>Text of proc(5) files: bytes with octal escapes, in any encoding. Pure, never throws.</summary>
public static class ProcText
{
    /// <summary>Decodes a field: <c>\ooo</c> escapes, then UTF-8, or Latin-1 where the bytes are not UTF-8.</summary>
    public static string Decode(ReadOnlySpan<byte> field) => field.IndexOf((byte)'\\') < 0 ? Text(field) : Text(Unescape(field));

    /// <summary>The bytes of a field, with <c>\ooo</c> escapes undone; what is not such an escape stays.</summary>
    public static byte[] Unescape(ReadOnlySpan<byte> field)
    {
        var bytes = new byte[field.Length];
        var length = 0;
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] == '\\' && i + 3 < field.Length && Octal(field.Slice(i + 1, 3)) is { } value)
            {
                bytes[length++] = value;
                i += 3;
            }
            else
            {
                bytes[length++] = field[i];
            }
        }

        return bytes[..length];
    }

    /// <summary>The value of <c>name=</c> in a comma-separated list of options; for an option without a value the empty span.</summary>
    /// <returns>True when the option is there.</returns>
    public static bool TryOption(ReadOnlySpan<byte> options, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        foreach (var range in options.Split((byte)','))
        {
            var option = options[range];
            if (option.StartsWith(name) && (option.Length == name.Length || option[name.Length] == '='))
            {
                value = option.Length == name.Length ? [] : option[(name.Length + 1)..];
                return true;
            }
        }

        value = [];
        return false;
    }

    private static byte? Octal(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return null;
            }

            value = (8 * value) + (digit - '0');
        }

        return value <= byte.MaxValue ? (byte)value : null;
    }

    private static string Text(ReadOnlySpan<byte> bytes) =>
        System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
}
