namespace Automount.Maps;

/// <summary>The map of a submount (<c>-fstype=autofs [type[,format]:]map</c>).</summary>
public static class SubmountMap
{
    /// <summary>Its name, or the path of its file; null when the map is of a kind that this agent does not read.</summary>
    public static string? Name(EntryMount mount)
    {
        var text = mount.Locations[0].Path;
        if (MapType.At(text, 0) is not { } type)
        {
            return text.StartsWith("//", StringComparison.Ordinal) || !text.StartsWith('/') ? LdapMapName.Of(text) : text;
        }

        var map = text[type.Length..];
        return type switch
        {
            { Format: not ("" or "sun") } => null,
            { Source: MapSource.File } => MapPath.OfFile(map),
            { Source: MapSource.Sss or MapSource.Ldap } => LdapMapName.Of(map),
            _ => null,
        };
    }
}
