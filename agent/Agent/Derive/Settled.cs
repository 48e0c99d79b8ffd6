namespace AutomountAgent.Derive;

/// <summary>
/// A state with hysteresis: bad news counts at once, because the signals behind it are confirmed ones, and good news when it has lasted.
/// Immutable;
/// the only clock is the time that comes with each piece of evidence.
/// </summary>
/// <param name="State">The state that counts.</param>
/// <param name="Since">Since when it counts.</param>
/// <param name="Next">What the newest evidence says; the same as <paramref name="State"/> while nothing speaks against it.</param>
/// <param name="NextSince">Since when the evidence says so.</param>
internal sealed record Settled(HealthState State, DateTimeOffset Since, HealthState Next, DateTimeOffset NextSince)
{
    /// <summary>How long an answer must last after a fault: longer than half a round, so that two looks have to agree.</summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromSeconds(3);

    /// <summary>How long slowness must last, before it is said and before it is taken back.</summary>
    public static readonly TimeSpan Slowness = TimeSpan.FromSeconds(10);

    /// <summary>The first evidence is believed at once: there is nothing to hold on to.</summary>
    public static Settled First(HealthState evidence, DateTimeOffset at) => new(evidence, at, evidence, at);

    /// <summary>The state after one more piece of evidence.</summary>
    /// <param name="evidence">What the signals say now.</param>
    /// <param name="at">When the newest of them was taken; never earlier than the last one.</param>
    public Settled After(HealthState evidence, DateTimeOffset at)
    {
        var since = evidence == Next ? NextSince : at;
        return evidence == State || at - since >= Hold(State, evidence)
            ? new(evidence, evidence == State ? Since : at, evidence, since)
            : this with { Next = evidence, NextSince = since };
    }

    private static TimeSpan Hold(HealthState from, HealthState to) => (from, to) switch
    {
        (HealthState.Unknown, _) => TimeSpan.Zero,
        (_, HealthState.Hung or HealthState.Stale or HealthState.Failed) => TimeSpan.Zero,
        (HealthState.Healthy, HealthState.Slow) or (HealthState.Slow, HealthState.Healthy) => Slowness,
        _ => Recovery,
    };
}
