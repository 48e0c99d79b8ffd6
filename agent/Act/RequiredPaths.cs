using AutomountAgent.Chain;
using AutomountAgent.Configuration;
using AutomountAgent.Native;
using AutomountAgent.Observe.Server;
using AutomountAgent.Report.Metrics;

namespace AutomountAgent.Act;

/// <summary>
/// Keeps the required paths mounted, and says whether pods can use them. It touches a path to mount it, and once when a mount appears or
/// its server comes back; what is mounted and known to be well is judged by its server's answers alone. Rounds must not overlap.
/// </summary>
/// <param name="settings">The paths, and how long a touch may take.</param>
/// <param name="resolve">What the maps say about a path; null when no automount root covers it.</param>
/// <param name="probe">Touches a path.</param>
/// <param name="counters">Where triggers are counted.</param>
/// <param name="tell">Is told of every trigger that mounts, and of one that fails in another way than the last.</param>
/// <param name="time">Clock.</param>
public sealed class RequiredPaths(
    Settings settings, Func<NodeState, string, PathTarget?> resolve, Probe probe, Counters counters, Action<Trigger> tell, TimeProvider time)
{
    private readonly Quarantine quarantine = new();
    private readonly Dictionary<string, RequiredMemory> memories = settings.RequiredPaths.Distinct().ToDictionary(path => path, _ => new RequiredMemory());

    /// <summary>
    /// One round. Paths are touched one after the other, those first that waited longest; no touch begins after one timeout, so a round
    /// takes two at most.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public async Task<RequiredView> ObserveAsync(NodeState state, CancellationToken cancel)
    {
        quarantine.Release(state.Servers?.Seen);
        var started = time.GetTimestamp();
        var servers = new ServerIndex(state.Servers?.Seen);
        var verdicts = new Dictionary<string, RequiredPath>(memories.Count);
        foreach (var (path, memory) in memories.OrderBy(entry => entry.Value.Last?.CheckedAt))
        {
            var step = Decide(path, memory);
            if (step.Touch is null)
            {
                verdicts[path] = WithoutTouch(path, step, memory);
            }
            else if (time.GetElapsedTime(started) < settings.RequiredTimeout)
            {
                verdicts[path] = await TouchAsync(path, step, memory, cancel);
            }
            else
            {
                verdicts[path] = memory.Last ?? NotTried(path, "It waits until other required paths have been tried.");
            }
        }

        return new([.. settings.RequiredPaths.Select(path => verdicts[path])]);

        RequiredStep Decide(string path, RequiredMemory memory) => RequiredStep.Decide(
            path.Length > 1 ? path.TrimEnd('/') : path, state, servers, resolve(state, path), memory, quarantine, time.GetUtcNow());
    }

    private static RequiredPath NotTried(string path, string detail) => new(path, Readiness.NotTried, "", detail, null, null);

    private static RequiredPath WithoutTouch(string path, RequiredStep step, RequiredMemory memory)
    {
        if (step.Verdict is not var (readiness, detail))
        {
            return memory.Last ?? NotTried(path, "It was not tried yet.");
        }

        if (readiness != Readiness.Ready)
        {
            memory.Doubt();
        }

        return new(path, readiness, "", detail, step.Mount?.MountPoint, memory.Last?.CheckedAt);
    }

    private async Task<RequiredPath> TouchAsync(string path, RequiredStep step, RequiredMemory memory, CancellationToken cancel)
    {
        var result = await probe(path, step.Touch!, settings.RequiredTimeout, cancel);
        if (result.Outcome == ProbeOutcome.NotAsked)
        {
            return NotTried(path, result.Detail) with { Mount = step.Mount?.MountPoint, CheckedAt = memory.Last?.CheckedAt };
        }

        var now = time.GetUtcNow();
        if (result.Outcome == ProbeOutcome.TimedOut && step.Server is { } server)
        {
            quarantine.Add(server, now);
        }

        var verdict = Judge(path, step, result) with { CheckedAt = now };
        var isNews = verdict.Readiness == Readiness.Ready || (memory.Last?.Readiness, memory.Last?.Error) != (verdict.Readiness, verdict.Error);
        var isFound = result.Answer is { IsMounted: true, MountPoint.Length: > 0 };
        memory.Learn(verdict, isFound ? (result.Answer!.MountPoint, result.Answer.Device) : null);
        if (step.Touch == RequiredStep.Trigger)
        {
            var trigger = new Trigger(step.Root, path, Outcome(result, verdict.Readiness), result.Took);
            Count(trigger);
            if (isNews)
            {
                tell(trigger);
            }
        }

        return verdict;
    }

    /// <summary>What a touch says about the path. Pure.</summary>
    private static RequiredPath Judge(string path, RequiredStep step, ProbeResult result)
    {
        var isTrigger = step.Touch == RequiredStep.Trigger;
        var mount = result.Answer is { MountPoint.Length: > 0, IsMounted: true } found ? found.MountPoint : step.Mount?.MountPoint;
        RequiredPath Verdict(Readiness readiness, string detail) => new(path, readiness, result.Answer?.Error ?? "", detail, mount, null);
        return result.Answer switch
        {
            null => Verdict(isTrigger ? Readiness.NotMounted : Readiness.Hung, result.Detail),
            { IsMounted: true } answer => Verdict(Readiness.Ready, answer.Describe()),
            { Errno: 0 } answer => Verdict(Readiness.NotMounted, answer.Describe()),
            { Errno: LibCErrno.NoEntry } answer when isTrigger => Verdict(
                Readiness.NotMounted,
                answer.Describe()),
            { Errno: LibCErrno.Stale } answer => Verdict(Readiness.Stale, answer.Describe()),
            { Errno: LibCErrno.NoEntry } => Verdict(Readiness.Failed, "The path does not exist on what is mounted there (ENOENT)."),
            var answer => Verdict(Readiness.Failed, answer.Describe()),
        };
    }

    private static string Outcome(ProbeResult result, Readiness readiness) =>
        result.Outcome == ProbeOutcome.TimedOut ? "timeout" : readiness == Readiness.Ready ? "mounted" : "failed";

    private void Count(Trigger trigger)
    {
        Counters.Count(counters.Triggers, (trigger.Root, trigger.Result));
        counters.TriggerDurations.GetOrAdd(trigger.Root, _ => new()).Observe(trigger.Took);
    }
}
