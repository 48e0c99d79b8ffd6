using AutomountAgent.Derive;
using AutomountAgent.Interop;
using AutomountAgent.Model;
using static AutomountAgent.Probe.RequiredDecision;

namespace AutomountAgent.Probe;

/// <summary>
/// The one place that judges required paths: what is known of one without a touch, whether it is to be touched, and what a touch says about
/// it. A mounted path is ready without a touch when the prober met no error on this very mount since its server was last down and since
/// requests of its users last failed. A path that is not mounted is triggered only where nothing before it in the chain is known to be
/// broken. Pure.
/// </summary>
/// <param name="state">The mount table and the servers.</param>
/// <param name="keep">Time between two rounds, when paths are to be kept from expiring; null when they are not.</param>
/// <param name="now">The time.</param>
internal sealed class RequiredPolicy(NodeState state, TimeSpan? keep, DateTimeOffset now)
{
    /// <summary>
    /// Requests fail on a shared mount for other reasons, too (a file that another client removed), so failed requests cost at most one
    /// touch in this time.
    /// </summary>
    private static readonly TimeSpan MinRecheckInterval = TimeSpan.FromMinutes(1);

    private readonly ServerIndex servers = new(state.Servers?.Seen);

    /// <summary>The servers as they were last asked.</summary>
    public ServerIndex Servers => servers;

    /// <summary>Decides what is to be done about a path.</summary>
    /// <param name="trace">The path.</param>
    /// <param name="memory">What earlier touches of the path gave.</param>
    /// <param name="quarantine">The servers on which a touch hung.</param>
    public RequiredDecision Decide(PathTrace trace, RequiredMemory memory, Quarantine quarantine)
    {
        if (state.Mounts is not { Seen: { } mounts } table)
        {
            return new Known(Readiness.NotTried, "The mount table has not been read yet.");
        }

        // A table from before the last touch does not show what that touch did.
        if (table.At <= memory.Last?.CheckedAt)
        {
            return new AsBefore(null);
        }

        var mount = CoveringMount.Find(mounts, trace.Canonical, memory.Known);
        var decision = mount is null ? Unmounted(mounts, trace) : Mounted(mount, memory);
        if (decision is Known { Readiness: Readiness.Ready } ready && IsToBeKept(mounts, mount!, memory))
        {
            var server = mount!.Nfs is { } nfs ? servers.Find(nfs)?.Target : null;
            decision = new Touch(TouchReason.Keep, mount, server) { Otherwise = ready };
        }

        if (decision is not Touch touch)
        {
            return decision;
        }

        if (Held(touch, memory, quarantine) is { } held)
        {
            return held;
        }

        return memory.BackOff.IsDue(now) ? touch : new AsBefore(mount);
    }

    /// <summary>What holds instead of a touch while its server is in quarantine; null when the touch may be made.</summary>
    public static Known? Held(Touch touch, RequiredMemory memory, Quarantine quarantine)
    {
        if (touch.Server is not { } server || !quarantine.Contains(server))
        {
            return null;
        }

        var hung = touch.Mount is not null && memory.HungOn(touch.Mount);
        return new(
            hung ? Readiness.Hung : Readiness.NotTried,
            $"A call on {server.Host} hung; it is not repeated before the server answers again.",
            touch.Mount);
    }

    /// <summary>What a touch says about its path.</summary>
    /// <param name="trace">The path.</param>
    /// <param name="touch">The touch.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="touched">When it ended.</param>
    public static RequiredPath Judge(PathTrace trace, Touch touch, ProbeResult result, DateTimeOffset touched)
    {
        var mount = result.Answer is { MountPoint.Length: > 0, IsMounted: true } found ? found.MountPoint : touch.Mount?.MountPoint;
        var isTrigger = touch.Reason == TouchReason.Trigger;
        var (readiness, detail) = Judge(isTrigger, result);
        return trace.Place(new(trace.Path, readiness, result.Answer?.Error ?? "", detail, mount, touched)
        {
            IsTriggerHung = isTrigger && result.Outcome == ProbeOutcome.TimedOut,
        });
    }

