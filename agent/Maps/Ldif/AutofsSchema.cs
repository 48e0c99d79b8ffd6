namespace Automount.Maps.Ldif;

/// <summary>Object classes and attribute names by which automount maps are found in LDAP (sssd-ldap(5), AUTOFS OPTIONS).</summary>
/// <param name="MapClass"><c>ldap_autofs_map_object_class</c>.</param>
/// <param name="MapName"><c>ldap_autofs_map_name</c>.</param>
/// <param name="EntryClass"><c>ldap_autofs_entry_object_class</c>.</param>
/// <param name="EntryKey"><c>ldap_autofs_entry_key</c>.</param>
/// <param name="EntryValue"><c>ldap_autofs_entry_value</c>.</param>
public sealed record AutofsSchema(string MapClass, string MapName, string EntryClass, string EntryKey, string EntryValue)
{
    /// <summary>Defaults of <c>ldap_schema = rfc2307</c> and of the provider ad.</summary>
    public static AutofsSchema Rfc2307 { get; } = new("nisMap", "nisMapName", "nisObject", "cn", "nisMapEntry");

    /// <summary>Defaults of <c>ldap_schema = rfc2307bis</c>, of IPA, and of the provider ldap with <c>ldap_schema = ad</c>.</summary>
    public static AutofsSchema Rfc2307Bis { get; } =
        new("automountMap", "automountMapName", "automount", "automountKey", "automountInformation");

    /// <summary>The older schema with the same classes; no <c>ldap_schema</c> stands for it, all five options must be set.</summary>
    public static AutofsSchema OuCn { get; } = new("automountMap", "ou", "automount", "cn", "automountInformation");
}
