using Automount.Findings;

namespace Automount.Catalog;

/// <summary>Faults of the link <c>mount</c>: NFS mounts and required paths.</summary>
public static class MountFindings
{
    private static readonly KindList Kinds = new(Link.Mount);

    /// <summary>Nothing can be mounted from the server.</summary>
    private static readonly Dependency ServerDown = new(
        Same.Server,
        "server/unresolvable",
        "server/refused",
        "server/unreachable",
        "server/hung",
        "server/version-mismatch",
        "server/bad-reply",
        "mount/hung");

    /// <summary>The server answers, and what automount or mount.nfs asks before a mount does not.</summary>
    private static readonly Dependency PortmapperDown = new(
        Same.Server,
        "server/rpcbind-trap",
        "server/nfs-unregistered",
        "server/rpcbind-unavailable",
        "server/mountd-unavailable");

    /// <summary>Nobody mounts anything.</summary>
    private static readonly Dependency DaemonDown = new(
        Same.Daemon, "automount/not-installed", "automount/stopped", "automount/failed", "automount/suspended", "automount/foreign-pids");

    /// <summary>Nobody mounts anything below the mount point.</summary>
    private static readonly Dependency RootDown = new(
        Same.Root, "automount/root-missing", "automount/root-catatonic", "automount/root-orphaned");

    /// <summary>automount cannot look up a key of the map.</summary>
    private static readonly Dependency MapNotServed = new(Same.Map, "sssd/map-offline", "sssd/map-missing", "sssd/map-empty");

    public static IReadOnlyList<FindingKind> All => Kinds.All;

    public static FindingKind Hung { get; } = Kinds.Warning(
        "mount/hung",
        "An NFS mount hangs",
        "Its server does not answer. On a hard mount calls block; on a soft mount of NFSv3 they fail after a while. A soft mount of NFS 4 "
            + "fails only once the connection is lost: while the server hangs and its connection stays open, calls on it block as well, "
            + "without an error and without a line in the kernel's log (seen with NFS 4.0 to 4.2, Linux 6.12 and 7.2).",
        "Repair the server; do not walk the path until then.",
        new Dependency(Same.Server, "server/refused", "server/unreachable", "server/hung"));

    public static FindingKind RequiredHung { get; } = Kinds.Error(
        "mount/required-hung",
        "A required path hangs",
        "The path is mounted, but calls on it do not return. Pods that use it block in D state.",
        "Repair its server; see the findings of the server link.",
        new Dependency(Same.Server, "server/refused", "server/unreachable", "server/hung", "mount/hung"));

    public static FindingKind RequiredStale { get; } = Kinds.Error(
        "mount/required-stale",
        "A required path is stale",
        "The server no longer knows the file handle (ESTALE): the export was recreated or moved. Pods see Stale file handle until it "
            + "is mounted afresh.",
        "umount -l PATH, then access it again; restart the pods that hold it.");

    public static FindingKind TriggerFailed { get; } = Kinds.Error(
        "mount/trigger-failed",
        "A required path cannot be mounted",
        "The map has the key and the server answers, but the mount fails: the export does not exist there, this node may not mount it, or "
            + "an option of the entry is refused. automount reports every reason as No such file or directory, so the agent asks the "
            + "server for the export; its answer is a finding of its own, or in the message.",
        "On this node: mount -v -t nfs4 LOCATION /mnt; on the server: exportfs -v. Set logging = verbose in autofs.conf to see the "
            + "reason in the journal.",
        ServerDown,
        new Dependency(Same.Path, "server/export-missing", "server/export-denied"),
        new Dependency(Same.Key, "map/unknown-option", "map/bad-option-value", "map/unknown-type", "map/missing-helper"),
        new Dependency(Same.Node, "automount/no-mount-nfs"),
        PortmapperDown,
        DaemonDown,
        RootDown,
        MapNotServed);

    public static FindingKind TriggerHung { get; } = Kinds.Error(
        "mount/trigger-hung",
        "automount does not answer for a required path",
        "Whoever uses the path blocks: automount took up the key and has not answered within the time-out. Its program map may not return, "
            + "sssd may not answer it, or mount.nfs waits for a server. That says nothing about the export.",
        "Look at what automount waits for: systemctl status autofs shows its children (a program map, mount.nfs); then: journalctl -u "
            + "autofs. A program map is run by hand as its path with the key as the only argument.",
        ServerDown,
        PortmapperDown,
        new Dependency(Same.Node, "sssd/responder-hung", "automount/waiting"),
        DaemonDown,
        RootDown,
        MapNotServed);

