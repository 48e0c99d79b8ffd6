using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Probe;

/// <summary>What to do about a required path: believe a verdict, keep the last one, or touch the path.</summary>
/// <param name="Verdict">The verdict; with a touch, what holds when that cannot be made. With neither verdict nor touch the last verdict is
/// kept.</param>
/// <param name="Touch">Why the path is to be touched: <c>trigger</c>, <c>required</c> or <c>keep</c>; null when it must not be.</param>
/// <param name="Mount">The mount that serves the path; null when it is not mounted.</param>
/// <param name="Server">The server that a touch would ask; null when none is known.</param>
/// <param name="Root">The automount root that a trigger would use; empty for another step.</param>
internal sealed record RequiredStep(
    (Readiness Readiness, string Detail)? Verdict, string? Touch, CoveringMount? Mount, ServerTarget? Server, string Root = "")
{
    /// <summary>The reason of a touch that mounts.</summary>
    public const string Trigger = "trigger";

    /// <summary>The reason of a touch of what is mounted already.</summary>
    public const string Required = "required";

    /// <summary>The reason of a touch that only resets the clock of the path's expiry.</summary>
    public const string Refresh = "keep";

    /// <summary>
    /// Requests fail on a shared mount for other reasons, too (a file that another client removed), so a doubt costs at most one touch in
    /// this time.
    /// </summary>
    private static readonly TimeSpan BetweenDoubts = TimeSpan.FromMinutes(1);

    private static RequiredStep Keep(CoveringMount? mount) => new(null, null, mount, null);

    private static RequiredStep Say(Readiness readiness, string detail, CoveringMount? mount = null) => new((readiness, detail), null, mount, null);

    /// <summary>
    /// Decides. A mounted path is ready without a touch when the prober met no error on this very mount since its server was last down and
    /// since requests of its users last failed; a
    /// path that is not mounted is triggered only where nothing before it in the chain is known to be broken. Pure.
    /// </summary>
    /// <param name="target">The path.</param>
    /// <param name="state">The mount table and the servers.</param>
    /// <param name="servers">Index of the servers of <paramref name="state"/>.</param>
    /// <param name="memory">What earlier touches of the path gave.</param>
    /// <param name="quarantine">The servers on which a touch hung.</param>
    /// <param name="keep">Time between two rounds, when the path is to be kept from expiring; null when it is not.</param>
    /// <param name="now">The time.</param>
    public static RequiredStep Decide(
        RequiredTarget target,
        NodeState state,
        ServerIndex servers,
        RequiredMemory memory,
        Quarantine quarantine,
        TimeSpan? keep,
        DateTimeOffset now)
    {
        if (state.Mounts is not { Seen: { } mounts } table)
        {
            return Say(Readiness.NotTried, "The mount table has not been read yet.");
        }

        // A table from before the last touch does not show what that touch did.
        if (table.At <= memory.Last?.CheckedAt)
        {
            return Keep(null);
        }

        var mount = CoveringMount.Find(mounts, target.Canonical, memory.Known);
        var step = mount switch
        {
            null => Unmounted(mounts, servers, target),
            { Nfs: { } nfs } => Mounted(mount, servers.Find(nfs), memory.IsProven(mount) && !IsDoubtful(state, nfs, memory, now)),
            _ when memory.HungOn(mount) => Say(Readiness.Hung, "A call on it hung; it is not repeated as long as this mount stays.", mount),
            _ => memory.IsProven(mount) ? Say(Readiness.Ready, $"Mounted on {mount.MountPoint}.", mount) : new(null, Required, mount, null),
        };

        if (keep is { } interval && step.Verdict?.Readiness == Readiness.Ready && IsToBeKept(mounts, mount!, memory, interval, now))
        {
            step = step with { Touch = Refresh, Server = mount!.Nfs is { } nfs ? servers.Find(nfs)?.Target : null };
        }

        if (step.Touch is not null && step.Server is { } server && quarantine.Contains(server))
        {
            return Say(
                mount is not null && memory.HungOn(mount) ? Readiness.Hung : Readiness.NotTried,
                $"A call on {server.Host} hung; it is not repeated before the server answers again.",
                mount);
        }

        return step.Touch is not null && !memory.BackOff.IsDue(now) ? Keep(mount) : step;
    }

    /// <summary>
    /// Half of the timeout after the last touch, and a round earlier, since the round after next may come late. Where strictexpire is set
    /// no
    /// touch counts, so none is made.
    /// </summary>
    private static bool IsToBeKept(MountsView mounts, CoveringMount mount, RequiredMemory memory, TimeSpan interval, DateTimeOffset now) =>
        mounts.Roots.FirstOrDefault(root => root.MountPoint == mount.Root) is { StrictExpire: false } root
        && root.Timeout > TimeSpan.Zero
        && now - memory.Last?.CheckedAt >= (root.Timeout / 2) - interval;

    /// <summary>
    /// Users' requests for attributes failed since the last touch: the export may be stale while its server stays up. That users made
    /// requests is what
    /// keeps the agent from being the one who keeps the mount; what the touch itself made fail does not count.
    /// </summary>
    private static bool IsDoubtful(NodeState state, NfsMount nfs, RequiredMemory memory, DateTimeOffset now) =>
        memory.Last?.CheckedAt is { } touched && now - touched >= BetweenDoubts && state.Health.Of(nfs)?.Traffic?.LookFailedAfter >= touched;

    /// <summary>What a touch says about the path. Pure.</summary>
    public RequiredPath Judge(RequiredTarget target, ProbeResult result)
    {
        var isTrigger = Touch == Trigger;
        var mount = result.Answer is { MountPoint.Length: > 0, IsMounted: true } found ? found.MountPoint : Mount?.MountPoint;
        RequiredPath Verdict(Readiness readiness, string detail) =>
            new(target.Path, readiness, result.Answer?.Error ?? "", detail, mount, null) { MapPath = target.MapPath };
        return result.Answer switch
        {
            null => Verdict(isTrigger ? Readiness.NotMounted : Readiness.Hung, result.Detail),
            { IsMounted: true } answer => Verdict(Readiness.Ready, answer.Describe()),
            { Errno: 0 } answer => Verdict(Readiness.NotMounted, answer.Describe()),
            { Errno: LibCErrno.NoEntry } answer when isTrigger => Verdict(Readiness.NotMounted, answer.Describe()),
            { Errno: LibCErrno.Stale } answer => Verdict(Readiness.Stale, answer.Describe()),
            { Errno: LibCErrno.NoEntry } => Verdict(Readiness.Failed, "The path does not exist on what is mounted there (ENOENT)."),
            var answer => Verdict(Readiness.Failed, answer.Describe()),
        };
    }

    private static RequiredStep Mounted(CoveringMount mount, ServerState? server, bool proven) => server?.Outcome switch
    {
        null => Say(Readiness.NotTried, "Mounted, but its server has not been asked yet.", mount),
        ServerOutcome.Up => proven
            ? Say(Readiness.Ready, $"Mounted on {mount.MountPoint}, and its server answers.", mount)
            : new(null, Required, mount, server.Target),
        ServerOutcome.Hung or ServerOutcome.Refused or ServerOutcome.Unreachable =>
            Say(Readiness.Hung, $"Mounted, but {server.Target.Host} does not serve it: {server.Detail}", mount),
        _ => Say(Readiness.NotTried, $"Mounted, but {server.Target.Host} cannot be asked: {server.Detail}", mount),
    };

    private static RequiredStep Unmounted(MountsView mounts, ServerIndex servers, RequiredTarget required)
    {
        if (required.Target is not { } target)
        {
            return Say(Readiness.NotTried, "No automount root covers the path.");
        }

        if (mounts.Roots.FirstOrDefault(root => root.MountPoint == required.Root) is { IsServed: false })
        {
            return Say(Readiness.NotTried, $"Not mounted, and no automount daemon can be reached behind {target.Root}.");
        }

        if (target.Why.Length > 0)
        {
            return Say(Readiness.NotTried, target.Why);
        }

        if (target.Server is null)
        {
            return new(null, Trigger, null, null, target.Root);
        }

        return servers.Find(target.Server) switch
        {
            null => Say(Readiness.NotTried, $"Not mounted; {target.Server.Host} has not been asked yet."),
            { Outcome: ServerOutcome.Up } => new(null, Trigger, null, target.Server, target.Root),
            var server => Say(Readiness.NotTried, $"Not mounted; {target.Server.Host} does not serve it: {server.Detail}"),
        };
    }
}
