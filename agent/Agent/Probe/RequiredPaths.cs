using System.Collections.Concurrent;
using Automount.Configuration;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Collect.Servers;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Probe;

/// <summary>What keeping paths mounted needs of the rest of the agent.</summary>
/// <param name="Resolve">What the maps say about a path; null when no automount root covers it.</param>
/// <param name="IsInTransition">Asks the service manager now whether the automount daemon is being started or stopped.</param>
/// <param name="Ask">Asks a server now, by a passive call that touches no path.</param>
/// <param name="Probe">Touches a path.</param>
/// <param name="ReadLink">Where a top-level symbolic link points; null when it is none.</param>
/// <param name="Tell">Is told of every trigger that mounts, and of one that fails in another way than the last.</param>
internal sealed record RequiredTools(
    Func<NodeState, string, PathTarget?> Resolve,
    Func<CancellationToken, Task<bool>> IsInTransition,
    Func<ServerTarget, CancellationToken, Task<PingReply>> Ask,
    Probe Probe,
    Func<string, string?> ReadLink,
    Action<Trigger> Tell);

/// <summary>
/// Keeps the required paths mounted, and says whether pods can use them. It touches a path to mount it, once when a mount appears, its
/// server comes back or its users' requests fail, and with <c>keep=yes</c> before it expires; what is mounted and known to be well is
/// judged by its server's answers
/// alone. Rounds must not overlap.
/// </summary>
/// <param name="settings">The paths, and how long a touch may take.</param>
/// <param name="tools">What it needs of the rest of the agent.</param>
/// <param name="counters">Where triggers are counted.</param>
/// <param name="time">Clock.</param>
internal sealed class RequiredPaths(Settings settings, RequiredTools tools, Counters counters, TimeProvider time)
{
    /// <summary>A server that answered so long ago is asked again before a path on it is touched.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(6);

    private readonly Quarantine quarantine = new();
    private readonly Dictionary<string, RequiredMemory> memories = new(StringComparer.Ordinal);
    private (KnownMaps Maps, RequiredList List)? listed;

    /// <summary>
    /// One round. The paths of one server are touched one after the other, those first that waited longest, and those of different servers
    /// at once; no touch begins after one timeout, and takes one and a half at most.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public async Task<RequiredView> ObserveAsync(NodeState state, CancellationToken cancel)
    {
        quarantine.Release(state.Servers?.Seen);
        var list = List(state.Maps);
        var round = new Round(state, Links(state, list), new ServerIndex(state.Servers?.Seen), time.GetTimestamp());
        var verdicts = new ConcurrentDictionary<string, RequiredPath>();
        var touches = new List<(RequiredTarget Target, RequiredStep Step)>();
        foreach (var path in list.Paths)
        {
            var target = Target(path, round);
            var step = Decide(target, round);
            if (step.Touch is null)
            {
                verdicts[path] = WithoutTouch(target, step);
            }
            else
            {
                touches.Add((target, step));
            }
        }

        await Parallel.ForEachAsync(
            touches.OrderBy(t => memories[t.Target.Path].Last?.CheckedAt).GroupBy(t => t.Step.Server?.Host ?? ""),
            new ParallelOptions { MaxDegreeOfParallelism = Prober.MostAtOnce, CancellationToken = cancel },
            async (server, token) =>
            {
                string? silent = null;
                foreach (var (target, step) in server)
                {
                    silent ??= await WhySilentAsync(step, round, token);
                    verdicts[target.Path] = silent is null ? await NextAsync(target, round, token) : NotTried(target, silent);
                }
            });

        return new([.. list.Paths.Select(path => verdicts[path])]) { Problems = list.Problems };
    }

    private RequiredList List(KnownMaps maps)
    {
        if (listed is not { } before || !ReferenceEquals(before.Maps, maps))
        {
            listed = before = (maps, RequiredMaps.List(settings, maps));
            foreach (var gone in memories.Keys.Except(before.List.Paths).ToList())
            {
                memories.Remove(gone);
            }

            foreach (var path in before.List.Paths)
            {
                memories.TryAdd(path, new());
            }
        }

        return before.List;
    }

    private RootLinks Links(NodeState state, RequiredList list) => state.Mounts?.Seen is { } mounts && !list.Paths.IsEmpty
        ? RootLinks.Read(list.Paths.Concat(state.Maps.MountPoints), mounts, tools.ReadLink)
        : RootLinks.None;

    private RequiredTarget Target(string path, Round round)
    {
        foreach (var spelling in round.Links.Spellings(path))
        {
            if (tools.Resolve(round.State, spelling) is { } found)
            {
                return new(path, round.Links.Canonical(path), spelling, found, round.Links.Canonical(found.Root));
            }
        }

        return new(path, round.Links.Canonical(path), path, null, "");
    }

    private RequiredStep Decide(RequiredTarget target, Round round) => RequiredStep.Decide(
        target, round.State, round.Servers, memories[target.Path], quarantine, settings.RequiredKeep ? settings.MountsInterval : null, time.GetUtcNow());

