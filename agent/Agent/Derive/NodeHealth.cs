using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Model;

namespace AutomountAgent.Derive;

/// <summary>How one server is, and what that is concluded from.</summary>
/// <param name="Newest">The newest answer.</param>
/// <param name="Debounced">The state.</param>
/// <param name="Shown">The answer that the state stands on: the newest one, or the last of the fault while its cure has not lasted
/// yet.</param>
/// <param name="Responses">Its response times to RPC NULL.</param>
/// <param name="SilentSince">Since when it has not answered; null while it does.</param>
internal sealed record ServerHealth(
    ServerState Newest, DebouncedState Debounced, ServerState Shown, ResponseHistory Responses, DateTimeOffset? SilentSince)
{
    /// <summary>
    /// The mean round trip times of what users' path calls make of requests, one per poll of the counters of its mounts: nfsiostat(8)'s,
    /// but without transfers, which take as long as they are large.
    /// </summary>
    public ResponseHistory Operations { get; init; } = ResponseHistory.Empty;

    /// <summary>When it was last slow, it was so in <see cref="Operations"/> and not in <see cref="Responses"/>.</summary>
    public bool OnlyOperations { get; init; }
}

/// <summary>How one mount is, and what its counters did.</summary>
/// <param name="Debounced">The state.</param>
/// <param name="Traffic">What its counters did; null when it has none.</param>
internal sealed record MountHealth(DebouncedState Debounced, Traffic? Traffic);

/// <summary>
/// How every server and every mount is: what the newest signals say, and what is kept of the earlier ones. Derived from the observations,
/// as <see cref="KnownMaps"/> is; immutable. Mounts are known by mount point and device number.
/// </summary>
internal sealed class NodeHealth
{
    private readonly Dictionary<ServerTarget, ServerHealth> servers = [];
    private readonly Dictionary<(string Point, string Device), MountHealth> mounts = [];
    private Observation<MountsSnapshot>? counted;
    private Observation<PodsSnapshot>? countedInPods;

    private NodeHealth()
    {
    }

    /// <summary>Nothing seen yet.</summary>
    public static NodeHealth None { get; } = new();

    /// <summary>How a server is; null when it was never asked.</summary>
    public ServerHealth? Of(ServerTarget target) => servers.GetValueOrDefault(target);

    /// <summary>How a mount is; null when it was not seen yet.</summary>
    public MountHealth? Of(NfsMount mount) => mounts.GetValueOrDefault((mount.MountPoint, mount.Device));

    /// <summary>The state of a mount.</summary>
    public HealthState StateOf(NfsMount mount) => Of(mount)?.Debounced.State ?? HealthState.Unknown;

    /// <summary>The health that a new state of the node shows. Linear.</summary>
    /// <param name="state">The state, with the health before it.</param>
    /// <param name="now">The time.</param>
    public static NodeHealth Of(NodeState state, DateTimeOffset now)
    {
        var (before, next) = (state.Health, new NodeHealth());
        foreach (var server in state.Servers?.Seen?.Servers ?? [])
        {
            next.servers[server.Target] = After(before.Of(server.Target), server);
        }

        if (state.Mounts?.Seen is { } view)
        {
            next.Add(view, before, state, now);
        }
        else
        {
            // What cannot be looked at for once is not forgotten.
            foreach (var (key, health) in before.mounts)
            {
                next.mounts[key] = health;
            }
        }

        return next;
    }

    private static ServerHealth After(ServerHealth? before, ServerState now)
    {
        if (before is not null && before.Newest with { Mounted = now.Mounted, Required = now.Required } == now)
        {
            return before.Newest == now ? before : before with { Newest = now };
        }

        var responses = before?.Responses ?? ResponseHistory.Empty;
        responses = now is { Outcome: ServerOutcome.Up, ByTraffic: false, ResponseTime: { } took }
            ? responses.After(took, now.AskedAt)
            : responses;
        var operations = before?.Operations ?? ResponseHistory.Empty;
        var (slowResponses, slowOperations) = (responses.IsSlowAt(now.AskedAt), operations.IsSlowAt(now.AskedAt));
        var evidence = HealthPolicy.Of(now.Outcome, slowResponses || slowOperations);
        var debounced = before?.Debounced.After(evidence, now.AskedAt) ?? DebouncedState.First(evidence, now.AskedAt);
        var shown = debounced.State == evidence || before is null ? now : before.Shown;
        DateTimeOffset? silentSince = now.Outcome == ServerOutcome.Up ? null : before?.SilentSince ?? now.AskedAt;
        return new(now, debounced, shown, responses, silentSince)
        {
            Operations = operations,
            OnlyOperations = !slowResponses && (slowOperations || before?.OnlyOperations == true),
        };
    }