    public static FindingKind KeyMissing { get; } = Kinds.Error(
        "mount/key-missing",
        "A required path has no entry in its map",
        "The path is below an automount root, but its map has neither this key nor a wildcard.",
        "Add the key to the map, or correct paths= in agent.conf.");

    public static FindingKind RequiredFailed { get; } = Kinds.Error(
        "mount/required-failed",
        "A required path cannot be used",
        "Calls on the path fail with the error in the message.",
        "Repeat as root on the node: timeout 10 stat -f PATH.",
        new Dependency(Same.Server, "server/refused", "server/unreachable", "server/hung", "mount/hung"));

    public static FindingKind NotAutomounted { get; } = Kinds.Error(
        "mount/not-automounted",
        "A required path is not below any automount root",
        "No autofs mount point and no NFS mount covers the path, so pods get an empty directory of the node, or nothing.",
        "Correct paths= in agent.conf, or add the mount point to the master map.");

    public static FindingKind RequiredBlocked { get; } = Kinds.Warning(
        "mount/required-blocked",
        "A required path was not tried",
        "The path is not mounted and was not triggered, because something before it in the chain is broken.",
        "Repair the first broken link; the agent triggers the path then.",
        ServerDown,
        DaemonDown,
        RootDown,
        MapNotServed,
        new Dependency(Same.Key, "map/bad-entry", "map/too-long", "map/options-after-location", "map/cifs-source"),
        new Dependency(Same.Root, "map/dangling-map", "map/file-missing"));

    public static FindingKind Held { get; } = Kinds.Info(
        "mount/held",
        "An idle mount does not expire, because something holds it",
        "No call has reached the server for more than twice the timeout, and the mount is still there: a process has a file open on "
            + "it, stands in it, or has it mapped; or a mount namespace has it. Nothing is wrong with that, unless the mount should be "
            + "gone.",
        "lsof -p PID, or end the process; a mount without a holder: journalctl -u autofs, kill -USR1 of automount expires what is unused.");

    public static FindingKind KeptAlive { get; } = Kinds.Warning(
        "mount/kept-alive",
        "Mounts never expire, because a monitor touches them",
        "Nobody opens, reads or changes anything on these mounts, but statfs() calls come again and again, each of which resets the "
            + "clock of expiry. So every mount that was ever used stays, and a server that hangs later takes the monitor with it.",
        "Add the option strictexpire to the entry of the master map, so that only real use counts; or exclude the mount points in "
            + "the monitor (node_exporter: --collector.filesystem.mount-points-exclude or --collector.filesystem.fs-types-exclude with nfs "
            + "and nfs4).");

    public static FindingKind RequiredMapEmpty { get; } = Kinds.Error(
        "mount/required-map-empty",
        "A required map names no path",
        "No entry of the master map uses the map, or none of its keys matches the pattern, so nothing of it is mounted for pods.",
        "Correct maps= in agent.conf, or add the map or its keys to the directory.");

    public static FindingKind RequiredWildcard { get; } = Kinds.Info(
        "mount/required-wildcard",
        "A required map has a wildcard",
        "A wildcard entry stands for any key, so its paths cannot be listed; only those of the other keys are mounted.",
        "Name the paths that pods need in paths= of agent.conf.");

    public static FindingKind RequiredTooMany { get; } = Kinds.Warning(
        "mount/required-too-many",
        "A required map has too many paths",
        "At most 1000 required paths are mounted and watched; the last ones, in the order of the map, are left out.",
        "Write a narrower pattern in maps= of agent.conf, as MAP:KEYPATTERN.");

    public static FindingKind SelinuxContainers { get; } = Kinds.Warning(
        "mount/selinux-containers",
        "SELinux refuses NFS to containers",
        "The boolean virt_use_nfs is off. Mounting works and the node itself can read, but a container that is not privileged gets "
            + "Permission denied; the denial stands in the audit log alone.",
        "Set it in the image: semanage boolean --modify --on virt_use_nfs. At once, until the next boot: setsebool virt_use_nfs on.");

    public static FindingKind SelinuxHomes { get; } = Kinds.Info(
        "mount/selinux-homes",
        "SELinux refuses home directories on NFS",
        "The boolean use_nfs_home_dirs is off: who logs in to the node, and services that read home directories, get Permission "
            + "denied there. Pods do not depend on it.",
        "Set it in the image: semanage boolean --modify --on use_nfs_home_dirs. At once, until the next boot: setsebool "
            + "use_nfs_home_dirs on.");
}
