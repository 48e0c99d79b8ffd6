using Automount.Findings;

namespace Automount.Catalog;

/// <summary>Faults of the link <c>automount</c>: the daemon, its configuration, and its mount points.</summary>
public static class AutomountFindings
{
    private static readonly KindList Kinds = new(Link.Automount);

    public static IReadOnlyList<FindingKind> All => Kinds.All;

    public static FindingKind NotInstalled { get; } = Kinds.Error(
        "automount/not-installed",
        "autofs is not installed",
        "systemd knows no autofs.service, so nothing mounts anything.",
        "Install autofs in the node image and enable autofs.service.");

    public static FindingKind Stopped { get; } = Kinds.Error(
        "automount/stopped",
        "autofs is stopped",
        "autofs.service is not running. Paths that are not mounted yet answer No such file or directory; what is mounted stays.",
        "systemctl start autofs; journalctl -u autofs.");

    public static FindingKind Failed { get; } = Kinds.Error(
        "automount/failed",
        "autofs has failed",
        "The automount daemon ended without being asked to, and its unit does not restart it. New accesses fail; old mount points "
            + "stay behind without a daemon.",
        "systemctl restart autofs; journalctl -u autofs. Pods that held the old mount points may need a restart.");

    public static FindingKind Suspended { get; } = Kinds.Error(
        "automount/suspended",
        "automount is stopped by a signal",
        "The daemon received SIGSTOP, or a debugger holds it. systemd still calls it active. What is mounted works; whoever uses "
            + "another path blocks until it goes on.",
        "systemctl kill -s CONT autofs.");

    public static FindingKind Waiting { get; } = Kinds.Warning(
        "automount/waiting",
        "automount itself waits for an NFS server",
        "A mount whose server does not answer was due to expire, and automount looks at it before it unmounts it: the call returns "
            + "when the server does. Until then nothing below that mount point expires, whoever uses that key blocks beyond the reach of a "
            + "signal, and automount cannot stop in order.",
        "Bring the server back: the finding about it says which one. A restart of autofs before that ends with SIGKILL after its time-out.",
        new Dependency(Same.Node, "mount/hung"));

    public static FindingKind NsswitchInvalid { get; } = Kinds.Error(
        "automount/nsswitch-invalid",
        "automount gives up on nsswitch.conf",
        "automount parses its line of nsswitch.conf itself, more strictly than the C library. With this line it reads no map at all "
            + "when it starts or reloads: one that runs still serves what it read before.",
        "Correct the line that the message names, for example automount: sss files, with a newline at its end. Then: systemctl "
            + "reload autofs.");

    public static FindingKind ConfigInvalid { get; } = Kinds.Warning(
        "automount/config-invalid",
        "autofs configuration cannot be read",
        "autofs.conf, nsswitch.conf or the options of autofs.service could not be read, or automount makes something else of them "
            + "than what stands there.",
        "Correct the line that the message names.");

    public static FindingKind AgentConfigurationRefused { get; } = Kinds.Warning(
        "automount/agent-config-refused",
        "The configuration of the agent was refused",
        "The agent was told to read its configuration again, and that has a fault. The one before stays in force; a restart would fail.",
        "Correct the line that the message names, then systemctl reload automount-agent.");

    public static FindingKind NsswitchWithoutSss { get; } = Kinds.Error(
        "automount/nsswitch-without-sss",
        "nsswitch.conf does not send automount to sssd",
        "The automount line lists no sss, so automount never asks sssd for a map.",
        "Set in nsswitch.conf: automount: sss files. Then: systemctl restart autofs.");

    public static FindingKind RootMissing { get; } = Kinds.Error(
        "automount/root-missing",
        "A mount point of the master map is not mounted",
        "The master map has this mount point, but no autofs is mounted there: automount read the map before the entry was there, or "
            + "could not create the directory.",
        "systemctl reload autofs; journalctl -u autofs.",
        new Dependency(Same.Node, "automount/nsswitch-invalid"),
        new Dependency(Same.Root, "automount/root-not-directory", "map/immutable-root", "map/file-missing"));

    public static FindingKind RootNotDirectory { get; } = Kinds.Error(
        "automount/root-not-directory",
        "A file is in the place of a mount point",
        "The maps have a mount point where the node has a file, or below a file. automount can mount on directories alone, so the mount "
            + "point is not there.",
        "Move the file away, or give the mount point another path; then: systemctl reload autofs.");

    public static FindingKind NoMountNfs { get; } = Kinds.Error(
        "automount/no-mount-nfs",
        "mount.nfs is not installed",
        "The kernel cannot mount NFS without the program mount.nfs, which resolves the server and settles version and options. Every "
            + "mount of NFS fails, and users see No such file or directory.",
        "Install nfs-utils (Debian: nfs-common) in the node image.");

    public static FindingKind RootCatatonic { get; } = Kinds.Error(
        "automount/root-catatonic",
        "A mount point has lost its daemon",
        "The kernel has no automount daemon behind this mount point any more (catatonic). Every key that is not mounted answers No "
            + "such file or directory at once.",
        "systemctl restart autofs; pods that hold the old mount point need a restart.");

