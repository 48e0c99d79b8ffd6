namespace Automount.Findings;

/// <content>Kinds of the link <c>map</c>: mount points and what the master map says of them.</content>
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

    /// <summary>A mount point is twice in the master map.</summary>
    public static readonly FindingKind MapDuplicateMountPoint = new(
        "map/duplicate-mount-point",
        Link.Map,
        Severity.Warning,
        new Guid("d442da11-cede-50ca-ba7e-e3608e37e6c0"),
        "A mount point is twice in the master map",
        "automount uses the first entry and ignores the others without an error.",
        "Delete the entry that is not meant.");

    /// <summary>A timeout is written so that automount ignores it.</summary>
    public static readonly FindingKind MapSilentTimeout = new(
        "map/silent-timeout",
        Link.Map,
        Severity.Warning,
        new Guid("05eb2d54-339f-4d00-bbfc-de42dae8197f"),
        "A timeout is written so that automount ignores it",
        "automount reads --timeout=60 and -t 60. Written timeout=60 or -timeout=60 it is taken for a mount option and removed without a word, and the default timeout is used.",
        "Write --timeout=SECONDS, then: systemctl reload autofs.");

    /// <summary>A number of the master map has a unit.</summary>
    public static readonly FindingKind MapTimeoutUnit = new(
        "map/timeout-unit",
        Link.Map,
        Severity.Warning,
        new Guid("eb543fb0-dab5-4126-976d-e2082647d6ac"),
        "A number of the master map has a unit",
        "automount knows seconds only. It reads --timeout=5m as 5 seconds and a mount option m, which mount.nfs then refuses.",
        "Write plain seconds, then: systemctl reload autofs.");

    /// <summary>An option of the master map is cut short.</summary>
    public static readonly FindingKind MapCutOption = new(
        "map/cut-option",
        Link.Map,
        Severity.Error,
        new Guid("af8689c2-56d2-497e-b766-1ce0fbe7d737"),
        "An option of the master map is cut short",
        "In the master map the value of a mount option can have letters, digits and _ - : . only. At any other character automount cuts the option, and takes the rest for another one.",
        "Move the option into the entries of the map, where every character is allowed.");

    /// <summary>A master map in LDAP names a local file.</summary>
    public static readonly FindingKind MapFileInDirectory = new(
        "map/file-in-directory",
        Link.Map,
        Severity.Info,
        new Guid("37fd9d89-8589-4fa9-a8a1-1fdad6afd1ae"),
        "A master map in LDAP names a local file",
        "The mount point is the same on every node, but what is below it depends on the file of each node.",
        "Put the map into LDAP too, if it should be the same everywhere.");

    /// <summary>A mount point is below another one.</summary>
    public static readonly FindingKind MapOverlappingRoots = new(
        "map/overlapping-roots",
        Link.Map,
        Severity.Warning,
        new Guid("138ce32d-4493-4d12-81b6-8138898a4744"),
        "A mount point is below another one",
        "automount makes the inner mount point inside the file system of the outer one. It works only while the outer map has a directory there, and hides what the outer map has under the same name.",
        "Choose mount points that are not below each other, or make the inner map a submount of the outer one (-fstype=autofs).");

    /// <summary>Two mount points are the same directory.</summary>
    public static readonly FindingKind MapSameDirectory = new(
        "map/same-directory",
        Link.Map,
        Severity.Warning,
        new Guid("e86d0714-9c00-4d53-aeed-f4bddf171430"),
        "Two mount points are the same directory",
        "One of the two paths is a symbolic link to the other, as /home is to /var/home on CoreOS. automount resolves it and mounts on the same directory twice; only one of the two is ever seen.",
        "Keep one of the two entries: the path through the link works with either.");

    /// <summary>A mount point is a symbolic link.</summary>
    public static readonly FindingKind MapSymlinkedRoot = new(
        "map/symlinked-root",
        Link.Map,
        Severity.Info,
        new Guid("79ac8cbd-a493-4d73-86dc-ea7e95337e22"),
        "A mount point is a symbolic link",
        "automount mounts on the directory that the link leads to, and the mount table shows that path. Programs that compare paths, and hostPath volumes, see the resolved one.",
        "Nothing, or write the resolved path into the master map.");

    /// <summary>A mount point cannot be made on an immutable root.</summary>
    public static readonly FindingKind MapImmutableRoot = new(
        "map/immutable-root",
        Link.Map,
        Severity.Error,
        new Guid("8021696a-0f9e-4aa7-926f-aedb1f2a3925"),
        "A mount point cannot be made on an immutable root",
        "The root directory of an ostree system such as CoreOS is read-only. automount cannot make a directory there, logs it, and does not mount the map.",
        "Use a mount point below /var, /home, /mnt, /opt, /srv or /root, or make the directory in the image.");

    /// <summary>sssd puts homes where no map is.</summary>
    public static readonly FindingKind MapHomeMismatch = new(
        "map/home-mismatch",
        Link.Map,
        Severity.Warning,
        new Guid("a5d819ee-e331-4368-a1d7-12611e9a023c"),
        "sssd puts homes where no map is",
        "The home directory that sssd gives to users is not below any mount point of the master map: they log in to / although the map is well.",
        "Make override_homedir of sssd.conf agree with the mount point of the map of homes, then: sss_cache -U.");

    /// <summary>A map is not used by the master map.</summary>
    public static readonly FindingKind MapUnusedMap = new(
        "map/unused-map",
        Link.Map,
        Severity.Info,
        new Guid("824c30e6-2272-40a4-a824-60b448c5d605"),
        "A map is not used by the master map",
        "No entry of the master map names it, and no submount does. It may be meant for other hosts, or a line of the master map is missing.",
        "Delete the map, or refer to it from the master map.");

    /// <summary>A map mounts itself below itself.</summary>
    public static readonly FindingKind MapSubmountLoop = new(
        "map/submount-loop",
        Link.Map,
        Severity.Warning,
        new Guid("3b03ff88-4c9e-41ad-95c1-3ba380ea0a97"),
        "A map mounts itself below itself",
        "The map is a submount (-fstype=autofs) of itself, directly or through other maps. Whoever walks the tree never comes to an end.",
        "Take the entry out, or let it name another map.");

    private static IReadOnlyList<FindingKind> MapMasterKinds =>
    [
        MapDanglingMap,
        MapBadMasterEntry,
        MapDuplicateMountPoint,
        MapSilentTimeout,
        MapTimeoutUnit,
        MapCutOption,
        MapFileInDirectory,
        MapOverlappingRoots,
        MapSameDirectory,
        MapSymlinkedRoot,
        MapImmutableRoot,
        MapHomeMismatch,
        MapUnusedMap,
        MapSubmountLoop,
    ];
}
