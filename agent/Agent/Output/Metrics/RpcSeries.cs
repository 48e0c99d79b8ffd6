using AutomountAgent.Telemetry;
using Prometheus;

namespace AutomountAgent.Output.Metrics;

/// <summary>What the NFS client counted, by server.</summary>
internal sealed class RpcSeries(MetricFactory metrics)
{
    private readonly Family requests = Family.Counter(
        metrics, "automount_nfs_rpc_requests_total", "RPC requests to an NFS server.", "server");

    private readonly Family retransmissions = Family.Counter(
        metrics, "automount_nfs_rpc_retransmissions_total", "RPC requests to an NFS server that were sent again.", "server");

    private readonly Family majorTimeouts = Family.Counter(
        metrics, "automount_nfs_rpc_major_timeouts_total", "RPC requests to an NFS server that ran into the major timeout.", "server");

    private readonly Family response = Family.Counter(
        metrics, "automount_nfs_rpc_response_seconds_total", "Sum of the round trip times of RPC requests to an NFS server.", "server");

    /// <summary>Makes the series those of a published state.</summary>
    public void Write(MetricsInput input)
    {
        var totals = input.Rpc.ByServer;
        requests.Replace(totals.Select(t => (t.Key, (double)t.Value.Requests)), Series.Sum);
        retransmissions.Replace(totals.Select(t => (t.Key, (double)t.Value.Retransmissions)), Series.Sum);
        majorTimeouts.Replace(totals.Select(t => (t.Key, (double)t.Value.MajorTimeouts)), Series.Sum);
        response.Replace(totals.Select(t => (t.Key, t.Value.ResponseMilliseconds / 1000.0)), Series.Sum);
    }
}
