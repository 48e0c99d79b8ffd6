using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Automount.Configuration;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Servers;

/// <summary>
/// Asks every NFS server that the maps, required paths or the mount table name, as <see cref="ServerPace"/> says: one that is needed in
/// every round, unless its mounts get replies, so that faults and cures are seen at once. What is not asked is carried forward. Rounds must
/// not overlap.
/// </summary>
/// <param name="named">The servers that the maps name, from the state.</param>
/// <param name="required">Those that required paths are mounted from.</param>
/// <param name="asker">Asks one server.</param>
/// <param name="connections">The connections that it keeps.</param>
/// <param name="resolver">Resolves names.</param>
/// <param name="settings">Interval and timeout.</param>
/// <param name="time">Clock.</param>
internal sealed class ServersCollector(
    Func<NodeState, IReadOnlyCollection<ServerTarget>> named,
    Func<NodeState, IReadOnlySet<ServerTarget>> required,
    ServerAsker asker,
    RpcConnections connections,
    HostResolver resolver,
    Settings settings,
    TimeProvider time)
{
    private const int Parallelism = 32;

    private readonly PortmapsReader portmappers = new(settings, time);
    private readonly ConcurrentDictionary<ServerTarget, (ServerState State, long AskedAt, double Spread)> known = new();

    /// <summary>
    /// One round, bounded by four timeouts. Servers that a round has no time for keep their last state and come first in the next.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public async Task<ServersSnapshot> CollectAsync(NodeState state, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(4 * settings.MountsTimeout, time);
        using var round = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        var mappers = portmappers.AskAsync(state, cancel);
        Adopt(state.Servers?.Seen);
        var plan = await PlanAsync(state, cancel);
        var due = Due(plan, state);
        try
        {
            await Parallel.ForEachAsync(
                due.OrderByDescending(server => server.IsNeeded).ThenBy(LastAsked),
                new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = round.Token },
                async (server, token) => await AskAsync(server, token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The round is over: publish what is known.
        }

        connections.CloseIdle();
        return Publish(plan) with { Portmappers = await mappers };
    }

    /// <summary>Answers that others got since: they are as good as its own.</summary>
    private void Adopt(ServersSnapshot? seen)
    {
        foreach (var server in seen?.Servers ?? [])
        {
            if (known.TryGetValue(server.Target, out var last) && last.State.AskedAt < server.AskedAt)
            {
                known[server.Target] = last with { State = server };
            }
        }
    }

    private async Task<IReadOnlyList<PlannedServer>> PlanAsync(NodeState state, CancellationToken cancel)
    {
        var targets = named(state).ToHashSet();
        var mounts = state.NfsMounts.ToList();
        var addresses = new ConcurrentDictionary<string, ImmutableArray<IPAddress>>();
        if (mounts.Any(mount => HostAddress.Parse(mount.Host) is not null && !targets.Contains(mount.Target)))
        {
            await ResolveAsync(targets, addresses, cancel);
        }

        return ServerPlan.Make(targets, required(state), mounts, host => addresses.GetValueOrDefault(host, []), RepliedAt);

        DateTimeOffset? RepliedAt(NfsMount mount) =>
            mount.Udp || mount.HasOtherTransports ? null : state.Health.Of(mount)?.Traffic?.RepliedAfter;
    }

    /// <summary>Resolves the hosts of the maps, as many as can be in one timeout.</summary>
    private async Task ResolveAsync(
        IEnumerable<ServerTarget> targets, ConcurrentDictionary<string, ImmutableArray<IPAddress>> addresses, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(settings.MountsTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        try
        {
            await Parallel.ForEachAsync(
                targets.Select(target => target.Host).Distinct(),
                new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = either.Token },
                async (host, token) =>
                    addresses[host] = (await resolver.ResolveAsync(host, settings.MountsTimeout, token)).Addresses);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // What is not resolved by now is asked under its own name.
        }
    }

    /// <summary>The servers to ask now. Of the others, those whose mounts got replies are up as of these.</summary>
    private List<PlannedServer> Due(IReadOnlyList<PlannedServer> plan, NodeState state)
    {
        var now = time.GetUtcNow();
        var paces = plan
            .Select(s => new ServerPace(s, Last(s)?.State, state.Health.Of(s.Target), settings.MountsInterval, now))
            .ToList();
        var replying = paces.Where(pace => pace.RepliedAt is not null).Select(pace => pace.Server.Target.Host).ToHashSet();
        var due = new List<PlannedServer>();
        foreach (var pace in paces)
        {
            if (IsDue(pace with { HostReplies = replying.Contains(pace.Server.Target.Host) }))
            {
                due.Add(pace.Server with { Spared = pace.Spared });
            }
            else if (pace.RepliedAt is { } at)
            {
                Confirm(pace.Server.Target, at);
            }
        }

        return due;
    }

    private bool IsDue(ServerPace pace)
    {
        var last = Last(pace.Server);
        var since = last is null ? TimeSpan.Zero : time.GetElapsedTime(last.Value.AskedAt);
        return pace.IsDue(since, last?.Spread ?? 0);
    }

    private void Confirm(ServerTarget target, DateTimeOffset at)
    {
        var last = known[target];
        if (last.State.AskedAt < at)
        {
            known[target] = last with { State = last.State with { AskedAt = at, ByTraffic = true } };
        }
    }

    private (ServerState State, long AskedAt, double Spread)? Last(PlannedServer server) =>
        known.TryGetValue(server.Target, out var last) ? last : null;

    private long LastAsked(PlannedServer server) => Last(server)?.AskedAt ?? long.MinValue;

    private async Task AskAsync(PlannedServer server, CancellationToken cancel)
    {
        var answer = await asker.AskAsync(server, Last(server)?.State, cancel);
        known[server.Target] = (answer, time.GetTimestamp(), Random.Shared.NextDouble());
    }

    private ServersSnapshot Publish(IReadOnlyList<PlannedServer> plan)
    {
        var rows = ImmutableArray.CreateBuilder<ServerState>(plan.Count);
        foreach (var server in plan)
        {
            if (known.TryGetValue(server.Target, out var last))
            {
                rows.Add(last.State with { Mounted = server.Mounted, Required = server.Required });
            }
        }

        var planned = plan.Select(server => server.Target).ToHashSet();
        foreach (var target in known.Keys)
        {
            if (!planned.Contains(target))
            {
                known.TryRemove(target, out _);
            }
        }

        return new(rows.ToImmutable());
    }
}
