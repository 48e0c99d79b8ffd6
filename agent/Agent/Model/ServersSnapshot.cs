using System.Collections.Immutable;
using Automount.Maps;

namespace AutomountAgent.Model;

/// <summary>Every NFS server that the maps or the mount table name, and how it answers.</summary>
/// <param name="Servers">One per server and way to reach it, ordered by name.</param>
internal sealed record ServersSnapshot(ImmutableArray<ServerState> Servers)
{
    /// <summary>The portmappers that the maps need.</summary>
    public ImmutableArray<PortmapState> Portmappers { get; init; } = [];
}

/// <summary>
/// One server as its NFS service answers: an RPC NULL call (RFC 5531), or requests of this node's mounts, which stand for one.
/// </summary>
/// <param name="Target">How it was asked.</param>
/// <param name="Address">Address that was asked; empty when the name did not resolve.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Detail">The error in words; empty when it is up.</param>
/// <param name="ResponseTime">Time of the last RPC NULL round trip; null when there was no reply.</param>
/// <param name="Attempts">How many calls in a row had this outcome, this one included.</param>
/// <param name="Mounted">True when the mount table has a mount from it.</param>
internal sealed record ServerState(
    ServerTarget Target,
    string Address,
    ServerOutcome Outcome,
    string Detail,
    TimeSpan? ResponseTime,
    int Attempts,
    bool Mounted)
{
    /// <summary>True when a required path is mounted from it, or is to be.</summary>
    public bool Required { get; init; }

    /// <summary>Whether this node depends on it now.</summary>
    public bool IsNeeded => Mounted || Required;

    /// <summary>
    /// Addresses of the name that did not answer at this call and at the one before, each with its error, while the server is up; else
    /// empty.
    /// </summary>
    public string DeadAddresses { get; init; } = "";

    /// <summary>Those that did not answer at this call.</summary>
    public string SilentAddresses { get; init; } = "";

    /// <summary>
    /// When the call was made, or a moment before mounts got the replies that stand for one. A server is not asked in every round, so this
    /// may be well before the observation.
    /// </summary>
    public DateTimeOffset AskedAt { get; init; }

    /// <summary>Replies to mounts stood for a call: <see cref="ResponseTime"/> is that of an earlier one.</summary>
    public bool ByTraffic { get; init; }
}

/// <summary>What came of asking an NFS server.</summary>
internal enum ServerOutcome
{
    /// <summary>It answered the NULL call.</summary>
    Up,

    /// <summary>Its name does not resolve.</summary>
    Unresolvable,

    /// <summary>The connection was refused (RST): no NFS service listens there.</summary>
    Refused,

    /// <summary>No TCP connection within the deadline, or no route; over UDP, no answer.</summary>
    Unreachable,

    /// <summary>TCP connects, but nothing answers the call within the deadline: the case that puts users into D state.</summary>
    Hung,

    /// <summary>It answers, but does not speak this version of NFS (PROG_MISMATCH).</summary>
    VersionMismatch,

    /// <summary>It answers something that is not a valid RPC reply, or denies the call.</summary>
    BadReply,
}
