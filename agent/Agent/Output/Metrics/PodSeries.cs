using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;
using Prometheus;

namespace AutomountAgent.Output.Metrics;

/// <summary>The pods with automounted paths: how many are in each state, and which of them need what.</summary>
internal sealed class PodSeries(MetricFactory metrics)
{
    private readonly Family pods = Family.Gauge(
        metrics,
        "automount_pods",
        "Pods on this node with a path below an automount root, by state; the worst one of a pod counts.",
        "state");

    private readonly Family info = Family.Gauge(
        metrics, "automount_pod_info",
        "Pods with a path below an automount root, the root, and the server of a volume of one key; at most 1000, the first by name.",
        "namespace", "pod", "root", "server");

    /// <summary>Makes the series those of a published state.</summary>
    public void Write(MetricsInput input)
    {
        if (input.State.Pods?.Seen is { } seen)
        {
            var counts = PodStates.Pods(input.State).CountBy(pod => pod.State).ToDictionary();
            foreach (var state in PodStates.All)
            {
                pods.Set(counts.GetValueOrDefault(state), state.Name());
            }

            WriteInfo(seen, new PodMountHealth(input.State));
        }

        pods.RemoveOthers();
        info.RemoveOthers();
    }

    private void WriteInfo(PodsSnapshot seen, PodMountHealth health)
    {
        var rows =
            from container in seen.Containers
            where container.Pod.Contains('/')
            from mount in container.Mounts
            where !mount.CameAlong
            select (container.Pod, mount.Root, Server: health.Find(mount)?.Host ?? "");
        foreach (var (pod, root, server) in rows.Distinct().Take(Series.MaxValues))
        {
            var name = pod.Split('/', 2);
            info.Set(1, name[0], name[1], Printable.Escape(root), Printable.Escape(server));
        }
    }
}
