namespace Automount.Findings;

/// <content>The kinds of the link <c>automount</c>.</content>
public static partial class FindingCatalog
{
    /// <summary>autofs is not installed.</summary>
    public static readonly FindingKind AutomountNotInstalled = new(
        "automount/not-installed",
        Link.Automount,
        Severity.Error,
        new Guid("e2f7fa42-9017-5e82-8aff-d18c16cc75fe"),
        "autofs is not installed",
        "systemd knows no autofs.service, so nothing mounts anything.",
        "Install autofs in the node image and enable autofs.service.");

    /// <summary>autofs is stopped.</summary>
    public static readonly FindingKind AutomountStopped = new(
        "automount/stopped",
        Link.Automount,
        Severity.Error,
        new Guid("167816bd-98c7-59da-b021-8b54ae2233a8"),
        "autofs is stopped",
        "autofs.service is not running. Paths that are not mounted yet answer No such file or directory; what is mounted stays.",
        "systemctl start autofs; journalctl -u autofs.");

    /// <summary>autofs has failed.</summary>
    public static readonly FindingKind AutomountFailed = new(
        "automount/failed",
        Link.Automount,
        Severity.Error,
        new Guid("24710b76-87d9-593d-bc1f-52da52e10ba3"),
        "autofs has failed",
        "The automount daemon ended without being asked to, and its unit does not restart it. New accesses fail; old mount points stay behind without a daemon.",
        "systemctl restart autofs; journalctl -u autofs. Pods that held the old mount points may need a restart.");

    /// <summary>automount gives up on nsswitch.conf.</summary>
    public static readonly FindingKind AutomountNsswitchInvalid = new(
        "automount/nsswitch-invalid",
        Link.Automount,
        Severity.Error,
        new Guid("80efbabf-2cb0-4211-ba9d-3a1fe89c9c83"),
        "automount gives up on nsswitch.conf",
        "automount parses its line of nsswitch.conf itself, more strictly than the C library. With this line it reads no map at all when it starts or reloads: one that runs still serves what it read before.",
        "Correct the line that the message names, for example automount: sss files, with a newline at its end. Then: systemctl reload autofs.");

    /// <summary>autofs configuration cannot be read.</summary>
    public static readonly FindingKind AutomountConfigInvalid = new(
        "automount/config-invalid",
        Link.Automount,
        Severity.Warning,
        new Guid("8a6f79dc-3017-55f4-ba2b-b44f088799b7"),
        "autofs configuration cannot be read",
        "autofs.conf, nsswitch.conf or the options of autofs.service could not be read, or automount makes something else of them than what stands there.",
        "Correct the line that the message names.");

    /// <summary>nsswitch.conf does not send automount to sssd.</summary>
    public static readonly FindingKind AutomountNsswitchWithoutSss = new(
        "automount/nsswitch-without-sss",
        Link.Automount,
        Severity.Error,
        new Guid("0a554ec5-9cfa-5b39-99f4-605a90fe01b1"),
        "nsswitch.conf does not send automount to sssd",
        "The automount line lists no sss, so automount never asks sssd for a map.",
        "Set in nsswitch.conf: automount: sss files. Then: systemctl restart autofs.");

    /// <summary>A mount point of the master map is not mounted.</summary>
    public static readonly FindingKind AutomountRootMissing = new(
        "automount/root-missing",
        Link.Automount,
        Severity.Error,
        new Guid("3a849ff6-bff1-5b6d-a67a-d3ebbd9e1dbe"),
        "A mount point of the master map is not mounted",
        "The master map has this mount point, but no autofs is mounted there: automount read the map before the entry was there, or could not create the directory.",
        "systemctl reload autofs; journalctl -u autofs.");

    /// <summary>A mount point has lost its daemon.</summary>
    public static readonly FindingKind AutomountRootCatatonic = new(
        "automount/root-catatonic",
        Link.Automount,
        Severity.Error,
        new Guid("2d97a840-8103-51aa-a2b8-7884b0834b38"),
        "A mount point has lost its daemon",
        "The kernel has no automount daemon behind this mount point any more (catatonic). Every key that is not mounted answers No such file or directory at once.",
        "systemctl restart autofs; pods that hold the old mount point need a restart.");

    /// <summary>automount is stopped by a signal.</summary>
    public static readonly FindingKind AutomountSuspended = new(
        "automount/suspended",
        Link.Automount,
        Severity.Error,
        new Guid("d41f7bf7-94fd-40a1-a7e2-6d82532b0b8e"),
        "automount is stopped by a signal",
        "The daemon received SIGSTOP, or a debugger holds it. systemd still calls it active. What is mounted works; whoever uses another path blocks until it goes on.",
        "systemctl kill -s CONT autofs.");

