using Automount.Findings;

namespace Automount.Catalog;

/// <summary>Faults of the link <c>server</c>: how NFS servers answer.</summary>
public static class ServerFindings
{
    private static readonly KindList Kinds = new(Link.Server);

    public static IReadOnlyList<FindingKind> All => Kinds.All;

    public static FindingKind Unresolvable { get; } = Kinds.ErrorInUse(
        "server/unresolvable",
        "NFS server name does not resolve",
        "A map names a server that cannot be resolved. Its keys cannot be mounted, and each try waits for DNS.",
        "Check the name in the map and DNS: getent hosts NAME.");

    public static FindingKind Refused { get; } = Kinds.ErrorInUse(
        "server/refused",
        "NFS server refuses connections",
        "Nothing listens on the NFS port of the server. New mounts fail; existing hard mounts block until it is back.",
        "Start the NFS service on the server: rpcinfo -n 2049 -t HOST 100003 4.");

    public static FindingKind Unreachable { get; } = Kinds.ErrorInUse(
        "server/unreachable",
        "NFS server cannot be reached",
        "No TCP connection to the server within the deadline: a firewall, a route, or a dead host. Over UDP, which knows no "
            + "connection, it may as well hang. Existing hard mounts block.",
        "Check the route and the firewall to port 2049: nc -vz HOST 2049.");

    public static FindingKind Hung { get; } = Kinds.ErrorInUse(
        "server/hung",
        "NFS server accepts connections but does not answer",
        "TCP connects, but no NFS call is answered. Processes that use a hard mount of it block in D state, and cannot be helped "
            + "from this node.",
        "Look at the NFS server: load, storage, nfsd threads. Processes go on by themselves when it answers again.");

    public static FindingKind VersionMismatch { get; } = Kinds.ErrorInUse(
        "server/version-mismatch",
        "NFS server does not speak the version that the map asks for",
        "The server answers, but not for this version of NFS, so the mount is refused.",
        "Correct vers= or fstype= in the map entry, or enable the version on the server.");

    public static FindingKind BadReply { get; } = Kinds.ErrorInUse(
        "server/bad-reply",
        "NFS server gives an invalid reply",
        "What answers on the NFS port does not speak ONC RPC, or denies the call.",
        "Check that host and port in the map are those of an NFS server.");

    public static FindingKind Slow { get; } = Kinds.Warning(
        "server/slow",
        "NFS server is slow",
        "The server answers much later than it used to in the last hour: over five times its own median and over 50 ms, or over a "
            + "second. Either an empty call (RPC NULL) takes that long, and then everything on its mounts does; or only the calls by which "
            + "users of its mounts walk paths and read attributes do (the mean round trip in mountstats, without transfers), and then its "
            + "storage is slow rather than its network.",
        "Look at the NFS server: load, storage, nfsd threads; and at the network: nfsiostat, ping.");

    public static FindingKind AddressDown { get; } = Kinds.Warning(
        "server/address-down",
        "One of several addresses of an NFS server does not answer",
        "The name of the server has several addresses, and at least one of them answers, so its keys can be mounted. A mount that tries "
            + "the other one first waits for a time-out, and there is one address less to fail over to.",
        "Repair the address that the message names, or take it out of DNS: getent ahosts HOST.");

    public static FindingKind RpcbindTrap { get; } = Kinds.ErrorInUse(
        "server/rpcbind-trap",
        "automount asks a portmapper that does not answer",
        "An entry gives no version that automount knows (vers=, nfsvers=, fstype=nfs4; not v4.2), and no port. automount then asks the "
            + "portmapper of the server (rpcbind, port 111) before it mounts, although NFSv4 needs none, and drops the server when it does "
            + "not answer: no hosts available, and users see No such file or directory. mount -t nfs4 by hand works all the same.",
        "Write fstype=nfs4 or vers=4.2 into the entry; or start rpcbind on the server and open port 111. port=2049 is enough only with "
            + "mount_nfs_default_protocol = 4 in autofs.conf: with 3 automount then asks for NFSv3.");

    public static FindingKind NfsUnregistered { get; } = Kinds.ErrorInUse(
        "server/nfs-unregistered",
        "The portmapper does not have the version of NFS that automount asks for",
        "An entry gives neither version nor port, so automount asks the portmapper of the server for NFS version 3 before it mounts "
            + "(mount_nfs_default_protocol of autofs.conf(5) is 3). The portmapper answers, and has no such service, or what it names does "
            + "not answer: automount drops the server (no hosts available), and users see No such file or directory. This is so with a "
            + "server of NFS 4 alone, and after a restart of rpcbind that lost the registrations.",
        "Write fstype=nfs4 or vers=4 into the entry, or set mount_nfs_default_protocol = 4 in autofs.conf; or register NFS again: "
            + "systemctl restart nfs-server on the server, then rpcinfo -p HOST.");

    public static FindingKind RpcbindUnavailable { get; } = Kinds.ErrorInUse(
        "server/rpcbind-unavailable",
        "The portmapper of an NFSv3 server does not answer",
        "Entries for NFSv3 without port= and mountport= need the portmapper of the server (rpcbind, port 111) to be mounted. What is "
            + "mounted already works on.",
        "Start rpcbind on the server and open port 111: rpcinfo -p HOST. Or give port= and mountport= in the entry, or use NFSv4.");

    public static FindingKind MountdUnavailable { get; } = Kinds.ErrorInUse(
        "server/mountd-unavailable",
        "mountd of an NFSv3 server does not answer",
        "An NFSv3 mount begins with a call to mountd on the server. What is mounted already works on; nothing new can be mounted.",
        "Start nfs-mountd on the server and open its port: rpcinfo -t HOST mountd 3. Or use NFSv4, which needs none.");

    public static FindingKind ExportMissing { get; } = Kinds.Error(
        "server/export-missing",
        "NFS server does not export the path",
        "A map names a path that the server does not have, or does not export to this node; the protocol does not tell the two apart. "
            + "automount mounts nothing there, and users see No such file or directory.",
        "Correct the path in the map, or export it: exportfs -v on the server, showmount -e HOST from here (NFSv3).");

    public static FindingKind ExportDenied { get; } = Kinds.Error(
        "server/export-denied",
        "NFS server denies the path to this node",
        "The path exists, and the export does not admit this node. automount mounts nothing there, and users see No such file or " +
        "directory.",
        "Add this node, by the address that the server sees, to the export: exportfs -v on the server.");

    public static FindingKind ExportReferral { get; } = Kinds.Info(
        "server/export-referral",
        "NFS server refers to another server",
        "The path lies on another server, to which this one sends its clients. It works as long as the nodes reach that one, and it is "
            + "that one which is to be watched.",
        "Name the other server in the map, so that its health counts: nfsref lookup on the server shows it.");

    public static FindingKind ExportUnknown { get; } = Kinds.Warning(
        "server/export-unknown",
        "Whether the server exports a path is not known",
        "The question was not answered, or the answer says neither yes nor no. Nothing follows for the paths.",
        "See the reason. Calls from ports above 1023 are denied by exports without insecure (exports(5)): ask as root.");
}
