using Automount.Findings;

namespace Automount.Catalog;

/// <summary>Faults of the link <c>map</c> in mount options.</summary>
public static class MapOptionFindings
{
    private static readonly KindList Kinds = new(Link.Map);

    public static IReadOnlyList<FindingKind> All => Kinds.All;

    public static FindingKind UnknownOption { get; } = Kinds.Error(
        "map/unknown-option",
        "mount does not know an option",
        "mount.nfs, the helper of another type, or the kernel refuses the whole mount: an incorrect mount option was specified. The user "
            + "sees No such file or directory.",
        "Correct the option (nfs(5), mount.cifs(8), mount.ceph(8)).");

    public static FindingKind BadOptionValue { get; } = Kinds.Error(
        "map/bad-option-value",
        "mount does not take an option as it is written",
        "mount.nfs, the helper of another type, or the kernel refuses the whole mount. The user sees No such file or directory.",
        "Correct the value (nfs(5), mount.cifs(8)).");

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
        "Options that a bind mount ignores",
        "A bind mount has no server, and options of NFS have no effect. automount makes one of every location without a host (:/path) "
            + "and of localhost, whatever fstype says, and hands on ro alone: nosuid and nodev are lost as well.",
        "Take the options out. For NFS write the server; port= or nobind keeps automount from binding its own.");

    public static FindingKind Password { get; } = Kinds.Warning(
        "map/password",
        "A password is in a map",
        "Every host, and often every user, can read the map.",
        "Use credentials=FILE with a file that only root can read, and change the password.");

    public static FindingKind NeedsRpcbind { get; } = Kinds.Info(
        "map/needs-rpcbind",
        "NFS entries that need rpcbind, or NFSv3, of the server",
        "Before it mounts, automount asks the server itself. The versions that it knows are fstype=nfs4, vers= and nfsvers=; v4.2 alone, "
            + "which mount.nfs takes, is none. Without one it asks rpcbind on port 111, and with mount_nfs_default_protocol = 3 in "
            + "autofs.conf, which holds where the file does not say otherwise, for NFSv3 only. A server that has NFS 4 only may have no "
            + "rpcbind: then automount says no hosts available although mount by hand works. NFSv3 needs rpcbind and mountd by design.",
        "Give vers=4.2, or fstype=nfs4, if the servers have NFS 4.");

    public static FindingKind SilentVersion { get; } = Kinds.Warning(
        "map/silent-version",
        "An option makes the mount NFSv3",
        "mountproto=, mountvers=, mounthost= and mountaddr= belong to the mount protocol of NFSv3. With one of them and no version "
            + "mount.nfs does not try NFS 4.",
        "Take the option out for NFS 4, or write vers=3 to say what is meant.");

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