    /// <summary>automount itself waits for an NFS server.</summary>
    public static readonly FindingKind AutomountWaiting = new(
        "automount/waiting",
        Link.Automount,
        Severity.Warning,
        new Guid("0150c449-e948-4006-b8a8-ac2754ff4a41"),
        "automount itself waits for an NFS server",
        "A mount whose server does not answer was due to expire, and automount looks at it before it unmounts it: the call returns when the server does. Until then nothing below that mount point expires, whoever uses that key blocks beyond the reach of a signal, and automount cannot stop in order.",
        "Bring the server back: the finding about it says which one. A restart of autofs before that ends with SIGKILL after its time-out.");

    /// <summary>systemd cannot be asked about autofs.</summary>
    public static readonly FindingKind AutomountBusUnavailable = new(
        "automount/bus-unavailable",
        Link.Automount,
        Severity.Warning,
        new Guid("ca53edbb-47f4-5469-97c0-ec7fd81b26ca"),
        "systemd cannot be asked about autofs",
        "The system bus did not answer, so the state of autofs.service is not known.",
        "Check D-Bus: systemctl status dbus; busctl status.");

    /// <summary>A mount point outlived its daemon.</summary>
    public static readonly FindingKind AutomountRootOrphaned = new(
        "automount/root-orphaned",
        Link.Automount,
        Severity.Error,
        new Guid("c76a30a2-5420-45fe-8105-ef2bd6ff533c"),
        "A mount point outlived its daemon",
        "The daemon that served this mount point was killed or replaced, and no process holds the other end of its pipe. The kernel notices at the next access: until then the mount point looks as if it were served. Every key that is not mounted answers No such file or directory.",
        "systemctl restart autofs; pods that hold the old mount point need a restart.");

    /// <summary>automount runs in a pid namespace of its own.</summary>
    public static readonly FindingKind AutomountForeignPids = new(
        "automount/foreign-pids",
        Link.Automount,
        Severity.Error,
        new Guid("f9a93589-edbc-447c-a604-896cb2ff00d3"),
        "automount runs in a pid namespace of its own",
        "The kernel tells automount the number of the process that uses a key. The daemon runs in a container, or under unshare, and processes outside have no number there: the kernel answers them No such file or directory without asking the daemon. What is mounted already works.",
        "Run automount as a service of the node, or in a pod with hostPID: true.");

    /// <summary>A mount point is not shared with containers.</summary>
    public static readonly FindingKind AutomountRootPrivate = new(
        "automount/root-private",
        Link.Automount,
        Severity.Warning,
        new Guid("d8e46589-3304-4f8f-9797-19326a424075"),
        "A mount point is not shared with containers",
        "The autofs mount, or what it is mounted on, has private propagation. automount mounts in its own namespace, nothing of it reaches the pods, and they get Too many levels of symbolic links (ELOOP), or with newer kernels Operation not permitted (EPERM).",
        "findmnt -o TARGET,PROPAGATION; mount --make-rshared on the file system it is mounted on, then systemctl restart autofs. Check that neither autofs.service nor a drop-in of it has MountFlags= or PrivateMounts=.");

    /// <summary>A mount point lies over an older one.</summary>
    public static readonly FindingKind AutomountRootStacked = new(
        "automount/root-stacked",
        Link.Automount,
        Severity.Info,
        new Guid("609572a6-d168-4b17-b410-bf6ef9589244"),
        "A mount point lies over an older one",
        "An earlier automount died and left its mount point behind, and the new one mounted over it instead of taking it over. New accesses work; mounts below the old one stay, cannot be reached by a path, and do not expire.",
        "Nothing at once. To clean up: systemctl stop autofs, umount each layer, systemctl start autofs; or reboot the node when it is drained.");

    /// <summary>Containers hold an old mount point without a daemon.</summary>
    public static readonly FindingKind AutomountRootOutdated = new(
        "automount/root-outdated",
        Link.Automount,
        Severity.Warning,
        new Guid("fb58de75-89ae-41b8-982c-e303359d98a0"),
        "Containers hold an old mount point without a daemon",
        "automount was restarted and made new mount points; these containers were started before and still have the old ones, behind which nobody listens. In them, keys that are not mounted answer No such file or directory for ever.",
        "Restart the pods that the message names.");

    private static IReadOnlyList<FindingKind> AutomountKinds =>
    [
        AutomountNotInstalled,
        AutomountStopped,
        AutomountFailed,
        AutomountSuspended,
        AutomountWaiting,
        AutomountNsswitchInvalid,
        AutomountConfigInvalid,
        AutomountNsswitchWithoutSss,
        AutomountRootMissing,
        AutomountRootCatatonic,
        AutomountRootOrphaned,
        AutomountForeignPids,
        AutomountRootPrivate,
        AutomountRootStacked,
        AutomountRootOutdated,
        AutomountBusUnavailable,
    ];
}
