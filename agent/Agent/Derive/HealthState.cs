namespace AutomountAgent.Derive;

/// <summary>How an NFS mount, or an NFS server, is.</summary>
internal enum HealthState
{
    /// <summary>It answers.</summary>
    Healthy,

    /// <summary>It answers, but much later than it used to, or not on every way.</summary>
    Slow,

    /// <summary>Calls on it block.</summary>
    Hung,

    /// <summary>The file handle of the mount is no longer valid on the server (ESTALE).</summary>
    Stale,

    /// <summary>Calls on it fail.</summary>
    Failed,

    /// <summary>Nobody can tell.</summary>
    Unknown,
}

/// <summary>The names of the states.</summary>
internal static class HealthStates
{
    /// <summary>All states, in the order in which metrics list them.</summary>
    public static IReadOnlyList<HealthState> All { get; } =
        [HealthState.Healthy, HealthState.Slow, HealthState.Hung, HealthState.Stale, HealthState.Failed, HealthState.Unknown];

    /// <summary>The lower-case name of a state, as in the label <c>state</c>.</summary>
    public static string Name(this HealthState state) => state switch
    {
        HealthState.Healthy => "healthy",
        HealthState.Slow => "slow",
        HealthState.Hung => "hung",
        HealthState.Stale => "stale",
        HealthState.Failed => "failed",
        _ => "unknown",
    };
}