    private void Add(MountsSnapshot view, NodeHealth before, NodeState state, DateTimeOffset now)
    {
        (counted, countedInPods) = (state.Mounts, state.Pods);
        var isNewOfNode = !ReferenceEquals(counted, before.counted);
        var isNewOfPods = !ReferenceEquals(countedInPods, before.countedInPods);
        var index = new ServerIndex(state.Servers?.Seen);
        var operations = new OperationTimes();
        var required = state.Required?.Seen?.Paths.Where(p => p.Mount is not null)
            .DistinctBy(p => p.Mount)
            .ToDictionary(p => p.Mount!) ?? [];
        foreach (var mount in state.NfsMounts)
        {
            var (isNewPoll, polled) = mount.Pod is null ? (isNewOfNode, state.Mounts!.At) : (isNewOfPods, state.Pods!.At);
            var last = before.Of(mount);
            var answer = index.Find(mount);
            var traffic = TrafficOf(mount, last, isNewPoll, polled);
            if (isNewPoll && answer is not null && traffic is { Looked: > 0 })
            {
                operations.Add(answer.Target, mount.Device, traffic);
            }

            var server = answer is null ? null : servers.GetValueOrDefault(answer.Target);
            var signals = new MountSignals(
                answer?.Outcome,
                server?.SilentSince,
                server?.Debounced.State == HealthState.Slow,
                traffic,
                view.Kernel?.Find(mount.Server, mount.Address),
                mount.Pod is null ? required.GetValueOrDefault(mount.MountPoint)?.Readiness : null,
                mount.Hard,
                mount.Version);

            // The mount table is polled more often than servers are asked: only a new answer of the server may confirm an answer.
            mounts[(mount.MountPoint, mount.Device)] = After(last, HealthPolicy.Of(signals, now), answer?.AskedAt ?? now, traffic);
        }

        foreach (var (target, mean) in operations.Means)
        {
            if (servers.TryGetValue(target, out var server))
            {
                servers[target] = server with { Operations = server.Operations.After(mean, state.Mounts!.At) };
            }
        }
    }

    private static Traffic? TrafficOf(NfsMount mount, MountHealth? last, bool isNewPoll, DateTimeOffset at)
    {
        if (mount.Statistics is not { } counters)
        {
            return null;
        }

        return isNewPoll || last is null ? Traffic.After(last?.Traffic, counters, at) : last.Traffic;
    }

    private static MountHealth After(MountHealth? last, HealthState evidence, DateTimeOffset at, Traffic? traffic)
    {
        var debounced = last?.Debounced.After(evidence, at) ?? DebouncedState.First(evidence, at);
        return last is not null && ReferenceEquals(last.Debounced, debounced) && ReferenceEquals(last.Traffic, traffic)
            ? last
            : new(debounced, traffic);
    }

    /// <summary>
    /// The round trip times of small requests since the last poll, by server. Counters belong to a superblock: it counts a single time,
    /// however many mounts show it.
    /// </summary>
    private sealed class OperationTimes
    {
        private readonly Dictionary<ServerTarget, (long Count, TimeSpan Took)> sums = [];
        private readonly HashSet<string> superblocks = new(StringComparer.Ordinal);

        public IEnumerable<(ServerTarget Target, TimeSpan Mean)> Means => sums.Select(s => (s.Key, s.Value.Took / s.Value.Count));

        public void Add(ServerTarget target, string device, Traffic traffic)
        {
            if (superblocks.Add(device))
            {
                var (count, took) = sums.GetValueOrDefault(target);
                sums[target] = (count + traffic.Looked, took + traffic.LookTook);
            }
        }
    }
}
