using Automount.Findings;

namespace Automount.Catalog;

/// <summary>Faults of the link <c>map</c> in mount options.</summary>
public static class MapOptionFindings
{
    private static readonly KindList Kinds = new(Link.Map);

    public static IReadOnlyList<FindingKind> All => Kinds.All;

    public static FindingKind UnknownOption { get; } = Kinds.Error(
        "map/unknown-option",
        "mount.nfs does not know an option",
        "mount.nfs refuses the whole mount: an incorrect mount option was specified. The user sees No such file or directory.",
        "Correct the option (nfs(5)).");

    public static FindingKind BadOptionValue { get; } = Kinds.Error(
        "map/bad-option-value",
        "mount.nfs does not take the value of an option",
        "mount.nfs or the kernel refuses the whole mount. The user sees No such file or directory.",
        "Correct the value (nfs(5)).");

    public static FindingKind IgnoredOption { get; } = Kinds.Warning(
        "map/ignored-option",
        "An option has no effect",
        "automount takes the option away before it mounts, or the kernel puts another value in its place.",
        "Take the option out, or put it where it counts.");

    public static FindingKind ContradictingOptions { get; } = Kinds.Warning(
        "map/contradicting-options",
        "Options contradict each other",
        "The last of them wins, which may not be the one that is meant.",
        "Leave one of them.");

    public static FindingKind ObsoleteOption { get; } = Kinds.Info(
        "map/obsolete-option",
        "An option has had no effect for years",
        "The kernel accepts and ignores it.",
        "Take the option out when the entry is changed next.");

    public static FindingKind NfsOverUdp { get; } = Kinds.Warning(
        "map/nfs-over-udp",
        "NFS over UDP",
        "Most kernels since Linux 5.6, those of RHEL among them, are built without NFS over UDP: the mount fails there. Where it "
            + "works it can corrupt data (nfs(5)).",
        "Use TCP, which is the default.");

    public static FindingKind BindOptions { get; } = Kinds.Warning(
        "map/bind-options",
        "NFS options on a bind mount",
        "A bind mount has no server, and the options have no effect.",
        "Take the options out, or use fstype=nfs.");

    public static FindingKind Password { get; } = Kinds.Warning(
        "map/password",
        "A password is in a map",
        "Every host, and often every user, can read the map.",
        "Use credentials=FILE with a file that only root can read, and change the password.");

    public static FindingKind NeedsRpcbind { get; } = Kinds.Info(
        "map/needs-rpcbind",
        "NFS entries without a version",
        "Before it mounts, automount asks rpcbind on port 111 of the server when neither fstype=nfs4 nor vers= is given. A server "
            + "that has NFS 4 only may have no rpcbind: then automount says no hosts available although mount by hand works.",
        "Give vers=4.2, or fstype=nfs4, if the servers have NFS 4.");

    public static FindingKind SoftHome { get; } = Kinds.Warning(
        "map/soft-home",
        "Homes are mounted soft and may be written",
        "When the server is slow for a while (NFSv3), or the connection to it is lost (NFS 4), writes fail with an I/O error that most "
            + "programs do not expect: files are lost or cut short. Nor does it keep processes from blocking: a soft mount of NFS 4 waits "
            + "for a server that hangs as a hard one does.",
        "Use hard, which is the default; softreval serves what is cached while the server is away.");

    public static FindingKind HomeWithoutNosuid { get; } = Kinds.Info(
        "map/home-without-nosuid",
        "Homes are mounted without nosuid or nodev",
        "A set-uid program or a device file that reaches the file server works on every node.",
        "Add nosuid,nodev to the options of the map.");
}
