namespace AutomountAgent.Maps;

/// <summary>The map of a submount (<c>-fstype=autofs [type[,format]:]map</c>).</summary>
internal static class SubmountMap
{
    /// <summary>Its name; null when the map is not one that sssd or LDAP serves.</summary>
    public static string? Name(EntryMount mount)
    {
        var text = mount.Locations[0].Path;
        var (source, format, start) = MapType.Parse(text, 0);
        var name = text[start..];
        var served = source is MapSource.Nsswitch or MapSource.Sss or MapSource.Ldap && format is "" or "sun";
        return served && !(source == MapSource.Nsswitch && name.StartsWith('/')) ? LdapMapName.Of(name) : null;
    }
}
