using System.Text;

namespace Automount.Maps;

/// <summary>
/// Reads the DN of a master map entry with the rules of automount's scanner, which are not those of RFC 4514: what it does not know it
/// leaves out.
/// </summary>
/// <param name="text">The value of the entry.</param>
/// <param name="at">Where the DN, or the server before it, begins.</param>
internal sealed class MasterDnScanner(string text, int at)
{
    private static readonly string[] MapAttributes = ["cn", "ou", "automountMapName", "nisMapName"];
    private static readonly string[] OtherAttributes = ["dc", "o", "c", "l"];

    /// <summary>Where the scanner stands: behind the blanks that follow the DN, or where it stopped.</summary>
    public int At { get; private set; } = at;

    /// <summary>Whether nothing is left of the line.</summary>
    public bool IsAtEnd => At >= text.Length || text[At] == '\n';

    /// <summary>Reads the DN; null when automount drops the entry.</summary>
    /// <param name="mayHaveServer">A server is understood behind a map type only.</param>
    public string? Read(bool mayHaveServer)
    {
        var dn = new StringBuilder();
        var server = Server(text, At, out _);
        if (server > 0)
        {
            dn.Append(text, At, server);
            At += server;
            if (!mayHaveServer)
            {
                return null;
            }
        }

        for (var isFirst = true; ; isFirst = false)
        {
            SkipUnknown();
            var attribute = Attribute(text, At);
            if (attribute == 0)
            {
                return isFirst && Value() is { } name && HasEnded() ? dn.Append(name).ToString() : null;
            }

            var type = text.Substring(At, attribute);
            At += attribute + 1;
            SkipUnknown();
            var isMap = MapAttributes.Contains(type, StringComparer.OrdinalIgnoreCase);
            var isAllowed = isFirst ? isMap : type.Length <= 2;
            if (Value() is not { } value)
            {
                return null;
            }

            dn.Append(type).Append('=').Append(value);
            var comma = Comma();
            if (!comma && !(HasEnded() && isAllowed))
            {
                return null;
            }

            if (!comma)
            {
                return dn.ToString();
            }

            if (!isAllowed)
            {
                At = text.Length; // automount reports it at the end of the line only.
                return null;
            }

            dn.Append(',');
        }
    }

    /// <summary>The length of an attribute of a DN that an equals sign follows; 0 when there stands none.</summary>
    public static int Attribute(string text, int at)
    {
        foreach (var name in (ReadOnlySpan<string[]>)[MapAttributes, OtherAttributes])
        {
            foreach (var attribute in name)
            {
                if (text.Length > at + attribute.Length && text[at + attribute.Length] == '=' &&
                    text.AsSpan(at, attribute.Length).Equals(attribute, StringComparison.OrdinalIgnoreCase))
                {
                    return attribute.Length;
                }
            }
        }

        return 0;
    }

    /// <summary>The length of <c>server[:port]:</c> or <c>//server[:port]/</c>; 0 when there stands none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where to look.</param>
    /// <param name="checkedTo">As far as this no other server begins, when there is none here.</param>
    public static int Server(string text, int at, out int checkedTo)
    {
        var isUrl = text.AsSpan(at).StartsWith("//");
        var end = isUrl ? at + 2 : at;
        var start = end;
        checkedTo = at + 1;
        if (end == text.Length || !char.IsAsciiLetterOrDigit(text[end]))
        {
            return 0;
        }

        // What begins with a digit can only be an IPv4 address, which is short.
        var isAddress = char.IsAsciiDigit(text[start]);
        var limit = isAddress ? Math.Min(start + 16, text.Length) : text.Length;
        while (end < limit && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or '.'))
        {
            end++;
        }

        checkedTo = end;
        if (isAddress && !System.Net.IPAddress.TryParse(text.AsSpan(start, end - start), out _))
        {
            checkedTo = at + 1; // Letters may follow that are one.
            while (checkedTo < end && char.IsAsciiDigit(text[checkedTo]))
            {
                checkedTo++;
            }

            return 0;
        }

        var close = isUrl ? '/' : ':';
        var port = end;
        if (port < text.Length && text[port] == ':')
        {
            port++;
            while (port < text.Length && char.IsAsciiDigit(text[port]))
            {
                port++;
            }

            if (port > end + 1 && port < text.Length && text[port] == close)
            {
                return port + 1 - at;
            }
        }

        return end < text.Length && text[end] == close ? end + 1 - at : 0;
    }

    /// <summary>A value, with blanks in it only when a comma and an attribute follow.</summary>
    private string? Value()
    {
        if (Server(text, At, out _) > 0)
        {
            return null;
        }

        var end = At;
        while (end < text.Length && (IsName(text[end]) || text[end] == ' '))
        {
            end++;
        }

        if (!(end < text.Length && text[end] == ',' && Attribute(text, end + 1) > 0))
        {
            end = At;
            while (end < text.Length && IsName(text[end]))
            {
                end++;
            }
        }

        var value = text[At..end];
        At = end;
        return value.Length > 0 ? value : null;
    }

    private bool Comma()
    {
        var end = Blanks(At);
        if (end == text.Length || text[end] != ',')
        {
            return false;
        }

        At = Blanks(end + 1);
        return true;
    }

    private bool HasEnded()
    {
        var end = Blanks(At);
        if (end == At && !IsAtEnd)
        {
            SkipUnknown();
            end = Blanks(At);
            if (end == At && !IsAtEnd)
            {
                return false;
            }
        }

        At = end;
        return true;
    }

    private void SkipUnknown()
    {
        while (At < text.Length && !IsName(text[At]) && text[At] is not (' ' or '\t' or ',' or '=' or '\n'))
        {
            At++;
        }
    }

    private int Blanks(int from)
    {
        while (from < text.Length && text[from] is ' ' or '\t')
        {
            from++;
        }

        return from;
    }

    private static bool IsName(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-';
}
