namespace Automount.Maps;

/// <summary>
/// The map name in the forms that auto.master(5) allows for LDAP: <c>name</c>, <c>server:dn</c>, <c>//server/dn</c>, or a bare DN whose
/// first attribute names a map.
/// </summary>
internal static class LdapMapName
{
    private static readonly string[] NamingAttributes = ["cn", "ou", "automountMapName", "nisMapName"];

    /// <summary>The name; null when there is none in it.</summary>
    /// <param name="map">The map as the master map writes it, without the type.</param>
    public static string? Of(string map)
    {
        var dn = map;
        if (map.StartsWith("//", StringComparison.Ordinal))
        {
            var slash = map.IndexOf('/', 2);
            dn = slash < 0 ? "" : map[(slash + 1)..];
        }
        else if (map.IndexOf(':') is > 0 and var colon && !map.AsSpan(0, colon).Contains('='))
        {
            dn = map[(colon + 1)..];
        }

        var equals = dn.IndexOf('=');
        var name = equals < 0 ? MapText.Unquote(dn) : FirstValue(dn, equals);
        return string.IsNullOrEmpty(name) ? null : name;
    }

    /// <summary>The value of the first RDN, without its backslashes.</summary>
    private static string? FirstValue(string dn, int equals)
    {
        if (!NamingAttributes.Contains(dn[..equals].Trim(), StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        var end = equals + 1;
        while (end < dn.Length && dn[end] is not (',' or '+'))
        {
            end += dn[end] == '\\' ? 2 : 1;
        }

        return MapText.Unquote(dn.AsSpan(equals + 1, Math.Min(end, dn.Length) - equals - 1))?.Trim();
    }
}
