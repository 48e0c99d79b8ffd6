using AutomountAgent.Telemetry;
using Prometheus;

namespace AutomountAgent.Output.Metrics;

/// <summary>The agent's own checks: whether, when and how fast each ran last.</summary>
internal sealed class CheckSeries(MetricFactory metrics)
{
    private readonly Family success = Family.Gauge(
        metrics, "automount_check_success", "Whether the last look of a check could be taken.", "check");

    private readonly Family duration = Family.Gauge(
        metrics, "automount_check_duration_seconds", "Time that the last look of a check took.", "check");

    private readonly Family lastRun = Family.Gauge(
        metrics, "automount_check_last_run_timestamp_seconds", "When the last look of a check ended.", "check");

    private readonly Family interval = Family.Gauge(
        metrics, "automount_check_interval_seconds", "Time from the end of a look of a check to the begin of the next.", "check");

    /// <summary>Makes the series those of a published state.</summary>
    public void Write(MetricsInput input)
    {
        var checks = input.State.Checks;
        success.Replace(checks.Select(c => (c.Key, c.Value.Success ? 1.0 : 0)), Math.Min);
        duration.Replace(checks.Select(c => (c.Key, c.Value.Took.TotalSeconds)), Math.Max);
        interval.Replace(checks.Select(c => (c.Key, c.Value.Interval.TotalSeconds)), Math.Max);
        lastRun.Replace(checks.Select(c => (c.Key, Series.Seconds(c.Value.At + input.Step))), Math.Max);
    }
}
