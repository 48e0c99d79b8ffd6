using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Automount.Configuration;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Collect.Servers;

/// <summary>
/// Asks every NFS server that the maps or the mount table name. One with mounts, or that did not answer, is asked in every round, so that
/// faults and cures are seen at once; another one every 20 s. What is not asked is carried forward. Rounds must not overlap.
/// </summary>
/// <param name="named">The servers that the maps name, from the state.</param>
/// <param name="settings">Interval and timeout.</param>
/// <param name="counters">Where round trips are counted.</param>
/// <param name="time">Clock.</param>
internal sealed class ServersCollector(
    Func<NodeState, IReadOnlyCollection<ServerTarget>> named, Settings settings, Counters counters, TimeProvider time)
{
    private const int Parallelism = 32;

    /// <summary>How long a service that went away is given to come back before it is asked once more.</summary>
    private static readonly TimeSpan BeforeConfirming = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan UnmountedInterval = TimeSpan.FromSeconds(20);

    private readonly HostResolver resolver = new(time);
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
        var plan = await PlanAsync(state, cancel);
        try
        {
            var ping = new NfsPing(resolver, time);
            await Parallel.ForEachAsync(
                plan.Where(IsDue).OrderByDescending(server => server.Mounted).ThenBy(LastAsked),
                new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = round.Token },
                async (server, token) => await AskAsync(ping, server, token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The round is over: publish what is known.
        }

        return Publish(plan) with { Portmappers = await mappers };
    }

    private async Task<IReadOnlyList<PlannedServer>> PlanAsync(NodeState state, CancellationToken cancel)
    {
        var targets = named(state).ToHashSet();
        var mounts = state.Mounts?.Seen?.Nfs ?? [];
        var addresses = new ConcurrentDictionary<string, ImmutableArray<IPAddress>>();
        if (mounts.Any(mount => HostAddress.Parse(mount.Host) is not null && !targets.Contains(mount.Target)))
        {
            await ResolveAsync(targets, addresses, cancel);
        }

        return ServerPlan.Make(targets, mounts, host => addresses.GetValueOrDefault(host, []));
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
        server.Mounted
        || !known.TryGetValue(server.Target, out var last)
        || last.State.Outcome != ServerOutcome.Up
        || time.GetElapsedTime(last.AskedAt) >= UnmountedInterval - (settings.MountsInterval / 2);

    private long LastAsked(PlannedServer server) => known.TryGetValue(server.Target, out var last) ? last.AskedAt : long.MinValue;

    private async Task AskAsync(NfsPing ping, PlannedServer server, CancellationToken cancel)
    {
        var before = known.TryGetValue(server.Target, out var last) ? last.State : null;
        var (askedAt, reply) = await CallAsync(ping, server, cancel);

        // One lost reply is not a fault, and neither is a service that restarts: the first failure is confirmed before it is published.
        var isNewlyHung = reply.Outcome == ServerOutcome.Hung && before?.Outcome != ServerOutcome.Hung;
        var isNewlyDown = before?.Outcome == ServerOutcome.Up
            && reply.Outcome is ServerOutcome.Unresolvable or ServerOutcome.Refused or ServerOutcome.Unreachable or ServerOutcome.BadReply;
        if (isNewlyDown)
        {
            await Task.Delay(BeforeConfirming, time, cancel);
        }

        if (isNewlyHung || isNewlyDown)
        {
            (askedAt, reply) = await CallAsync(ping, server, cancel);
        }

        var attempts = reply.Outcome == before?.Outcome ? before.Attempts + 1 : 1;
        attempts = isNewlyHung && reply.Outcome == ServerOutcome.Hung ? 2 : attempts;
        var state = new ServerState(server.Target, reply.Address, reply.Outcome, reply.Detail, reply.ResponseTime, attempts, server.Mounted)
        {
            AskedAt = askedAt,
        };
        known[server.Target] = (state, time.GetTimestamp());
    }

    private async Task<(DateTimeOffset AskedAt, PingReply Reply)> CallAsync(NfsPing ping, PlannedServer server, CancellationToken cancel)
    {
        var askedAt = time.GetUtcNow();
        var reply = await ping.AskAsync(server.Target, server.InUse, settings.MountsTimeout, cancel);
        if (reply.ResponseTime is { } took)
        {
            counters.Answered(server.Target.Host, took);
        }

        return (askedAt, reply);
    }

    private ServersSnapshot Publish(IReadOnlyList<PlannedServer> plan)
    {
        var rows = ImmutableArray.CreateBuilder<ServerState>(plan.Count);
        foreach (var server in plan)
        {
            if (known.TryGetValue(server.Target, out var last))
            {
                rows.Add(last.State with { Mounted = server.Mounted });
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
