using AutomountAgent.Derive;
using AutomountAgent.Telemetry;
using Prometheus;

namespace AutomountAgent.Output.Metrics;

/// <summary>The NFS mounts: how many of each server are in each state.</summary>
internal sealed class MountSeries(MetricFactory metrics)
{
    private readonly Family mounts = Family.Gauge(
        metrics,
        "automount_nfs_mounts",
        "NFS mounts on this node, with those that containers alone still have, by server and state; a state that none is in is absent.",
        "server",
        "state");

    /// <summary>Makes the series those of a published state.</summary>
    public void Write(MetricsInput input)
    {
        var byServer = new Dictionary<string, int[]>(StringComparer.Ordinal);
        foreach (var mount in input.State.NfsMounts)
        {
            if (!byServer.TryGetValue(mount.Host, out var counts))
            {
                byServer[mount.Host] = counts = new int[HealthStates.All.Count];
            }

            counts[(int)input.State.Health.StateOf(mount)]++;
        }

        foreach (var (server, counts) in Series.Bound(byServer.Select(s => (s.Key, s.Value)), (a, b) => [.. a.Zip(b, (x, y) => x + y)]))
        {
            foreach (var health in HealthStates.All.Where(health => counts[(int)health] > 0))
            {
                mounts.Set(counts[(int)health], server, health.Name());
            }
        }

        mounts.RemoveOthers();
    }
}
