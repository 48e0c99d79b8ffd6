using System.Collections.Concurrent;
using System.Collections.Immutable;
using Automount.Configuration;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;
using static AutomountAgent.Probe.RequiredDecision;

namespace AutomountAgent.Probe;

/// <summary>What keeping paths mounted needs of the rest of the agent.</summary>
/// <param name="Resolve">What the maps say about a path; null when no automount root covers it.</param>
/// <param name="IsInTransition">Asks the service manager now whether the automount daemon is being started or stopped.</param>
/// <param name="Ask">Asks a server now, by a passive call that touches no path; it is given the last answer, if there was one.</param>
/// <param name="Probe">Touches a path.</param>
/// <param name="AskExports">Asks servers now whether they export what a path needs; nothing is mounted for that.</param>
/// <param name="Triggered">Takes every trigger that mounts, and of one that fails in another way than the last.</param>
internal sealed record RequiredTools(
    Func<NodeState, string, PathTarget?> Resolve,
    Func<CancellationToken, Task<bool>> IsInTransition,
    Func<ServerTarget, ServerState?, CancellationToken, Task<ServerState>> Ask,
    Probe Probe,
    Func<ImmutableArray<ExportLocation>, CancellationToken, Task<ImmutableArray<AskedExport>>> AskExports,
    Action<Trigger> Triggered);

/// <summary>
/// Keeps the required paths mounted, and reports whether pods can use them. It touches a path to mount it, once when a mount appears, its
/// server comes back or its users' requests fail, and with <c>keep=yes</c> before it expires; what is mounted and known to be healthy is
/// judged by its server's answers alone. Rounds must not overlap.
/// </summary>
/// <param name="settings">The paths, and how long a touch may take.</param>
/// <param name="tools">What it needs of the rest of the agent.</param>
/// <param name="counters">Where triggers are counted.</param>
/// <param name="time">Clock.</param>
internal sealed class RequiredPaths(Settings settings, RequiredTools tools, Counters counters, TimeProvider time)
{
    /// <summary>A server whose answer is older than this is asked again before a path on it is touched.</summary>
    private static readonly TimeSpan MaxAnswerAge = TimeSpan.FromSeconds(6);

    private readonly Quarantine quarantine = new();
    private readonly Dictionary<string, RequiredMemory> memories = new(StringComparer.Ordinal);
    private readonly PodVolumes volumes = new(settings);
    private (KnownMaps Maps, ImmutableArray<string> Volumes, RequiredList List)? listed;

    /// <summary>
    /// One round. The paths of one server are touched one after the other, those first that waited longest, and those of different servers
    /// concurrently; no touch begins after one timeout, and takes one and a half at most.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public async Task<RequiredSnapshot> CollectAsync(NodeState state, CancellationToken cancel)
    {
        quarantine.Release(state.Servers?.Seen);
        var list = List(state.Maps, volumes.Of(state));
        var links = state.Maps.Inputs.Node.Links;
        var policy = new RequiredPolicy(state, settings.RequiredKeep ? settings.MountsInterval : null, time.GetUtcNow());
        var round = new Round(state, policy.Servers, time.GetTimestamp());
        var verdicts = new ConcurrentDictionary<string, RequiredPath>();
        var touches = new List<(PathTrace Trace, Touch Touch)>();
        foreach (var path in list.Paths)
        {
            var trace = PathTrace.Of(path, links, spelling => tools.Resolve(state, spelling));
            var decision = policy.Decide(trace, memories[path], quarantine);
            if (decision is Touch touch)
            {
                touches.Add((trace, touch));
            }
            else
            {
                verdicts[path] = WithoutTouch(trace, decision);
            }
        }

        await Parallel.ForEachAsync(
            touches.OrderBy(t => memories[t.Trace.Path].Last?.CheckedAt).GroupBy(t => t.Touch.Server?.Host ?? ""),
            new ParallelOptions { MaxDegreeOfParallelism = Prober.MostAtOnce, CancellationToken = cancel },
            async (server, token) =>
            {
                string? silent = null;
                foreach (var (trace, touch) in server)
                {
                    silent ??= await WhySilentAsync(touch, round, token);
                    verdicts[trace.Path] = silent is null ? await NextAsync(trace, touch, round, token) : NotTried(trace, silent);
                }
            });

        return new([.. list.Paths.Select(path => verdicts[path])]) 
        {
            Answers = [.. round.Answers.Values],
            Problems = list.Problems,
        };
    }

