using System.Collections.Immutable;
using Automount.Maps;

namespace AutomountAgent.Model;

/// <summary>The node's mount table as far as automount is concerned, and the NFS client's statistics.</summary>
/// <param name="Roots">The autofs mounts (automount's own, not systemd's automount units).</param>
/// <param name="Nfs">The NFS mounts.</param>
internal sealed record MountsSnapshot(ImmutableArray<AutofsRoot> Roots, ImmutableArray<NfsMount> Nfs)
{
    /// <summary>What automount mounted that is not NFS: bind mounts of local exports, CIFS and the like.</summary>
    public ImmutableArray<OtherMount> Others { get; init; } = [];

    /// <summary>SELinux booleans that are off, and without which NFS is refused while SELinux is enforcing.</summary>
    public ImmutableArray<string> SelinuxOff { get; init; } = [];

    /// <summary>What the kernel said about NFS servers; null when nobody looked.</summary>
    public KernelLogSnapshot? Kernel { get; init; }
}

/// <summary>A mount under or on an autofs mount that is not NFS.</summary>
/// <param name="MountPoint">Where it is mounted.</param>
/// <param name="Device">major:minor of the superblock.</param>
/// <param name="Root">The autofs mount point that it lies under or on.</param>
internal sealed record OtherMount(string MountPoint, string Device, string Root);

/// <summary>An autofs mount: the mount point of a map, a direct key, or an offset of a multi-mount.</summary>
/// <param name="MountPoint">Where it is mounted, as the kernel has it (symbolic links resolved).</param>
/// <param name="Source">The map, as automount names it.</param>
/// <param name="Kind">What of a map it serves.</param>
/// <param name="Timeout">Expiry timeout as the kernel has it; zero means never.</param>
/// <param name="DaemonPid">Process group of the daemon behind it; 0 when unknown.</param>
internal sealed record AutofsRoot(string MountPoint, string Source, AutofsMountKind Kind, TimeSpan Timeout, int DaemonPid)
{
    /// <summary>Inode of the pipe to the daemon (<c>pipe_ino</c>); 0 when it is not known, -1 when there is none.</summary>
    public long Pipe { get; init; }

    /// <summary>Option <c>strictexpire</c>: only real use counts for expiry.</summary>
    public bool StrictExpire { get; init; }

    /// <summary>The kernel has no daemon behind it: <c>pipe_ino</c> or <c>fd</c> is -1.</summary>
    public bool Catatonic { get; init; }

    /// <summary>It has a peer group (<c>shared:N</c>): mounts on it reach containers.</summary>
    public bool Shared { get; init; }

    /// <summary>It is a slave of a peer group (<c>master:N</c>): what is mounted on its peer appears on it.</summary>
    public bool Receives { get; init; }

    /// <summary>
    /// False when no process <see cref="DaemonPid"/> has the other end of the pipe: automount died and the kernel has not noticed yet, so
    /// paths fail or look empty. True as well when nobody can tell.
    /// </summary>
    public bool DaemonAlive { get; init; } = true;

    /// <summary>
    /// The daemon runs in a pid namespace that the node is not in: the kernel answers ENOENT without asking it (linux: fs/autofs/waitq.c).
    /// </summary>
    public bool DaemonForeign { get; init; }

    /// <summary>Who uses a key that is not mounted reaches a daemon.</summary>
    public bool IsServed => !Catatonic && DaemonAlive && !DaemonForeign;

    /// <summary>When it was first seen mounted, without a break since; null when that is not known.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>major:minor of the superblock, which distinguishes a mount from the one that replaced it.</summary>
    public string Device { get; init; } = "";

    /// <summary>What it is mounted on has a peer group; true as well when that is not known.</summary>
    public bool ParentShared { get; init; } = true;

    /// <summary>Devices of the older autofs mounts that it was mounted over, on the same mount point.</summary>
    public ImmutableArray<string> Covers { get; init; } = [];
}

/// <summary>What an autofs mount serves (autofs(5)).</summary>
internal enum AutofsMountKind
{
    /// <summary>The keys of an indirect map, as folders below its mount point.</summary>
    Indirect,

    /// <summary>One key of a direct map.</summary>
    Direct,

    /// <summary>One offset of a multi-mount, inside the mount of its key.</summary>
    Offset,
}

