namespace AutomountAgent.Chain;

/// <content>The kinds of the link <c>map</c>.</content>
public static partial class FindingCatalog
{
    /// <summary>The master map names a map that does not exist.</summary>
    public static readonly FindingKind MapDanglingMap = new(
        "map/dangling-map",
        Link.Map,
        Severity.Error,
        new Guid("f7aeafd9-f042-5b4f-86f1-ec9d851c1df7"),
        "The master map names a map that does not exist",
        "automount mounts the mount point all the same, and every key below it answers No such file or directory.",
        "Create the map, or take the line out of the master map.");

    /// <summary>automount cannot parse an entry of the master map.</summary>
    public static readonly FindingKind MapBadMasterEntry = new(
        "map/bad-master-entry",
        Link.Map,
        Severity.Error,
        new Guid("156cdf54-400d-5e9b-94e9-0d32cbd258ec"),
        "automount cannot parse an entry of the master map",
        "The entry is dropped when automount reads the master map, so its mount point does not exist.",
        "Correct the entry (auto.master(5)), then: systemctl reload autofs.");

    /// <summary>automount cannot parse a map entry.</summary>
    public static readonly FindingKind MapBadEntry = new(
        "map/bad-entry",
        Link.Map,
        Severity.Error,
        new Guid("e3994900-1cc4-5d3a-85cf-b46f451dacff"),
        "automount cannot parse a map entry",
        "automount refuses the entry when the key is first used; the user sees No such file or directory.",
        "Correct the entry (autofs(5)); the message quotes it.");

    /// <summary>A key cannot be used in its map.</summary>
    public static readonly FindingKind MapBadKey = new(
        "map/bad-key",
        Link.Map,
        Severity.Error,
        new Guid("65cc8f4e-4dca-5d88-8f12-fed2a79f872d"),
        "A key cannot be used in its map",
        "The key is not valid in this kind of map. In direct and browsable maps it also makes automount ignore all keys after it.",
        "Correct or delete the key.");

    /// <summary>A map entry is longer than automount can take.</summary>
    public static readonly FindingKind MapTooLong = new(
        "map/too-long",
        Link.Map,
        Severity.Error,
        new Guid("7f4cc39b-56e3-5497-9c85-f9d1f8954c6e"),
        "A map entry is longer than automount can take",
        "Keys are limited to 255 bytes and entries to 16384; a longer one is cut or corrupts the lookup.",
        "Shorten the entry, or split it.");

    /// <summary>A mount point is twice in the master map.</summary>
    public static readonly FindingKind MapDuplicateMountPoint = new(
        "map/duplicate-mount-point",
        Link.Map,
        Severity.Warning,
        new Guid("d442da11-cede-50ca-ba7e-e3608e37e6c0"),
        "A mount point is twice in the master map",
        "automount uses the first entry and ignores the others without an error.",
        "Delete the entry that is not meant.");

    /// <summary>automount does not include a map.</summary>
    public static readonly FindingKind MapIgnoredInclude = new(
        "map/ignored-include",
        Link.Map,
        Severity.Error,
        new Guid("e9c051cf-2798-489c-8ef5-480fd1864e34"),
        "automount does not include a map",
        "A key that begins with + includes another map, but only in a file. In LDAP or through sssd automount ignores it, and the keys that it should bring do not exist.",
        "Delete the entry, and put the keys of the other map into this one.");

    /// <summary>A key marks capitals with %.</summary>
    public static readonly FindingKind MapPercentKey = new(
        "map/percent-key",
        Link.Map,
        Severity.Warning,
        new Guid("121a62cc-debf-486d-bff4-a4a154f1112d"),
        "A key marks capitals with %",
        "automount's own LDAP lookup reads %[ABC] and %A as capitals. sssd does not: through it the key is the literal text, and the name that is meant does not exist.",
        "Use a schema with case-exact keys (automountKey), and write the key as it is meant.");

    /// <summary>A direct map has a wildcard.</summary>
    public static readonly FindingKind MapDirectWildcard = new(
        "map/direct-wildcard",
        Link.Map,
        Severity.Error,
        new Guid("a6fa0437-210a-4635-8d17-d3ad724d20db"),
        "A direct map has a wildcard",
        "A direct map has no wildcards. A * makes automount stop reading the map there, so that the keys after it do not exist; a / is skipped.",
        "Delete the entry, or make the map an indirect one.");

    /// <summary>A key of a direct map ends with a slash.</summary>
    public static readonly FindingKind MapTrailingSlash = new(
        "map/trailing-slash",
        Link.Map,
        Severity.Error,
        new Guid("4886fc98-a92a-4993-87da-410b2402792e"),
        "A key of a direct map ends with a slash",
        "automount does not take the slash away, so the key never matches the path that the kernel asks for.",
        "Delete the slash at the end of the key.");

    /// <summary>A key is in a map more than once.</summary>
    public static readonly FindingKind MapDuplicateKey = new(
        "map/duplicate-key",
        Link.Map,
        Severity.Warning,
        new Guid("dc513073-e67e-4040-9ecb-c9569bb5d322"),
        "A key is in a map more than once",
        "Only one of the entries is used, and which one depends on the order in which they are read.",
        "Delete the entry that is not meant.");

    /// <summary>Two keys of a map differ by case only.</summary>
    public static readonly FindingKind MapCaseCollision = new(
        "map/case-collision",
        Link.Map,
        Severity.Warning,
        new Guid("392d512e-5c36-4d69-ba94-7f0005e72e74"),
        "Two keys of a map differ by case only",
        "LDAP compares cn without case while sssd and automount compare it with case: asking for one of the keys may find the other, or none.",
        "Rename one of the keys, or use a schema with case-exact keys (automountKey).");

    /// <summary>An LDIF file has lines that are no LDIF.</summary>
    public static readonly FindingKind MapLdifSyntax = new(
        "map/ldif-syntax",
        Link.Map,
        Severity.Error,
        new Guid("f9527edb-8cbd-424d-a1f3-f171f5ed4c10"),
        "An LDIF file has lines that are no LDIF",
        "ldapadd stops at such a line, so nothing after it gets into the directory. Only validate reads LDIF files; a running node never has this fault.",
        "Correct the line (RFC 2849, ldif(5)).");

    /// <summary>A part of an LDIF file was not validated.</summary>
    public static readonly FindingKind MapLdifSkipped = new(
        "map/ldif-skipped",
        Link.Map,
        Severity.Warning,
        new Guid("c541245c-e024-4f14-95d4-5acae8008edd"),
        "A part of an LDIF file was not validated",
        "It is good LDIF, but says nothing about the maps by itself: a change of an entry, a value in another file, an entry outside of any map.",
        "Validate the content of the directory after the change, or give validate the missing parts with further --ldif.");

    private static IReadOnlyList<FindingKind> MapKinds =>
    [
        MapDanglingMap,
        MapBadMasterEntry,
        MapBadEntry,
        MapBadKey,
        MapTooLong,
        MapDuplicateMountPoint,
        MapIgnoredInclude,
        MapPercentKey,
        MapDirectWildcard,
        MapTrailingSlash,
        MapDuplicateKey,
        MapCaseCollision,
        MapLdifSyntax,
        MapLdifSkipped,
    ];
}