    private RequiredList List(KnownMaps maps, ImmutableArray<string> needed)
    {
        if (listed is not { } before || !ReferenceEquals(before.Maps, maps) || before.Volumes != needed)
        {
            listed = before = (maps, needed, RequiredMaps.List(settings, maps, needed));
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

    /// <summary>Why nothing on the server of a touch may be touched; null when it may.</summary>
    private async Task<string?> WhySilentAsync(Touch touch, Round round, CancellationToken cancel)
    {
        if (touch.Server is not { } server)
        {
            return null;
        }

        var answer = round.Answer(server);
        if (answer is null || time.GetUtcNow() - answer.AskedAt >= MaxAnswerAge)
        {
            answer = await AskAsync(server, round, cancel);
        }

        return answer.Outcome == ServerOutcome.Up ? null : $"{server.Host} does not serve it any more: {answer.Detail}";
    }

    private async Task<ServerState> AskAsync(ServerTarget server, Round round, CancellationToken cancel) =>
        round.Answers[server] = await tools.Ask(server, round.Answer(server), cancel);

    /// <summary>
    /// Touches a path, unless a touch of another path on the same server hung meanwhile, or the round has used up its time.
    /// </summary>
    private async Task<RequiredPath> NextAsync(PathTrace trace, Touch touch, Round round, CancellationToken cancel)
    {
        var memory = memories[trace.Path];
        if (RequiredPolicy.Held(touch, memory, quarantine) is { } held)
        {
            return WithoutTouch(trace, held);
        }

        if (time.GetElapsedTime(round.Started) >= settings.RequiredTimeout)
        {
            return memory.Last ?? NotTried(trace, "It waits until other required paths have been tried.");
        }

        // The mounts of automount go while it stops, and that they are gone is seen before it is: a trigger in that moment finds a daemon
        // that serves nobody any more. While it starts its autofs mounts are there before it serves them, and a trigger would wait for as
        // long as it reads its maps.
        if (touch.Reason == TouchReason.Trigger && await tools.IsInTransition(cancel))
        {
            return NotTried(trace, "Not mounted, and automount is being started or stopped.");
        }

        return await TouchAsync(trace, touch, round, cancel);
    }

    private static RequiredPath NotTried(PathTrace trace, string detail) =>
        trace.Place(new(trace.Path, Readiness.NotTried, "", detail, null, null));

    private RequiredPath WithoutTouch(PathTrace trace, RequiredDecision? decision)
    {
        var memory = memories[trace.Path];
        if (decision is not Known known)
        {
            return memory.Last ?? NotTried(trace, "It was not tried yet.");
        }

        if (known.Readiness != Readiness.Ready)
        {
            memory.Invalidate();
        }

        return trace.Place(new(
            trace.Path, known.Readiness, "", known.Detail, known.Mount?.MountPoint, memory.Last?.CheckedAt));
    }

    /// <summary>
    /// A touch that could not be made says nothing of the path. The last verdict stands, also one from before a reload, until the third
    /// such touch in a row.
    /// </summary>
    private RequiredPath Skipped(PathTrace trace, Touch touch, string detail, NodeState state)
    {
        if (touch.Otherwise is { } known)
        {
            return WithoutTouch(trace, known);
        }

        var memory = memories[trace.Path];
        memory.Skipped++;
        var last = memory.Skipped <= Observation.MaxMissedPolls
            ? state.Required?.Seen?.Paths.FirstOrDefault(path => path.Path == trace.Path)
            : null;
        return last ?? NotTried(trace, detail) with { Mount = touch.Mount?.MountPoint, CheckedAt = memory.Last?.CheckedAt };
    }

    private async Task<RequiredPath> TouchAsync(PathTrace trace, Touch touch, Round round, CancellationToken cancel)
    {
        var result = await tools.Probe(trace.Path, touch.Reason, settings.RequiredTimeout, cancel);
        if (result.Outcome == ProbeOutcome.NotAsked)
        {
            return Skipped(trace, touch, result.Detail, round.State);
        }

        var now = time.GetUtcNow();
        if (result.Outcome == ProbeOutcome.TimedOut && touch.Server is { } server)
        {
            quarantine.Add(server, now);
        }

        var verdict = RequiredPolicy.Judge(trace, touch, result, now);
        if (verdict.Readiness != Readiness.Ready && touch.Server is { } failed)
        {
            // It answered before the touch. Whether it still does decides whether the server is the fault.
            var answer = await AskAsync(failed, round, cancel);
            if (verdict is { Readiness: Readiness.NotMounted, IsTriggerHung: false } && answer.Outcome == ServerOutcome.Up)
            {
                var wanted = PathTargets.Exports(round.State.Maps, trace.MapPath);
                verdict = verdict with { Exports = await tools.AskExports([.. wanted], cancel) };
            }
        }

        var isNew = memories[trace.Path].Record(verdict, touch, result);
        if (touch.Reason == TouchReason.Trigger)
        {
            var trigger = new Trigger(touch.Root, trace.Path, Outcome(result, verdict.Readiness), result.Took);
            counters.Triggered(trigger.Root, trigger.Result, trigger.Took);
            if (isNew)
            {
                tools.Triggered(trigger);
            }
        }

        return verdict;
    }

    private static string Outcome(ProbeResult result, Readiness readiness)
    {
        if (result.Outcome == ProbeOutcome.TimedOut)
        {
            return "timeout";
        }

        return readiness == Readiness.Ready ? "mounted" : "failed";
    }

    /// <summary>What one round starts from, and what servers answered in it.</summary>
    private sealed record Round(NodeState State, ServerIndex Servers, long Started)
    {
        public ConcurrentDictionary<ServerTarget, ServerState> Answers { get; } = new();

        public ServerState? Answer(ServerTarget server) => Answers.GetValueOrDefault(server) ?? Servers.Find(server);
    }
}
