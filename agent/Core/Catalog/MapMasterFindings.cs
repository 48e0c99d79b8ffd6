using Automount.Findings;

namespace Automount.Catalog;

/// <summary>Faults of the link <c>map</c> in the master map.</summary>
public static class MapMasterFindings
{
    private static readonly KindList Kinds = new(Link.Map);

    public static IReadOnlyList<FindingKind> All => Kinds.All;

    public static FindingKind DanglingMap { get; } = Kinds.Error(
        "map/dangling-map",
        "The master map names a map that does not exist",
        "automount mounts the mount point all the same, and every key below it answers No such file or directory.",
        "Create the map, or take the line out of the master map.");

    public static FindingKind BadMasterEntry { get; } = Kinds.Error(
        "map/bad-master-entry",
        "automount cannot parse an entry of the master map",
        "The entry is dropped when automount reads the master map, so its mount point does not exist.",
        "Correct the entry (auto.master(5)), then: systemctl reload autofs.");

    public static FindingKind DuplicateMountPoint { get; } = Kinds.Warning(
        "map/duplicate-mount-point",
        "A mount point is twice in the master map",
        "automount uses the first entry and ignores the others without an error.",
        "Delete the entry that is not meant.");

    public static FindingKind SilentTimeout { get; } = Kinds.Warning(
        "map/silent-timeout",
        "A timeout is written so that automount ignores it",
        "automount reads --timeout=60 and -t 60. Written timeout=60 or -timeout=60 it is taken for a mount option and removed "
            + "without a word, and the default timeout is used. In the options of a submount (-fstype=autofs) it is the other way round: "
            + "timeout=60 is read, --timeout=60 is not, and the submount has the timeout of the mount point that it is below.",
        "Write --timeout=SECONDS in the master map, timeout=SECONDS in the entry of a submount, then: systemctl reload autofs.");

    public static FindingKind TimeoutUnit { get; } = Kinds.Warning(
        "map/timeout-unit",
        "A number of the master map has a unit",
        "automount knows seconds only. It reads --timeout=5m as 5 seconds and a mount option m, which mount.nfs then refuses.",
        "Write plain seconds, then: systemctl reload autofs.");

    public static FindingKind CutOption { get; } = Kinds.Error(
        "map/cut-option",
        "An option of the master map is cut short",
        "In the master map the value of a mount option can have letters, digits and _ - : . only. At any other character automount "
            + "cuts the option, and takes the rest for another one.",
        "Move the option into the entries of the map, where every character is allowed.");

    public static FindingKind FileInDirectory { get; } = Kinds.Info(
        "map/file-in-directory",
        "A master map in LDAP names a local file",
        "The mount point is the same on every node, but what is below it depends on the file of each node.",
        "Put the map into LDAP too, if it should be the same everywhere.");

    public static FindingKind SharedOffsets { get; } = Kinds.Warning(
        "map/shared-offsets",
        "Offsets with shared propagation",
        "With shared in the master map the mounts of one source are in one peer group. What is mounted at an offset of one key appears "
            + "below other keys of the same source too, and keeps them busy.",
        "Use slave, which is what automount does without the option, or private.");

    public static FindingKind OverlappingRoots { get; } = Kinds.Warning(
        "map/overlapping-roots",
        "A mount point is below another one",
        "automount makes the inner mount point inside the file system of the outer one. It works only while the outer map has a "
            + "directory there, and hides what the outer map has under the same name.",
        "Choose mount points that are not below each other, or make the inner map a submount of the outer one (-fstype=autofs).");

    public static FindingKind SameDirectory { get; } = Kinds.Warning(
        "map/same-directory",
        "Two mount points are the same directory",
        "One of the two paths is a symbolic link to the other, as /home is to /var/home on CoreOS. automount resolves it and mounts "
            + "on the same directory twice; only one of the two is ever seen.",
        "Keep one of the two entries: the path through the link works with either.");

    public static FindingKind SymlinkedRoot { get; } = Kinds.Info(
        "map/symlinked-root",
        "A mount point is a symbolic link",
        "automount mounts on the directory that the link leads to, and the mount table shows that path. Programs that compare paths, "
            + "and hostPath volumes, see the resolved one.",
        "Nothing, or write the resolved path into the master map.");

    public static FindingKind ImmutableRoot { get; } = Kinds.Error(
        "map/immutable-root",
        "A mount point cannot be made on an immutable root",
        "The root directory of an ostree system such as CoreOS is read-only. automount cannot make a directory there, logs it, and "
            + "does not mount the map.",
        "Use a mount point below /var, /home, /mnt, /opt, /srv or /root, or make the directory in the image.");

    public static FindingKind HomeMismatch { get; } = Kinds.Warning(
        "map/home-mismatch",
        "sssd puts homes where no map is",
        "The home directory that sssd gives to users is not below any mount point of the master map: they log in to / although the "
            + "map is well.",
        "Make override_homedir of sssd.conf agree with the mount point of the map of homes, then: sss_cache -U.");

    public static FindingKind UnusedMap { get; } = Kinds.Info(
        "map/unused-map",
        "A map is not used by the master map",
        "No entry of the master map names it, and no submount does. It may be meant for other hosts, or a line of the master map is "
            + "missing.",
        "Delete the map, or refer to it from the master map.");

    public static FindingKind SubmountLoop { get; } = Kinds.Warning(
        "map/submount-loop",
        "A map mounts itself below itself",
        "The map is a submount (-fstype=autofs) of itself, directly or through other maps. Whoever walks the tree never comes to an end.",
        "Take the entry out, or let it name another map.");

    public static FindingKind BadMapName { get; } = Kinds.Error(
        "map/bad-map-name",
        "The name of a map cannot be that of one",
        "automount takes the name as it stands. It refuses a path that does not begin with a slash; a comma, or the carriage return of a "
            + "file from Windows, is a part of the name. Every key below the mount point answers No such file or directory.",
        "Write the whole path, a blank before options, and lines that end with a line feed only.");

    public static FindingKind EmptyMap { get; } = Kinds.Info(
        "map/empty-map",
        "A map that is used has no entries",
        "automount mounts the mount point, and every key below it answers No such file or directory.",
        "Nothing, if entries are to come later; else take the line out of the master map.");
}