    /// <summary>Why nothing on the server of a step may be touched; null when it may.</summary>
    private async Task<string?> WhySilentAsync(RequiredStep step, Round round, CancellationToken cancel)
    {
        if (step.Server is not { } server || time.GetUtcNow() - (round.AskedAt(server) ?? DateTimeOffset.MinValue) < Fresh)
        {
            return null;
        }

        var reply = await tools.Ask(server, cancel);
        round.Asked[server] = time.GetUtcNow();
        return reply.Outcome == ServerOutcome.Up ? null : $"{server.Host} does not serve it any more: {reply.Detail}";
    }

    /// <summary>Decides again, since a touch of another path on the same server may have hung meanwhile, and touches.</summary>
    private async Task<RequiredPath> NextAsync(RequiredTarget target, Round round, CancellationToken cancel)
    {
        var step = Decide(target, round);
        if (step.Touch is null)
        {
            return WithoutTouch(target, step);
        }

        if (time.GetElapsedTime(round.Started) >= settings.RequiredTimeout)
        {
            return memories[target.Path].Last ?? NotTried(target, "It waits until other required paths have been tried.");
        }

        // Its mounts go while it stops, and that they are gone is seen before it is: a trigger in that moment finds a daemon that serves
        // nobody any more. While it
        // starts its traps are there before it serves them, and a trigger would wait for as long as it reads its maps.
        return step.Touch == RequiredStep.Trigger && await tools.IsInTransition(cancel)
            ? NotTried(target, "Not mounted, and automount is being started or stopped.")
            : await TouchAsync(target, step, round.State, cancel);
    }

    private static RequiredPath NotTried(RequiredTarget target, string detail) =>
        new(target.Path, Readiness.NotTried, "", detail, null, null) { MapPath = target.MapPath };

    private RequiredPath WithoutTouch(RequiredTarget target, RequiredStep step)
    {
        var memory = memories[target.Path];
        if (step.Verdict is not var (readiness, detail))
        {
            return memory.Last ?? NotTried(target, "It was not tried yet.");
        }

        if (readiness != Readiness.Ready)
        {
            memory.Doubt();
        }

        return new(target.Path, readiness, "", detail, step.Mount?.MountPoint, memory.Last?.CheckedAt) { MapPath = target.MapPath };
    }

    /// <summary>
    /// A touch that could not be made says nothing of the path. What was said last stands, also from before a reload, until the third one
    /// in a row.
    /// </summary>
    private RequiredPath Unasked(RequiredTarget target, RequiredStep step, string detail, NodeState state)
    {
        var memory = memories[target.Path];
        memory.Unasked++;
        var said = memory.Unasked <= Observation.MaxMissedPolls ? state.Required?.Seen?.Paths.FirstOrDefault(path => path.Path == target.Path) : null;
        return said ?? NotTried(target, detail) with { Mount = step.Mount?.MountPoint, CheckedAt = memory.Last?.CheckedAt };
    }

    private async Task<RequiredPath> TouchAsync(RequiredTarget target, RequiredStep step, NodeState state, CancellationToken cancel)
    {
        var memory = memories[target.Path];
        var result = await tools.Probe(target.Path, step.Touch!, settings.RequiredTimeout, cancel);
        if (result.Outcome == ProbeOutcome.NotAsked)
        {
            return step.Verdict is null ? Unasked(target, step, result.Detail, state) : WithoutTouch(target, step);
        }

        var now = time.GetUtcNow();
        if (result.Outcome == ProbeOutcome.TimedOut && step.Server is { } server)
        {
            quarantine.Add(server, now);
        }

        var verdict = step.Judge(target, result) with { CheckedAt = now };
        var isNews = verdict.Readiness == Readiness.Ready || (memory.Last?.Readiness, memory.Last?.Error) != (verdict.Readiness, verdict.Error);
        var isFound = result.Answer is { IsMounted: true, MountPoint.Length: > 0 };
        memory.Learn(verdict, isFound ? (result.Answer!.MountPoint, result.Answer.Device) : null, result.Outcome == ProbeOutcome.TimedOut ? step.Mount : null);
        if (step.Touch == RequiredStep.Trigger)
        {
            var trigger = new Trigger(step.Root, target.Path, Outcome(result, verdict.Readiness), result.Took);
            Count(trigger);
            if (isNews)
            {
                tools.Tell(trigger);
            }
        }

        return verdict;
    }

    private static string Outcome(ProbeResult result, Readiness readiness) =>
        result.Outcome == ProbeOutcome.TimedOut ? "timeout" : readiness == Readiness.Ready ? "mounted" : "failed";

    private void Count(Trigger trigger)
    {
        Counters.Count(counters.Triggers, (trigger.Root, trigger.Result));
        counters.TriggerDurations.GetOrAdd(trigger.Root, _ => new(DurationHistogram.Triggers)).Observe(trigger.Took);
    }

    /// <summary>What one round starts from, and which servers it asked anew.</summary>
    private sealed record Round(NodeState State, RootLinks Links, ServerIndex Servers, long Started)
    {
        public ConcurrentDictionary<ServerTarget, DateTimeOffset> Asked { get; } = new();

        public DateTimeOffset? AskedAt(ServerTarget server) => Asked.TryGetValue(server, out var at) ? at : Servers.Find(server)?.AskedAt;
    }
}
