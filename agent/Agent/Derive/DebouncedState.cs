namespace AutomountAgent.Derive;

/// <summary>
/// A debounced state: a fault counts immediately, because the signals behind it are confirmed ones, and a recovery when it has lasted.
/// Immutable; the only clock is the time that comes with each piece of evidence.
/// </summary>
/// <param name="State">The state that counts.</param>
/// <param name="Since">Since when it counts.</param>
/// <param name="Next">What the newest evidence says; the same as <paramref name="State"/> while nothing speaks against it.</param>
/// <param name="NextSince">Since when the evidence says so.</param>
internal sealed record DebouncedState(HealthState State, DateTimeOffset Since, HealthState Next, DateTimeOffset NextSince)
{
    /// <summary>How long an answer must last after a fault: longer than half a poll interval, so that two polls have to agree.</summary>
    public static readonly TimeSpan RecoveryTime = TimeSpan.FromSeconds(3);

    /// <summary>How long slowness must last, before it counts and before it ends.</summary>
    public static readonly TimeSpan SlownessTime = TimeSpan.FromSeconds(10);

    /// <summary>The first evidence counts immediately: there is no earlier state to keep.</summary>
    public static DebouncedState First(HealthState evidence, DateTimeOffset at) => new(evidence, at, evidence, at);

    /// <summary>The state after one more piece of evidence; the same instance when it says nothing new.</summary>
    /// <param name="evidence">What the signals say now.</param>
    /// <param name="at">When the newest of them was taken; never earlier than the last one.</param>
    public DebouncedState After(HealthState evidence, DateTimeOffset at)
    {
        if (evidence == State)
        {
            return Next == State ? this : this with { Next = State, NextSince = at };
        }

        var since = evidence == Next ? NextSince : at;
        return at - since >= HoldTime(State, evidence)
            ? new(evidence, at, evidence, since)
            : this with { Next = evidence, NextSince = since };
    }

    private static TimeSpan HoldTime(HealthState from, HealthState to) => (from, to) switch
    {
        (HealthState.Unknown, _) => TimeSpan.Zero,
        (_, HealthState.Hung or HealthState.Stale or HealthState.Failed) => TimeSpan.Zero,
        (HealthState.Healthy, HealthState.Slow) or (HealthState.Slow, HealthState.Healthy) => SlownessTime,
        _ => RecoveryTime,
    };
}
