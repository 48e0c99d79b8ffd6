using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Automount.Configuration;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Servers;

/// <summary>
/// Asks every NFS server that the maps, required paths or the mount table name. One with mounts or required paths, or that did not answer,
/// is asked in every round, so that faults and cures are seen at once; another one every 20 s. What is not asked is carried forward. Rounds
/// must not overlap.
/// </summary>
/// <param name="named">The servers that the maps name, from the state.</param>
/// <param name="required">Those that required paths are mounted from.</param>
/// <param name="asker">Asks one server.</param>
/// <param name="resolver">Resolves names.</param>
/// <param name="settings">Interval and timeout.</param>
/// <param name="time">Clock.</param>
internal sealed class ServersCollector(
    Func<NodeState, IReadOnlyCollection<ServerTarget>> named,
    Func<NodeState, IReadOnlySet<ServerTarget>> required,
    ServerAsker asker,
    HostResolver resolver,
    Settings settings,
    TimeProvider time)
{
    private const int Parallelism = 32;

    private static readonly TimeSpan UnmountedInterval = TimeSpan.FromSeconds(20);

    private readonly PortmapsReader portmappers = new(settings, time);
    private readonly ConcurrentDictionary<ServerTarget, (ServerState State, long AskedAt)> known = new();

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
        try
        {
            await Parallel.ForEachAsync(
                plan.Where(IsDue).OrderByDescending(server => server.IsNeeded).ThenBy(LastAsked),
                new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = round.Token },
                async (server, token) => await AskAsync(server, token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The round is over: publish what is known.
        }

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

        return ServerPlan.Make(targets, required(state), mounts, host => addresses.GetValueOrDefault(host, []));
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

    /// <summary>Half an interval early is due as well: the next round would be half an interval late, or more.</summary>
    private bool IsDue(PlannedServer server) =>
        server.IsNeeded
        || !known.TryGetValue(server.Target, out var last)
        || last.State.Outcome != ServerOutcome.Up
        || time.GetElapsedTime(last.AskedAt) >= UnmountedInterval - (settings.MountsInterval / 2);

    private long LastAsked(PlannedServer server) => known.TryGetValue(server.Target, out var last) ? last.AskedAt : long.MinValue;

    private async Task AskAsync(PlannedServer server, CancellationToken cancel)
    {
        var before = known.TryGetValue(server.Target, out var last) ? last.State : null;
        known[server.Target] = (await asker.AskAsync(server, before, cancel), time.GetTimestamp());
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
