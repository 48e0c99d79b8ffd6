using AutomountAgent.Telemetry;
using Prometheus;

namespace AutomountAgent.Output.Metrics;

/// <summary>The agent's own configuration: whether the last one was taken over, under the names that Prometheus uses for its own.</summary>
internal sealed class ConfigurationSeries(MetricFactory metrics)
{
    private static readonly GaugeConfiguration AbsentUntilSet = new() { SuppressInitialValue = true };

    private readonly Gauge successful = metrics.CreateGauge(
        "automount_config_last_reload_successful", "Whether the configuration was taken over when it was last read.", AbsentUntilSet);

    private readonly Gauge goodAt = metrics.CreateGauge(
        "automount_config_last_reload_success_timestamp_seconds", "When the configuration in force was read.", AbsentUntilSet);

    /// <summary>Makes the series those of a published state.</summary>
    public void Write(MetricsInput input)
    {
        if (input.State.Configuration is not { } configuration)
        {
            successful.Unpublish();
            goodAt.Unpublish();
            return;
        }

        successful.Set(configuration.RefusedAt is null ? 1 : 0);
        goodAt.Set(Series.Seconds(configuration.GoodAt + input.Step));
    }
}
