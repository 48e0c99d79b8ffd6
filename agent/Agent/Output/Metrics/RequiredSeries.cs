using AutomountAgent.Model;
using Prometheus;

namespace AutomountAgent.Output.Metrics;

/// <summary>The required paths.</summary>
internal sealed class RequiredSeries(MetricFactory metrics)
{
    private readonly Family ready = Family.Gauge(metrics, "automount_required_path_ready", "Whether pods can use a required path.", "path");

    /// <summary>Makes the series those of a published state.</summary>
    public void Write(MetricsInput input) =>
        ready.Replace(input.State.Required?.Seen?.Paths.Select(p => (p.Path, p.Readiness == Readiness.Ready ? 1.0 : 0)), Math.Min);
}
