using AutomountAgent.Act;
using AutomountAgent.Observe.Server;

namespace AutomountAgent.Observe.Mounts;

/// <summary>The health of an NFS mount.</summary>
public enum MountState
{
    /// <summary>Its server answers, and the prober met no error on it.</summary>
    Healthy,

    /// <summary>Calls on it block: its server does not answer, or the prober's call did not return.</summary>
    Hung,

    /// <summary>Its file handle is no longer valid on the server (ESTALE).</summary>
    Stale,

    /// <summary>Calls on it fail.</summary>
    Failed,

    /// <summary>Nobody can tell.</summary>
    Unknown,
}

/// <summary>
/// Judges NFS mounts by what their servers answer and, where the prober was there, by what it met; never by touching them. Pure.
/// </summary>
public static class MountHealth
{
    /// <summary>All states, in the order in which metrics list them.</summary>
    public static IReadOnlyList<MountState> All { get; } =
        [MountState.Healthy, MountState.Hung, MountState.Stale, MountState.Failed, MountState.Unknown];

    /// <summary>The lower-case name of a state, as in the label <c>state</c>.</summary>
    public static string Name(this MountState state) => state switch
    {
        MountState.Healthy => "healthy",
        MountState.Hung => "hung",
        MountState.Stale => "stale",
        MountState.Failed => "failed",
        _ => "unknown",
    };

    /// <summary>The state of one mount.</summary>
    /// <param name="mount">The mount.</param>
    /// <param name="server">Its server (<see cref="ServerIndex.Find(NfsMount)"/>); null when it was not asked.</param>
    /// <param name="required">The required path that this mount serves; null when there is none.</param>
    public static MountState Of(NfsMount mount, ServerState? server, RequiredPath? required) => (server?.Outcome, required?.Readiness) switch
    {
        (ServerOutcome.Hung, _) => MountState.Hung,

        // New connections fail, so calls on a hard mount wait for the server, and those on a soft one fail.
        (ServerOutcome.Refused or ServerOutcome.Unreachable, _) => mount.Hard ? MountState.Hung : MountState.Failed,
        (_, Readiness.Stale) => MountState.Stale,
        (_, Readiness.Hung) => MountState.Hung,
        (_, Readiness.Failed) => MountState.Failed,
        (ServerOutcome.Up, _) => MountState.Healthy,
        _ => MountState.Unknown,
    };
}
