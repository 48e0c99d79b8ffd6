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

    /// <summary>The value of the first RDN, without its backslashes; empty when there is none.</summary>
    public static string FirstValue(ReadOnlySpan<byte> dn)
    {
        var comma = Separator(dn);
        var rdn = comma < 0 ? dn : dn[..comma];
        return Encoding.UTF8.GetString(rdn[(rdn.IndexOf((byte)'=') + 1)..].Trim((byte)' ')).Replace("\\", "", StringComparison.Ordinal);
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

    private static int Separator(ReadOnlySpan<byte> dn)
    {
        var from = 0;
        while (dn[from..].IndexOfAny((byte)',', (byte)'\\') is >= 0 and var found)
        {
            if (dn[from + found] == ',')
            {
                return from + found;
            }

            from = Math.Min(from + found + 2, dn.Length);
        }

        return -1;
    }
}
