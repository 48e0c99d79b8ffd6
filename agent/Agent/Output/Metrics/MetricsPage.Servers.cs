using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Output.Metrics;

/// <content>NFS servers, their mounts and the NFS client's counters.</content>
internal static partial class MetricsPage
{
    private static void Servers(MetricsWriter page, MetricsInput input)
    {
        var servers = input.State.Servers?.Seen?.Servers ?? [];
        Write(page, MetricFamilies.ServerUp, servers.Select(s => (s.Target.Host, s.Outcome == ServerOutcome.Up ? 1.0 : 0)), Math.Min);
        Write(page, MetricFamilies.ServerResponse,
            from server in servers
            where server.ResponseTime.HasValue
            select (server.Target.Host, server.ResponseTime!.Value.TotalSeconds), Math.Max);
        page.Begin(MetricFamilies.ServerResponses);
        foreach (var (server, histogram) in Series.Bound(input.Counters.ServerResponses.Select(s => (s.Key, s.Value)), (first, _) => first))
        {
            page.Histogram(histogram, server);
        }

        Mounts(page, input);

        var totals = input.Rpc.ByServer;
        Write(page, MetricFamilies.RpcRequests, totals.Select(t => (t.Key, (double)t.Value.Requests)), Sum);
        Write(page, MetricFamilies.RpcRetransmissions, totals.Select(t => (t.Key, (double)t.Value.Retransmissions)), Sum);
        Write(page, MetricFamilies.RpcMajorTimeouts, totals.Select(t => (t.Key, (double)t.Value.MajorTimeouts)), Sum);
        Write(page, MetricFamilies.RpcResponse, totals.Select(t => (t.Key, t.Value.ResponseMilliseconds / 1000.0)), Sum);
    }

    private static void Mounts(MetricsWriter page, MetricsInput input)
    {
        var mounts = from mount in input.State.Mounts?.Seen?.Nfs ?? []
                     let health = input.State.Health.StateOf(mount)
                     select (mount.Host, HealthStates.All.Select(s => s == health ? 1 : 0).ToArray());
        page.Begin(MetricFamilies.Mounts);
        foreach (var (server, counts) in Series.Bound(mounts, (a, b) => [.. a.Zip(b, (x, y) => x + y)]))
        {
            for (var i = 0; i < counts.Length; i++)
            {
                page.Sample(counts[i], server, HealthStates.All[i].Name());
            }
        }
    }
}
