namespace Automount.Findings;

/// <content>The kinds of the link <c>mount</c>.</content>
public static partial class FindingCatalog
{
    /// <summary>An NFS mount hangs.</summary>
    public static readonly FindingKind MountHung = new(
        "mount/hung",
        Link.Mount,
        Severity.Warning,
        new Guid("69a6fe0e-6088-52d2-bcdc-46233c018667"),
        "An NFS mount hangs",
        "Its server does not answer, so calls on this mount block (hard) or fail after a while (soft).",
        "Repair the server; do not walk the path until then.");

    /// <summary>A required path hangs.</summary>
    public static readonly FindingKind MountRequiredHung = new(
        "mount/required-hung",
        Link.Mount,
        Severity.Error,
        new Guid("686fa481-e86e-5641-80c0-b8f32ec1dd76"),
        "A required path hangs",
        "The path is mounted, but calls on it do not return. Pods that use it block in D state.",
        "Repair its server; see the findings of the server link.");

    /// <summary>A required path is stale.</summary>
    public static readonly FindingKind MountRequiredStale = new(
        "mount/required-stale",
        Link.Mount,
        Severity.Error,
        new Guid("66c36e13-86a5-5a08-af99-6e612085b52c"),
        "A required path is stale",
        "The server no longer knows the file handle (ESTALE): the export was recreated or moved. Pods see Stale file handle until it is mounted afresh.",
        "umount -l PATH, then access it again; restart the pods that hold it.");

    /// <summary>A required path cannot be mounted.</summary>
    public static readonly FindingKind MountTriggerFailed = new(
        "mount/trigger-failed",
        Link.Mount,
        Severity.Error,
        new Guid("238f52e5-618a-57ad-8114-bd9351cbb799"),
        "A required path cannot be mounted",
        "The map has the key and the server answers, but the mount fails: the export does not exist there, or this node may not mount it. automount reports every reason as No such file or directory.",
        "On this node: mount -v -t nfs4 LOCATION /mnt; on the server: exportfs -v. Set logging = verbose in autofs.conf to see the reason in the journal.");

    /// <summary>A required path has no entry in its map.</summary>
    public static readonly FindingKind MountKeyMissing = new(
        "mount/key-missing",
        Link.Mount,
        Severity.Error,
        new Guid("2b0667b1-9fb4-50cf-b9f1-bbd4b95c9f75"),
        "A required path has no entry in its map",
        "The path is below an automount root, but its map has neither this key nor a wildcard.",
        "Add the key to the map, or correct paths= in agent.conf.");

    /// <summary>A required path cannot be used.</summary>
    public static readonly FindingKind MountRequiredFailed = new(
        "mount/required-failed",
        Link.Mount,
        Severity.Error,
        new Guid("2ce83ce2-2f09-5d62-9e2e-92e1e03b3151"),
        "A required path cannot be used",
        "Calls on the path fail with the error in the message.",
        "Repeat as root on the node: timeout 10 stat -f PATH.");

    /// <summary>A required path is not below any automount root.</summary>
    public static readonly FindingKind MountNotAutomounted = new(
        "mount/not-automounted",
        Link.Mount,
        Severity.Error,
        new Guid("12faa2af-8768-573a-bca2-676a9d709385"),
        "A required path is not below any automount root",
        "No autofs mount point and no NFS mount covers the path, so pods get an empty directory of the node, or nothing.",
        "Correct paths= in agent.conf, or add the mount point to the master map.");

    /// <summary>A required path was not tried.</summary>
    public static readonly FindingKind MountRequiredBlocked = new(
        "mount/required-blocked",
        Link.Mount,
        Severity.Warning,
        new Guid("922456c2-6621-5b1d-99b7-ed89b494d705"),
        "A required path was not tried",
        "The path is not mounted and was not triggered, because something before it in the chain is broken.",
        "Repair the first broken link; the agent triggers the path then.");

    /// <summary>An idle mount does not expire, because something holds it.</summary>
    public static readonly FindingKind MountHeld = new(
        "mount/held",
        Link.Mount,
        Severity.Info,
        new Guid("a776ba1d-7081-49fe-8e78-5ea6531ea1e9"),
        "An idle mount does not expire, because something holds it",
        "No call has reached the server for more than twice the timeout, and the mount is still there: a process has a file open on it, stands in it, or has it mapped; or a mount namespace has it. Nothing is wrong with that, unless the mount should be gone.",
        "lsof -p PID, or end the process; a mount without a holder: journalctl -u autofs, kill -USR1 of automount expires what is unused.");

