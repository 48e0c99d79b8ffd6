using System.Text;

namespace Automount.Maps.Ldif;

/// <summary>Distinguished names as text (RFC 4514), as far as telling parents needs it.</summary>
internal static class DnText
{
    /// <summary>The DN of the parent, as it is written; empty at the top.</summary>
    public static ReadOnlySpan<byte> Parent(ReadOnlySpan<byte> dn)
    {
        var comma = Separator(dn);
        return comma < 0 ? [] : dn[(comma + 1)..].Trim((byte)' ');
    }

    /// <summary>
    /// Two DNs are the same when this is: no case, no blanks around separators. (Escapes are compared as they are written.)
    /// </summary>
    public static string Normal(ReadOnlySpan<byte> dn)
    {
        var normal = new StringBuilder(dn.Length);
        while (!dn.IsEmpty)
        {
            var comma = Separator(dn);
            var rdn = comma < 0 ? dn : dn[..comma];
            var equals = rdn.IndexOf((byte)'=');
            normal.Append(normal.Length > 0 ? "," : "");
            normal.Append(Encoding.UTF8.GetString(rdn[..Math.Max(equals, 0)].Trim((byte)' ')));
            normal.Append(equals < 0 ? "" : "=");
            normal.Append(Encoding.UTF8.GetString(rdn[(equals + 1)..].Trim((byte)' ')));
            dn = comma < 0 ? [] : dn[(comma + 1)..];
        }

        return normal.ToString().ToLowerInvariant();
    }

    /// <summary>The first RDN, as it is written.</summary>
    public static ReadOnlySpan<byte> FirstRdn(ReadOnlySpan<byte> dn)
    {
        var comma = Separator(dn);
        return comma < 0 ? dn : dn[..comma];
    }

    /// <summary>Takes the next <c>attribute=value</c> off an RDN, of which a plus separates several.</summary>
    /// <param name="rdn">What is left of the RDN.</param>
    public static ReadOnlySpan<byte> NextPart(ref ReadOnlySpan<byte> rdn)
    {
        var plus = Separator(rdn, (byte)'+');
        var part = plus < 0 ? rdn : rdn[..plus];
        rdn = plus < 0 ? [] : rdn[(plus + 1)..];
        return part;
    }

    /// <summary>A value without its backslashes: the next character, or the byte of two hexadecimal digits, stands for itself.</summary>
    public static string Plain(ReadOnlySpan<byte> value)
    {
        if (!value.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(value);
        }

        var plain = new byte[value.Length];
        var length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\' && i + 1 < value.Length)
            {
                var isHex = i + 2 < value.Length && char.IsAsciiHexDigit((char)value[i + 1]) && char.IsAsciiHexDigit((char)value[i + 2]);
                plain[length++] = isHex ? Convert.FromHexString(value.Slice(i + 1, 2))[0] : value[i + 1];
                i += isHex ? 2 : 1;
            }
            else
            {
                plain[length++] = value[i];
            }
        }

        return Encoding.UTF8.GetString(plain, 0, length);
    }

    /// <summary>The value of the first RDN, without its backslashes; empty when there is none.</summary>
    public static string FirstValue(ReadOnlySpan<byte> dn)
    {
        var rdn = FirstRdn(dn);
        return Plain(rdn[(rdn.IndexOf((byte)'=') + 1)..].Trim((byte)' '));
    }

    /// <summary>The DNs above a normal one, nearest first; no real tree is deeper than <paramref name="depth"/>.</summary>
    public static IEnumerable<string> AtAndAbove(string normal, int depth = 32)
    {
        for (var at = 0; depth > 0; depth--)
        {
            yield return normal[at..];
            var comma = NextSeparator(normal, at);
            if (comma < 0)
            {
                break;
            }

            at = comma + 1;
        }
    }

    private static int NextSeparator(string normal, int from)
    {
        for (var i = from; i < normal.Length; i++)
        {
            if (normal[i] == '\\')
            {
                i++;
            }
            else if (normal[i] == ',')
            {
                return i;
            }
        }

        return -1;
    }

    private static int Separator(ReadOnlySpan<byte> dn, byte separator = (byte)',')
    {
        var from = 0;
        while (dn[from..].IndexOfAny(separator, (byte)'\\') is >= 0 and var found)
        {
            if (dn[from + found] == separator)
            {
                return from + found;
            }

            from = Math.Min(from + found + 2, dn.Length);
        }

        return -1;
    }
}
