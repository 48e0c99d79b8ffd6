using System.Text;

namespace Automount.Maps.Ldif;

/// <summary>What a record holds of one automount schema.</summary>
[Flags]
internal enum LdifClasses
{
    None = 0,
    AutomountMap = 1,
    Automount = 2,
    NisMap = 4,
    NisObject = 8,
}

/// <summary>The attributes that any automount schema uses.</summary>
internal enum LdifName
{
    Cn,
    Ou,
    AutomountMapName,
    AutomountKey,
    AutomountInformation,
    NisMapName,
    NisMapEntry,
    ObjectClass,
    Other,
}

/// <summary>One of the schemas in which automount maps are written.</summary>
/// <param name="Schema">Its names, as sssd takes them.</param>
/// <param name="Map">The class of maps.</param>
/// <param name="MapName">The attribute that names a map.</param>
/// <param name="Entry">The class of entries.</param>
/// <param name="Key">The attribute of the key.</param>
/// <param name="Value">The attribute of the value.</param>
internal sealed record LdifSchema(AutofsSchema Schema, LdifClasses Map, LdifName MapName, LdifClasses Entry, LdifName Key, LdifName Value)
{
    /// <summary>All of them. Active Directory has the names of rfc2307, FreeIPA those of rfc2307bis.</summary>
    public static IReadOnlyList<LdifSchema> All { get; } =
    [
        new(
            AutofsSchema.Rfc2307Bis,
            LdifClasses.AutomountMap,
            LdifName.AutomountMapName,
            LdifClasses.Automount,
            LdifName.AutomountKey,
            LdifName.AutomountInformation),
        new(AutofsSchema.OuCn, LdifClasses.AutomountMap, LdifName.Ou, LdifClasses.Automount, LdifName.Cn, LdifName.AutomountInformation),
        new(AutofsSchema.Rfc2307, LdifClasses.NisMap, LdifName.NisMapName, LdifClasses.NisObject, LdifName.Cn, LdifName.NisMapEntry),
    ];

    /// <summary>
    /// Which attribute this is. Names are compared without case; one with an option (<c>cn;lang-en</c>) is another attribute.
    /// </summary>
    public static LdifName NameOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when Ascii.EqualsIgnoreCase(name, "cn"u8) => LdifName.Cn,
        2 when Ascii.EqualsIgnoreCase(name, "ou"u8) => LdifName.Ou,
        10 when Ascii.EqualsIgnoreCase(name, "nisMapName"u8) => LdifName.NisMapName,
        11 when Ascii.EqualsIgnoreCase(name, "objectClass"u8) => LdifName.ObjectClass,
        11 when Ascii.EqualsIgnoreCase(name, "nisMapEntry"u8) => LdifName.NisMapEntry,
        12 when Ascii.EqualsIgnoreCase(name, "automountKey"u8) => LdifName.AutomountKey,
        16 when Ascii.EqualsIgnoreCase(name, "automountMapName"u8) => LdifName.AutomountMapName,
        20 when Ascii.EqualsIgnoreCase(name, "automountInformation"u8) => LdifName.AutomountInformation,
        _ => LdifName.Other,
    };

    /// <summary>Which class this is.</summary>
    public static LdifClasses ClassOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        6 when Ascii.EqualsIgnoreCase(name, "nisMap"u8) => LdifClasses.NisMap,
        9 when Ascii.EqualsIgnoreCase(name, "automount"u8) => LdifClasses.Automount,
        9 when Ascii.EqualsIgnoreCase(name, "nisObject"u8) => LdifClasses.NisObject,
        12 when Ascii.EqualsIgnoreCase(name, "automountMap"u8) => LdifClasses.AutomountMap,
        _ => LdifClasses.None,
    };
}
