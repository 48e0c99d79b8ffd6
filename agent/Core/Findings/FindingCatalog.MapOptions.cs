namespace Automount.Findings;

/// <content>Kinds of the link <c>map</c>: mount options.</content>
public static partial class FindingCatalog
{
    /// <summary>mount.nfs does not know an option.</summary>
    public static readonly FindingKind MapUnknownOption = new(
        "map/unknown-option",
        Link.Map,
        Severity.Error,
        new Guid("d42712e1-11b1-4664-bc5f-447b4b189786"),
        "mount.nfs does not know an option",
        "mount.nfs refuses the whole mount: an incorrect mount option was specified. The user sees No such file or directory.",
        "Correct the option (nfs(5)).");

    /// <summary>mount.nfs does not take the value of an option.</summary>
    public static readonly FindingKind MapBadOptionValue = new(
        "map/bad-option-value",
        Link.Map,
        Severity.Error,
        new Guid("58c6df12-4cf3-4ecb-b1cf-9b7601e41a9b"),
        "mount.nfs does not take the value of an option",
        "mount.nfs or the kernel refuses the whole mount. The user sees No such file or directory.",
        "Correct the value (nfs(5)).");

    /// <summary>An option has no effect.</summary>
    public static readonly FindingKind MapIgnoredOption = new(
        "map/ignored-option",
        Link.Map,
        Severity.Warning,
        new Guid("88101e0b-2da8-4f58-bd15-358c68362e04"),
        "An option has no effect",
        "automount takes the option away before it mounts, or the kernel puts another value in its place.",
        "Take the option out, or put it where it counts.");

    /// <summary>Options contradict each other.</summary>
    public static readonly FindingKind MapContradictingOptions = new(
        "map/contradicting-options",
        Link.Map,
        Severity.Warning,
        new Guid("f4767341-75a1-4088-832a-0eff12402592"),
        "Options contradict each other",
        "The last of them wins, which may not be the one that is meant.",
        "Leave one of them.");

    /// <summary>An option has had no effect for years.</summary>
    public static readonly FindingKind MapObsoleteOption = new(
        "map/obsolete-option",
        Link.Map,
        Severity.Info,
        new Guid("b2102065-9fc2-49c1-a7c4-1d7d2b9246be"),
        "An option has had no effect for years",
        "The kernel accepts and ignores it.",
        "Take the option out when the entry is changed next.");

    /// <summary>NFS over UDP.</summary>
    public static readonly FindingKind MapNfsOverUdp = new(
        "map/nfs-over-udp",
        Link.Map,
        Severity.Warning,
        new Guid("f3a208ed-5680-4fcb-a164-438df384fb1a"),
        "NFS over UDP",
        "Most kernels since Linux 5.6, those of RHEL among them, are built without NFS over UDP: the mount fails there. Where it works it can corrupt data (nfs(5)).",
        "Use TCP, which is the default.");

    /// <summary>NFS options on a bind mount.</summary>
    public static readonly FindingKind MapBindOptions = new(
        "map/bind-options",
        Link.Map,
        Severity.Warning,
        new Guid("ae29a820-8629-4361-bd57-64a8c08fdb7b"),
        "NFS options on a bind mount",
        "A bind mount has no server, and the options have no effect.",
        "Take the options out, or use fstype=nfs.");

    /// <summary>A password is in a map.</summary>
    public static readonly FindingKind MapPassword = new(
        "map/password",
        Link.Map,
        Severity.Warning,
        new Guid("9f5693c6-ce78-4f6e-9f69-fcef4d7423ce"),
        "A password is in a map",
        "Every host, and often every user, can read the map.",
        "Use credentials=FILE with a file that only root can read, and change the password.");

    /// <summary>NFS entries without a version.</summary>
    public static readonly FindingKind MapNeedsRpcbind = new(
        "map/needs-rpcbind",
        Link.Map,
        Severity.Info,
        new Guid("078072c3-c764-4092-921c-3c2ce1599cb1"),
        "NFS entries without a version",
        "Before it mounts, automount asks rpcbind on port 111 of the server when neither fstype=nfs4 nor vers= is given. A server that has NFS 4 only may have no rpcbind: then automount says no hosts available although mount by hand works.",
        "Give vers=4.2, or fstype=nfs4, if the servers have NFS 4.");

    /// <summary>Homes are mounted soft and may be written.</summary>
    public static readonly FindingKind MapSoftHome = new(
        "map/soft-home",
        Link.Map,
        Severity.Warning,
        new Guid("441fc562-130a-4e40-b38d-f8cf27a07c72"),
        "Homes are mounted soft and may be written",
        "When the server is slow for a while, writes fail with an I/O error that most programs do not expect: files are lost or cut short.",
        "Use hard, which is the default; softreval serves what is cached while the server is away.");

    /// <summary>Homes are mounted without nosuid or nodev.</summary>
    public static readonly FindingKind MapHomeWithoutNosuid = new(
        "map/home-without-nosuid",
        Link.Map,
        Severity.Info,
        new Guid("79cd975a-0e35-40ed-8283-a84dd0be5eaa"),
        "Homes are mounted without nosuid or nodev",
        "A set-uid program or a device file that reaches the file server works on every node.",
        "Add nosuid,nodev to the options of the map.");

    private static IReadOnlyList<FindingKind> MapOptionsKinds =>
    [
        MapUnknownOption,
        MapBadOptionValue,
        MapIgnoredOption,
        MapContradictingOptions,
        MapObsoleteOption,
        MapNfsOverUdp,
        MapBindOptions,
        MapPassword,
        MapNeedsRpcbind,
        MapSoftHome,
        MapHomeWithoutNosuid,
    ];
}
