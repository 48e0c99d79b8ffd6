namespace Automount.Findings;

/// <content>The kinds of the link <c>server</c>.</content>
public static partial class FindingCatalog
{
    /// <summary>NFS server name does not resolve.</summary>
    public static readonly FindingKind ServerUnresolvable = new(
        "server/unresolvable",
        Link.Server,
        Severity.Error,
        new Guid("d10d5b11-2b36-5dea-9089-42e55b5f9293"),
        "NFS server name does not resolve",
        "A map names a server that cannot be resolved. Its keys cannot be mounted, and each try waits for DNS.",
        "Check the name in the map and DNS: getent hosts NAME.");

    /// <summary>NFS server refuses connections.</summary>
    public static readonly FindingKind ServerRefused = new(
        "server/refused",
        Link.Server,
        Severity.Error,
        new Guid("eefc2c2f-ca82-5953-b14d-050ad873f5e4"),
        "NFS server refuses connections",
        "Nothing listens on the NFS port of the server. New mounts fail; existing hard mounts block until it is back.",
        "Start the NFS service on the server: rpcinfo -n 2049 -t HOST 100003 4.");

    /// <summary>NFS server cannot be reached.</summary>
    public static readonly FindingKind ServerUnreachable = new(
        "server/unreachable",
        Link.Server,
        Severity.Error,
        new Guid("9ae89ed0-ad7c-51f7-b9eb-614f89d0f7d7"),
        "NFS server cannot be reached",
        "No TCP connection to the server within the deadline: a firewall, a route, or a dead host. Over UDP, which knows no connection, it may as well hang. Existing hard mounts block.",
        "Check the route and the firewall to port 2049: nc -vz HOST 2049.");

    /// <summary>NFS server accepts connections but does not answer.</summary>
    public static readonly FindingKind ServerHung = new(
        "server/hung",
        Link.Server,
        Severity.Error,
        new Guid("a67a635b-e689-522b-88fa-4d6995ed23da"),
        "NFS server accepts connections but does not answer",
        "TCP connects, but no NFS call is answered. Processes that use a hard mount of it block in D state, and cannot be helped from this node.",
        "Look at the NFS server: load, storage, nfsd threads. Processes go on by themselves when it answers again.");

    /// <summary>NFS server does not speak the version that the map asks for.</summary>
    public static readonly FindingKind ServerVersionMismatch = new(
        "server/version-mismatch",
        Link.Server,
        Severity.Error,
        new Guid("99cc0ec8-2b73-5163-a836-8a39a81ea89b"),
        "NFS server does not speak the version that the map asks for",
        "The server answers, but not for this version of NFS, so the mount is refused.",
        "Correct vers= or fstype= in the map entry, or enable the version on the server.");

    /// <summary>NFS server gives an invalid reply.</summary>
    public static readonly FindingKind ServerBadReply = new(
        "server/bad-reply",
        Link.Server,
        Severity.Error,
        new Guid("3c582dd0-fb5f-58d5-8bfb-295b9d714b5f"),
        "NFS server gives an invalid reply",
        "What answers on the NFS port does not speak ONC RPC, or denies the call.",
        "Check that host and port in the map are those of an NFS server.");

    /// <summary>NFS server is slow.</summary>
    public static readonly FindingKind ServerSlow = new(
        "server/slow",
        Link.Server,
        Severity.Warning,
        new Guid("e1a30c65-1f92-44bc-a9f1-e9acd629fe34"),
        "NFS server is slow",
        "The server answers much later than it used to in the last hour: over five times its own median and over 50 ms, or over a second. Either an empty call (RPC NULL) takes that long, and then everything on its mounts does; or only the calls by which users of its mounts walk paths and read attributes do (the mean round trip in mountstats, without transfers), and then its storage is slow rather than its network.",
        "Look at the NFS server: load, storage, nfsd threads; and at the network: nfsiostat, ping.");

    /// <summary>automount asks a portmapper that does not answer.</summary>
    public static readonly FindingKind ServerRpcbindTrap = new(
        "server/rpcbind-trap",
        Link.Server,
        Severity.Error,
        new Guid("ecd2f074-f4df-48f0-a5be-c0ca6db624ac"),
        "automount asks a portmapper that does not answer",
        "An entry gives neither a version nor a port. automount then asks the portmapper of the server (rpcbind, port 111) before it mounts, although NFSv4 needs none, and drops the server when it does not answer: no hosts available, and users see No such file or directory. mount -t nfs4 by hand works all the same.",
        "Write fstype=nfs4, vers=4 or port=2049 into the entry; or start rpcbind on the server and open port 111.");

    /// <summary>The portmapper of an NFSv3 server does not answer.</summary>
    public static readonly FindingKind ServerRpcbindUnavailable = new(
        "server/rpcbind-unavailable",
        Link.Server,
        Severity.Error,
        new Guid("c77b7bde-85be-4539-98f5-d64f4b522754"),
        "The portmapper of an NFSv3 server does not answer",
        "Entries for NFSv3 without port= and mountport= need the portmapper of the server (rpcbind, port 111) to be mounted. What is mounted already works on.",
        "Start rpcbind on the server and open port 111: rpcinfo -p HOST. Or give port= and mountport= in the entry, or use NFSv4.");

    /// <summary>mountd of an NFSv3 server does not answer.</summary>
    public static readonly FindingKind ServerMountdUnavailable = new(
        "server/mountd-unavailable",
        Link.Server,
        Severity.Error,
        new Guid("83378808-20a1-4e9f-a390-847e59fa710b"),
        "mountd of an NFSv3 server does not answer",
        "An NFSv3 mount begins with a call to mountd on the server. What is mounted already works on; nothing new can be mounted.",
        "Start nfs-mountd on the server and open its port: rpcinfo -t HOST mountd 3. Or use NFSv4, which needs none.");

    private static IReadOnlyList<FindingKind> ServerKinds =>
    [
        ServerUnresolvable,
        ServerRefused,
        ServerUnreachable,
        ServerHung,
        ServerVersionMismatch,
        ServerBadReply,
        ServerSlow,
        ServerRpcbindTrap,
        ServerRpcbindUnavailable,
        ServerMountdUnavailable,
    ];
}
