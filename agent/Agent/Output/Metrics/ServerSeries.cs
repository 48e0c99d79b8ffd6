using AutomountAgent.Model;
using Prometheus;

namespace AutomountAgent.Output.Metrics;

/// <summary>The NFS servers, by host as the map writes it.</summary>
internal sealed class ServerSeries(MetricFactory metrics)
{
    private readonly Family up = Family.Gauge(
        metrics, "automount_nfs_server_up",
        "Whether an NFS server answers in every version and on every port that the maps use: requests of mounts, or an RPC NULL call.",
        "server");

    private readonly Family response = Family.Gauge(
        metrics, "automount_nfs_server_response_seconds",
        "Round trip time of the last RPC NULL call that an NFS server answered.", "server");

    /// <summary>Makes the series those of a published state.</summary>
    public void Write(MetricsInput input)
    {
        var servers = input.State.Servers?.Seen?.Servers ?? [];
        up.Replace(servers.Select(s => (s.Target.Host, s.Outcome == ServerOutcome.Up ? 1.0 : 0)), Math.Min);
        response.Replace(
            from server in servers
            where server.ResponseTime.HasValue
            select (server.Target.Host, server.ResponseTime!.Value.TotalSeconds),
            Math.Max);
    }
}
