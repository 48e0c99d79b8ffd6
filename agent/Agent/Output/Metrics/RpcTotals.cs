using System.Collections.Immutable;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Output.Metrics;

/// <summary>RPC counters of one server, summed over its mounts, those that are gone included.</summary>
/// <param name="Requests">RPC requests.</param>
/// <param name="Retransmissions">Requests put on the wire again.</param>
/// <param name="MajorTimeouts">Requests that ran into the major timeout.</param>
/// <param name="ResponseMilliseconds">Sum of the round trip times.</param>
internal sealed record RpcTotal(long Requests, long Retransmissions, long MajorTimeouts, long ResponseMilliseconds);

/// <summary>
/// RPC counters per server that never go backwards, although the kernel's counters vanish with each mount that expires. Immutable: feed it
/// every new look at the mounts.
/// </summary>
/// <remarks>
/// A superblock is known by its device; when its age or a counter is less than before, it is another one that got the same device. Mounts
/// of one superblock share their counters, so each device is counted once.
/// </remarks>
internal sealed class RpcTotals
{
    private readonly ImmutableDictionary<string, NfsStatistics> last;

    private RpcTotals(ImmutableDictionary<string, RpcTotal> byServer, ImmutableDictionary<string, NfsStatistics> last) =>
        (ByServer, this.last) = (byServer, last);

    /// <summary>Nothing counted yet.</summary>
    public static RpcTotals Empty { get; } =
        new(ImmutableDictionary<string, RpcTotal>.Empty, ImmutableDictionary<string, NfsStatistics>.Empty);

    /// <summary>
    /// The totals by server; at most <see cref="Series.MaxValues"/>, and <see cref="Series.Other"/> for those that came later.
    /// </summary>
    public ImmutableDictionary<string, RpcTotal> ByServer { get; }

    /// <summary>The totals after one more look.</summary>
    public RpcTotals Feed(MountsSnapshot view)
    {
        var totals = ByServer.ToBuilder();
        var seen = ImmutableDictionary.CreateBuilder<string, NfsStatistics>();
        foreach (var mount in view.Nfs)
        {
            if (seen.ContainsKey(mount.Device))
            {
                continue;
            }

            var before = last.GetValueOrDefault(mount.Device);
            if (mount.Statistics is { } now)
            {
                var server = totals.ContainsKey(mount.Host) || totals.Count < Series.MaxValues ? mount.Host : Series.Other;
                totals[server] = Add(totals.GetValueOrDefault(server) ?? new RpcTotal(0, 0, 0, 0), before, now);
                seen[mount.Device] = now;
            }
            else if (before is not null)
            {
                seen[mount.Device] = before;
            }
        }

        return new RpcTotals(totals.ToImmutable(), seen.ToImmutable());
    }

    private static RpcTotal Add(RpcTotal total, NfsStatistics? before, NfsStatistics now)
    {
        var (known, since) = (Of(now), before is not null && Continues(before, now) ? Of(before) : new RpcTotal(0, 0, 0, 0));
        return new RpcTotal(
            total.Requests + known.Requests - since.Requests,
            total.Retransmissions + known.Retransmissions - since.Retransmissions,
            total.MajorTimeouts + known.MajorTimeouts - since.MajorTimeouts,
            total.ResponseMilliseconds + known.ResponseMilliseconds - since.ResponseMilliseconds);
    }

    private static bool Continues(NfsStatistics before, NfsStatistics now) =>
        now.Age >= before.Age &&
        now.Requests >= before.Requests &&
        Of(now).Retransmissions >= Of(before).Retransmissions &&
        now.MajorTimeouts >= before.MajorTimeouts &&
        now.ResponseMilliseconds >= before.ResponseMilliseconds;

    /// <summary>A call under way may count as request before it counts as transmission: never less than none were repeated.</summary>
    private static RpcTotal Of(NfsStatistics s) => new(
        Math.Max(0, s.Requests),
        Math.Max(0, s.Transmissions - s.Requests),
        Math.Max(0, s.MajorTimeouts),
        Math.Max(0, s.ResponseMilliseconds));
}