    private static (Readiness Readiness, string Detail) Judge(bool isTrigger, ProbeResult result) => result.Answer switch
    {
        null => (isTrigger ? Readiness.NotMounted : Readiness.Hung, result.Detail),
        { IsMounted: true } answer => (Readiness.Ready, answer.Describe()),
        { Errno: 0 } answer => (Readiness.NotMounted, answer.Describe()),
        { Errno: LibCErrno.NoEntry } answer when isTrigger => (Readiness.NotMounted, answer.Describe()),
        { Errno: LibCErrno.Stale } answer => (Readiness.Stale, answer.Describe()),
        { Errno: LibCErrno.NoEntry } => (Readiness.Failed, "The path does not exist on what is mounted there (ENOENT)."),
        var answer => (Readiness.Failed, answer.Describe()),
    };

    private RequiredDecision Mounted(CoveringMount mount, RequiredMemory memory)
    {
        if (mount.Nfs is { } nfs)
        {
            return MountedNfs(mount, servers.Find(nfs), memory.IsProven(mount) && !HaveRequestsFailed(nfs, memory));
        }

        if (memory.HungOn(mount))
        {
            return new Known(Readiness.Hung, "A call on it hung; it is not repeated as long as this mount stays.", mount);
        }

        return memory.IsProven(mount)
            ? new Known(Readiness.Ready, $"Mounted on {mount.MountPoint}.", mount)
            : new Touch(TouchReason.Required, mount, null);
    }

    private static RequiredDecision MountedNfs(CoveringMount mount, ServerState? server, bool isProven) => server?.Outcome switch
    {
        null => new Known(Readiness.NotTried, "Mounted, but its server has not been asked yet.", mount),
        ServerOutcome.Up when isProven => new Known(Readiness.Ready, $"Mounted on {mount.MountPoint}, and its server answers.", mount),
        ServerOutcome.Up => new Touch(TouchReason.Required, mount, server.Target),
        ServerOutcome.Hung or ServerOutcome.Refused or ServerOutcome.Unreachable =>
            new Known(Readiness.Hung, $"Mounted, but {server.Target.Host} does not serve it: {server.Detail}", mount),
        _ => new Known(Readiness.NotTried, $"Mounted, but {server.Target.Host} cannot be asked: {server.Detail}", mount),
    };

    private RequiredDecision Unmounted(MountsSnapshot mounts, PathTrace trace)
    {
        if (trace.Target is not { } target)
        {
            return new Known(Readiness.NotTried, "No automount root covers the path.");
        }

        if (mounts.Roots.FirstOrDefault(root => root.MountPoint == trace.Root) is { IsServed: false })
        {
            return new Known(Readiness.NotTried, $"Not mounted, and no automount daemon can be reached behind {target.Root}.");
        }

        if (target.Why.Length > 0)
        {
            return new Known(Readiness.NotTried, target.Why);
        }

        if (target.Server is not { } asked)
        {
            return new Touch(TouchReason.Trigger, null, null, target.Root);
        }

        return servers.Find(asked) switch
        {
            null => new Known(Readiness.NotTried, $"Not mounted; {asked.Host} has not been asked yet."),
            { Outcome: ServerOutcome.Up } => new Touch(TouchReason.Trigger, null, asked, target.Root),
            var server => new Known(Readiness.NotTried, $"Not mounted; {asked.Host} does not serve it: {server.Detail}"),
        };
    }

    /// <summary>
    /// Half of the timeout after the last touch, and a round earlier, since the round after next may come late. Where strictexpire is set
    /// no touch counts, so none is made.
    /// </summary>
    private bool IsToBeKept(MountsSnapshot mounts, CoveringMount mount, RequiredMemory memory) =>
        keep is { } interval
        && mounts.Roots.FirstOrDefault(root => root.MountPoint == mount.Root) is { StrictExpire: false } root
        && root.Timeout > TimeSpan.Zero
        && now - memory.Last?.CheckedAt >= (root.Timeout / 2) - interval;

    /// <summary>
    /// Whether users' requests for attributes failed since the last touch: the export may be stale while its server stays up. That users
    /// made requests is what keeps the agent from being the one who keeps the mount; what the touch itself made fail does not count.
    /// </summary>
    private bool HaveRequestsFailed(NfsMount nfs, RequiredMemory memory) =>
        memory.Last?.CheckedAt is { } touched
        && now - touched >= MinRecheckInterval
        && state.Health.Of(nfs)?.Traffic?.LookFailedAfter >= touched;
}
