using System.Collections.Immutable;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Output.Metrics;

/// <summary>RPC counters of one server, summed over its mounts, those that are gone included, since it came into use.</summary>
/// <param name="Requests">RPC requests.</param>
/// <param name="Retransmissions">Requests put on the wire again.</param>
/// <param name="MajorTimeouts">Requests that ran into the major timeout.</param>
/// <param name="ResponseMilliseconds">Sum of the round trip times.</param>
internal sealed record RpcTotal(long Requests, long Retransmissions, long MajorTimeouts, long ResponseMilliseconds);

/// <summary>
/// RPC counters per server that do not go backwards when a mount expires, although the kernel's counters vanish with it. A server without
/// mounts is forgotten after <see cref="Counters.KeptAfterUse"/>, and begins at zero when it is used again. Immutable: feed it every new
/// look at the mounts.
/// </summary>
/// <remarks>
/// A superblock is known by its device; when its age or a counter is less than before, it is another one that got the same device. Mounts
/// of one superblock share their counters, so each device is counted once.
/// </remarks>
internal sealed class RpcTotals
{
    private readonly ImmutableDictionary<string, NfsStatistics> last;
    private readonly ImmutableDictionary<string, DateTimeOffset> lastUse;

    private RpcTotals(
        ImmutableDictionary<string, RpcTotal> byServer,
        ImmutableDictionary<string, NfsStatistics> last,
        ImmutableDictionary<string, DateTimeOffset> lastUse) =>
        (ByServer, this.last, this.lastUse) = (byServer, last, lastUse);

    /// <summary>Nothing counted yet.</summary>
    public static RpcTotals Empty { get; } = new(
        ImmutableDictionary<string, RpcTotal>.Empty,
        ImmutableDictionary<string, NfsStatistics>.Empty,
        ImmutableDictionary<string, DateTimeOffset>.Empty);

    /// <summary>
    /// The totals by server; at most <see cref="Series.MaxValues"/>, and <see cref="Series.Other"/> for those that came later.
    /// </summary>
    public ImmutableDictionary<string, RpcTotal> ByServer { get; }

    /// <summary>The totals after one more look.</summary>
    /// <param name="view">The mounts.</param>
    /// <param name="at">When they were looked at.</param>
    public RpcTotals Feed(MountsSnapshot view, DateTimeOffset at)
    {
        var (totals, uses) = (ByServer.ToBuilder(), lastUse.ToBuilder());
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
                var server = LabelOf(totals, mount.Host);
                totals[server] = Add(totals.GetValueOrDefault(server) ?? new RpcTotal(0, 0, 0, 0), before, now);
                seen[mount.Device] = now;
                uses[server] = at;
            }
            else if (before is not null)
            {
                seen[mount.Device] = before;
                uses[LabelOf(totals, mount.Host)] = at;
            }
        }

        var unused = uses.Where(use => at - use.Value >= Counters.KeptAfterUse).Select(use => use.Key).ToArray();
        totals.RemoveRange(unused);
        uses.RemoveRange(unused);
        return new(totals.ToImmutable(), seen.ToImmutable(), uses.ToImmutable());
    }

    private static string LabelOf(ImmutableDictionary<string, RpcTotal>.Builder totals, string host) =>
        Series.Label(totals, host, Series.MaxValues);

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