    public static FindingKind RootOrphaned { get; } = Kinds.Error(
        "automount/root-orphaned",
        "A mount point outlived its daemon",
        "The daemon that served this mount point was killed or replaced, and no process holds the other end of its pipe. The kernel "
            + "notices at the next access: until then the mount point looks as if it were served. Every key that is not mounted answers No "
            + "such file or directory.",
        "systemctl restart autofs; pods that hold the old mount point need a restart.");

    public static FindingKind ForeignPids { get; } = Kinds.Error(
        "automount/foreign-pids",
        "automount runs in a pid namespace of its own",
        "The kernel tells automount the number of the process that uses a key. The daemon runs in a container, or under unshare, and "
            + "processes outside have no number there: the kernel answers them No such file or directory without asking the daemon. What "
            + "is mounted already works.",
        "Run automount as a service of the node, or in a pod with hostPID: true.");

    public static FindingKind RootPrivate { get; } = Kinds.Warning(
        "automount/root-private",
        "A mount point is not shared with containers",
        "The autofs mount, or what it is mounted on, has private propagation. automount mounts in its own namespace, nothing of it "
            + "reaches the pods, and they get Too many levels of symbolic links (ELOOP), or with newer kernels Operation not permitted "
            + "(EPERM).",
        "findmnt -o TARGET,PROPAGATION; mount --make-rshared on the file system it is mounted on, then systemctl restart autofs. "
            + "Check that neither autofs.service nor a drop-in of it has MountFlags= or PrivateMounts=.");

    public static FindingKind RootStacked { get; } = Kinds.Info(
        "automount/root-stacked",
        "A mount point lies over an older one",
        "An earlier automount died and left its mount point behind, and the new one mounted over it instead of taking it over. New "
            + "accesses work; mounts below the old one stay, cannot be reached by a path, and do not expire.",
        "Nothing at once. To clean up: systemctl stop autofs, umount each layer, systemctl start autofs; or reboot the node when it "
            + "is drained.");

    public static FindingKind RootOutdated { get; } = Kinds.Warning(
        "automount/root-outdated",
        "Containers hold an old mount point without a daemon",
        "automount was restarted and made new mount points; these containers were started before and still have the old ones, behind "
            + "which nobody listens. In them, keys that are not mounted answer No such file or directory for ever.",
        "Restart the pods that the message names.");

    public static FindingKind BusUnavailable { get; } = Kinds.Warning(
        "automount/bus-unavailable",
        "systemd cannot be asked about autofs",
        "The system bus did not answer, so the state of autofs.service is not known.",
        "Check D-Bus: systemctl status dbus; busctl status.");

    public static FindingKind MasterShadowed { get; } = Kinds.Warning(
        "automount/master-shadowed",
        "Lines of the local master map are never read",
        "automount reads the master map from the first source of the automount line of nsswitch.conf that has one, and no other. The "
            + "local master map has mount points that the first source lacks, so they do not exist.",
        "Put the mount points into the master map that is read, or give that map another name; or put files first in nsswitch.conf "
            + "and +auto.master at the end of /etc/auto.master.");

    public static FindingKind MasterIgnored { get; } = Kinds.Warning(
        "automount/master-ignored",
        "The master map of the directory is not read",
        "automount reads the master map from the first source of the automount line of nsswitch.conf that has one. That is a file "
            + "here, and it does not include the one of the directory.",
        "Put sss first in nsswitch.conf, or add the line +auto.master to the end of /etc/auto.master; then: systemctl reload autofs.");

    public static FindingKind NoSuffix { get; } = Kinds.Warning(
        "automount/no-suffix",
        "A master map file is ignored for its name",
        "Of a directory that the master map includes automount reads only the files whose names end in .autofs and do not begin with "
            + "a dot. It says nothing about the others.",
        "Rename the file to NAME.autofs, then: systemctl reload autofs.");

    public static FindingKind RootStale { get; } = Kinds.Warning(
        "automount/root-stale",
        "automount has a mount point that its maps no longer name",
        "automount read its maps before the mount point or the direct key was taken out, and goes on serving it. It is gone with the "
            + "next reload or restart; a direct key that is mounted then stays until a reload finds it unmounted.",
        "systemctl reload autofs.");

    public static FindingKind RootOtherMap { get; } = Kinds.Warning(
        "automount/root-other-map",
        "A mount point has another map than the master map says",
        "The master map was changed after automount had read it. Keys are looked up in the old map. The mount table goes on naming the "
            + "old map after a reload, although automount then has the new one.",
        "systemctl reload autofs.");

    public static FindingKind RootTimeout { get; } = Kinds.Warning(
        "automount/root-timeout",
        "A mount point has another timeout than the master map says",
        "Mounts expire after the time that the kernel has, not after that of the master map or of autofs.conf: they were changed "
            + "after automount had read them.",
        "systemctl reload autofs. Where the entry gives no timeout any more: systemctl restart autofs, since automount keeps the old one "
            + "on a reload.",
        new Dependency(Same.Root, "map/silent-timeout", "map/timeout-unit"));
}
