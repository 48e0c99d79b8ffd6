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

    private static IReadOnlyList<FindingKind> MapKinds =>
    [
        MapDanglingMap,
        MapBadMasterEntry,
        MapBadEntry,
        MapBadKey,
        MapTooLong,
        MapDuplicateMountPoint,
    ];
}
