using Automount.Catalog;
using Prometheus;

namespace AutomountAgent.Output.Metrics;

/// <summary>
/// The mount points of automount. The mount table says which are there; only the verdict knows which are not, because the kernel has them
/// with symbolic links resolved, and the master map does not.
/// </summary>
internal sealed class RootSeries(MetricFactory metrics)
{
    private readonly Family mounted = Family.Gauge(
        metrics, "automount_root_mounted", "Whether a mount point of automount is in the mount table.", "root");

    private readonly Family expire = Family.Gauge(
        metrics, "automount_root_expire_timeout_seconds",
        "Idle time after which a mount below a mount point of automount expires; 0 means never.", "root");

    /// <summary>Makes the series those of a published state.</summary>
    public void Write(MetricsInput input)
    {
        var roots = (input.State.Mounts?.Seen?.Roots ?? []).Where(r => r.Kind != "offset").ToArray();
        var missing = (input.Report?.Findings ?? []).Where(f => f.Kind == AutomountFindings.RootMissing);
        mounted.Replace([.. roots.Select(r => (r.MountPoint, 1.0)), .. missing.Select(f => (f.Root ?? f.Subject, 0.0))], Math.Min);
        expire.Replace(roots.Select(r => (r.MountPoint, r.Timeout.TotalSeconds)), Math.Max);
    }
}
