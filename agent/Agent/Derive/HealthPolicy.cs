using AutomountAgent.Model;

namespace AutomountAgent.Derive;

/// <summary>All signals about one mount at one moment; what nobody saw is null.</summary>
/// <param name="Answer">How its server answers RPC NULL.</param>
/// <param name="SilentSince">Since when it does not answer; null while it does.</param>
/// <param name="SlowServer">Its server answers much later than it used to.</param>
/// <param name="Traffic">What the counters of the mount say.</param>
/// <param name="Kernel">What the kernel last said about the server.</param>
/// <param name="Prober">What became of the required path that this mount serves.</param>
/// <param name="Hard">Calls are retried without end.</param>
/// <param name="Version">NFS version: 3 or 4.</param>
internal readonly record struct MountSignals(
    ServerOutcome? Answer,
    DateTimeOffset? SilentSince,
    bool SlowServer,
    Traffic? Traffic,
    KernelMessage? Kernel,
    Readiness? Prober,
    bool Hard,
    int Version);

/// <summary>
/// Decides what signals mean where they agree, and where they do not. Pure: no memory, no clock but the one given;
/// <see cref="DebouncedState"/> adds the hysteresis.
/// </summary>
/// <remarks>
/// Signals that contradict each other are decided so:
/// <list type="bullet">
/// <item>RPC NULL is not answered, but requests of the mount are (counted after the server fell silent): <c>slow</c>. Users of the mount
/// work; it is new connections that fail, and the finding of the server says so.</item>
/// <item>RPC NULL is answered, the kernel says <c>not responding</c>, and requests of the mount wait: <c>hung</c>. The server is back, the
/// mount's own connection is not: the kernel tries again after up to five minutes.</item>
/// <item>RPC NULL is answered, the kernel says <c>not responding</c>, and nothing waits: <c>healthy</c>. A caller that was killed never
/// gets the <c>OK</c> that would end the complaint.</item>
/// <item>RPC NULL is answered, and a request waits for half a minute without a word of the kernel: <c>slow</c>. About a soft mount of NFS 4
/// the kernel never says a word while the connection stays open, and no call fails: there three minutes are <c>hung</c>.</item>
/// </list>
/// </remarks>
internal static class HealthPolicy
{
    /// <summary>No healthy server needs longer for a reply.</summary>
    public static readonly TimeSpan LongWait = TimeSpan.FromSeconds(30);

    /// <summary>After so long the kernel complains about a hard mount with the default options (timeo=600,retrans=2; nfs(5)).</summary>
    public static readonly TimeSpan MajorTimeout = TimeSpan.FromMinutes(3);

    /// <summary>What the signals about a mount say at a time.</summary>
    public static HealthState Of(MountSignals signals, DateTimeOffset now) => signals.Answer switch
    {
        ServerOutcome.Hung => IsAnsweredAnyway(signals) ? HealthState.Slow : HealthState.Hung,

        // New connections fail, so calls on a hard mount wait for the server, and those on a soft one fail.
        ServerOutcome.Refused or ServerOutcome.Unreachable => WhileItIsDown(signals),
        _ when OfProber(signals.Prober) is { } seen => seen,
        ServerOutcome.Up => WhileItAnswers(signals, now),
        _ => WhileItCannotBeAsked(signals, now),
    };

    /// <summary>What the answers of a server say of itself.</summary>
    /// <param name="outcome">How it answers RPC NULL.</param>
    /// <param name="slow">It answers that, or the requests of its mounts, much later than it used to.</param>
    public static HealthState Of(ServerOutcome outcome, bool slow) => outcome switch
    {
        ServerOutcome.Up => slow ? HealthState.Slow : HealthState.Healthy,
        ServerOutcome.Hung => HealthState.Hung,
        _ => HealthState.Failed,
    };

    private static HealthState? OfProber(Readiness? readiness) => readiness switch
    {
        Readiness.Stale => HealthState.Stale,
        Readiness.Hung => HealthState.Hung,
        Readiness.Failed => HealthState.Failed,
        _ => null,
    };

    private static HealthState WhileItIsDown(MountSignals signals)
    {
        if (IsAnsweredAnyway(signals))
        {
            return HealthState.Slow;
        }

        return signals.Hard ? HealthState.Hung : HealthState.Failed;
    }

    private static bool IsAnsweredAnyway(MountSignals signals) =>
        signals.Traffic is { AnsweredAfter: { } answered, WaitingSince: null } && answered > signals.SilentSince;

    private static HealthState WhileItAnswers(MountSignals signals, DateTimeOffset now) => signals switch
    {
        { Kernel.Complains: true, Traffic.WaitingSince: not null } => HealthState.Hung,
        { Hard: false, Version: 4 } when now - signals.Traffic?.WaitingSince >= MajorTimeout => HealthState.Hung,
        { SlowServer: true } => HealthState.Slow,
        _ => WaitsLong(signals, now) ? HealthState.Slow : HealthState.Healthy,
    };

    /// <summary>The server's name does not resolve, or what answers there is not NFS: only the mount's own signals are left.</summary>
    private static HealthState WhileItCannotBeAsked(MountSignals signals, DateTimeOffset now) => signals switch
    {
        { Kernel: { Complains: true, At: var at } } when !(signals.Traffic?.AnsweredAfter > at) => HealthState.Hung,
        _ when WaitsLong(signals, now) => HealthState.Hung,
        { Traffic: { AnsweredAfter: { } answered, WaitingSince: null } } when now - answered < LongWait => HealthState.Healthy,
        _ => HealthState.Unknown,
    };

    private static bool WaitsLong(MountSignals signals, DateTimeOffset now) => now - signals.Traffic?.WaitingSince >= LongWait;
}