    /// <summary>Mounts never expire, because a monitor touches them.</summary>
    public static readonly FindingKind MountKeptAlive = new(
        "mount/kept-alive",
        Link.Mount,
        Severity.Warning,
        new Guid("6ade721a-c49d-474a-8390-0513c8f614ff"),
        "Mounts never expire, because a monitor touches them",
        "Nobody opens, reads or changes anything on these mounts, but statfs() calls come again and again, each of which resets the clock of expiry. So every mount that was ever used stays, and a server that hangs later takes the monitor with it.",
        "Add the option strictexpire to the entry of the master map, so that only real use counts; or exclude the mount points in the monitor (node_exporter: --collector.filesystem.mount-points-exclude or --collector.filesystem.fs-types-exclude with nfs and nfs4).");

    /// <summary>A required map names no path.</summary>
    public static readonly FindingKind MountRequiredMapEmpty = new(
        "mount/required-map-empty",
        Link.Mount,
        Severity.Error,
        new Guid("1c1e144d-28b9-4f50-adcc-559a009d2527"),
        "A required map names no path",
        "No entry of the master map uses the map, or none of its keys matches the pattern, so nothing of it is mounted for pods.",
        "Correct maps= in agent.conf, or add the map or its keys to the directory.");

    /// <summary>A required map has a wildcard.</summary>
    public static readonly FindingKind MountRequiredWildcard = new(
        "mount/required-wildcard",
        Link.Mount,
        Severity.Info,
        new Guid("5f18d48b-1660-47f9-b4b4-3f18d67c3a51"),
        "A required map has a wildcard",
        "A wildcard entry stands for any key, so its paths cannot be listed; only those of the other keys are mounted.",
        "Name the paths that pods need in paths= of agent.conf.");

    /// <summary>A required map has too many paths.</summary>
    public static readonly FindingKind MountRequiredTooMany = new(
        "mount/required-too-many",
        Link.Mount,
        Severity.Warning,
        new Guid("8c7f5042-2d46-4697-a49f-07b874cb081d"),
        "A required map has too many paths",
        "At most 1000 required paths are mounted and watched; the last ones, in the order of the map, are left out.",
        "Write a narrower pattern in maps= of agent.conf, as MAP:KEYPATTERN.");

    /// <summary>SELinux refuses NFS to containers.</summary>
    public static readonly FindingKind MountSelinuxContainers = new(
        "mount/selinux-containers",
        Link.Mount,
        Severity.Warning,
        new Guid("1944e42a-2078-4cb9-ad8a-2bb7edf3b03d"),
        "SELinux refuses NFS to containers",
        "The boolean virt_use_nfs is off. Mounting works and the node itself can read, but a container that is not privileged gets Permission denied; the denial stands in the audit log alone.",
        "Set it in the image: semanage boolean --modify --on virt_use_nfs. At once, until the next boot: setsebool virt_use_nfs on.");

    /// <summary>SELinux refuses home directories on NFS.</summary>
    public static readonly FindingKind MountSelinuxHomes = new(
        "mount/selinux-homes",
        Link.Mount,
        Severity.Info,
        new Guid("70c019bd-6e47-4e60-a5c7-5f319fbf6ca7"),
        "SELinux refuses home directories on NFS",
        "The boolean use_nfs_home_dirs is off: who logs in to the node, and services that read home directories, get Permission denied there. Pods do not depend on it.",
        "Set it in the image: semanage boolean --modify --on use_nfs_home_dirs. At once, until the next boot: setsebool use_nfs_home_dirs on.");

    private static IReadOnlyList<FindingKind> MountKinds =>
    [
        MountHung,
        MountRequiredHung,
        MountRequiredStale,
        MountTriggerFailed,
        MountKeyMissing,
        MountRequiredFailed,
        MountNotAutomounted,
        MountRequiredBlocked,
        MountHeld,
        MountKeptAlive,
        MountRequiredMapEmpty,
        MountRequiredWildcard,
        MountRequiredTooMany,
        MountSelinuxContainers,
        MountSelinuxHomes,
    ];
}