/// <summary>An NFS mount, joined from mountinfo and mountstats by mount point and source.</summary>
/// <param name="MountPoint">Where it is mounted.</param>
/// <param name="Source">What is mounted, as the kernel has it: <c>host:/path</c>.</param>
/// <param name="Server">The host part of <paramref name="Source"/>.</param>
/// <param name="Device">major:minor of the superblock.</param>
/// <param name="Version">NFS version 3 or 4.</param>
/// <param name="Port">Port of <c>port=</c> in the options, else 2049.</param>
/// <param name="Address">Address of the server: <c>addr=</c> in the options; empty when not given.</param>
/// <param name="Hard">Calls are retried without end (<c>hard</c>) instead of failing (<c>soft</c>, <c>softerr</c>).</param>
/// <param name="Root">The autofs mount point that it lies under or on; null when automount did not make it.</param>
/// <param name="Statistics">The client's counters; null when mountstats had none for this mount point, or those of another source.</param>
internal sealed record NfsMount(
    string MountPoint,
    string Source,
    string Server,
    string Device,
    int Version,
    int Port,
    string Address,
    bool Hard,
    string? Root,
    NfsStatistics? Statistics)
{
    /// <summary>
    /// The server as the map writes it; the same as <see cref="Server"/> but for a host that automount mounted by one of its addresses.
    /// </summary>
    public string Host
    {
        get => field ?? Server;
        init;
    }

    /// <summary>The pod whose container alone has it, while the node itself has it no more; null for a mount of the node.</summary>
    public string? Pod { get; init; }

    /// <summary>It runs over UDP (<c>proto=udp</c>).</summary>
    public bool Udp { get; init; }

    /// <summary>
    /// Replies to it may come over RDMA, or from further addresses of its server (<c>proto=rdma</c>, <c>max_connect=</c>; nfs(5)), so they
    /// do not tell that its address answers over TCP.
    /// </summary>
    public bool HasOtherTransports { get; init; }

    /// <summary>How its server is asked.</summary>
    public ServerTarget Target => new(Host, Version, Port) { Udp = Udp };
}

/// <summary>Counters of one NFS mount, summed over operations and transports (/proc/self/mountstats).</summary>
/// <param name="Age">Seconds since it was mounted.</param>
/// <param name="Requests">RPC requests.</param>
/// <param name="Transmissions">Requests put on the wire, repeats included.</param>
/// <param name="MajorTimeouts">Requests that ran into the major timeout.</param>
/// <param name="ResponseMilliseconds">Sum of the round trip times.</param>
/// <param name="Sends">Messages sent by the transports.</param>
/// <param name="Receives">Replies received by the transports.</param>
internal sealed record NfsStatistics(
    long Age, long Requests, long Transmissions, long MajorTimeouts, long ResponseMilliseconds, long Sends, long Receives)
{
    /// <summary>
    /// What is mounted, as mountstats has it: by the time it is read, another mount may be on the mount point than the mount table had.
    /// </summary>
    public string Source { get; init; } = "";

    /// <summary>Replies to requests that nobody waits for any more, because their caller was killed.</summary>
    public long LateReplies { get; init; }

    /// <summary>How often the transports connected.</summary>
    public long Connects { get; init; }

    /// <summary>
    /// Seconds since a transport sent something, of the busiest one; 0 when it is not connected, or the kernel does not tell.
    /// </summary>
    public long IdleSeconds { get; init; }

    /// <summary>Requests that had to wait for a free slot, summed over all messages sent: only its growth tells something.</summary>
    public long Backlog { get; init; }

    /// <summary>Requests that calls on paths made, of any kind; without those with which a client keeps up its session.</summary>
    public long Uses { get; init; }

    /// <summary>Requests that opened, read, listed or changed something: what users do, and monitors do not.</summary>
    public long Work { get; init; }

    /// <summary>Requests that statfs(2) made: <c>FSSTAT</c> of NFSv3, <c>STATFS</c> of NFSv4.</summary>
    public long StatFs { get; init; }

    /// <summary>Requests that walked a path or read attributes: small ones, whose time does not depend on what users transfer.</summary>
    public long Looks { get; init; }

    /// <summary>Sum of the round trip times of <see cref="Looks"/>, in milliseconds.</summary>
    public long LookMilliseconds { get; init; }

    /// <summary>
    /// GETATTR and ACCESS requests that ended in an error, which is rare but for ESTALE; 0 as well on kernels that do not count errors
    /// (before 5.3).
    /// </summary>
    public long LookErrors { get; init; }

    /// <summary>Messages that came back.</summary>
    public long Answers => Receives + LateReplies;
}
