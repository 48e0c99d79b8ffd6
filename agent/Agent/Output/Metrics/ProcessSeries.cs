using AutomountAgent.Model;
using AutomountAgent.Telemetry;
using Prometheus;

namespace AutomountAgent.Output.Metrics;

/// <summary>What this process uses, under the names that every Prometheus client library has.</summary>
internal sealed class ProcessSeries(MetricFactory metrics)
{
    private static readonly GaugeConfiguration AbsentUntilSet = new() { SuppressInitialValue = true };

    private readonly Counter processor = metrics.CreateCounter(
        "process_cpu_seconds_total",
        "Total user and system CPU time spent in seconds.",
        new CounterConfiguration { SuppressInitialValue = true });

    private readonly Gauge started = Gauge(metrics, "process_start_time_seconds", "Start time of the process since unix epoch in seconds.");
    private readonly Gauge virtualBytes = Gauge(metrics, "process_virtual_memory_bytes", "Virtual memory size in bytes.");
    private readonly Gauge residentBytes = Gauge(metrics, "process_resident_memory_bytes", "Resident memory size in bytes.");
    private readonly Gauge threads = Gauge(metrics, "process_threads", "Number of OS threads in the process.");
    private readonly Gauge openFiles = Gauge(metrics, "process_open_fds", "Number of open file descriptors.");
    private readonly Gauge maxOpenFiles = Gauge(metrics, "process_max_fds", "Maximum number of open file descriptors.");

    /// <summary>Makes the series those of this moment.</summary>
    /// <param name="usage">What the process uses; null when it is not known: then nothing is shown.</param>
    /// <param name="step">How far the time of the start is behind the node's clock.</param>
    public void Write(ProcessUsage? usage, TimeSpan step)
    {
        if (usage is null)
        {
            processor.Unpublish();
        }
        else
        {
            processor.IncTo(usage.Processor.TotalSeconds);
        }

        Set(started, usage is null ? null : Series.Seconds(usage.Started + step));
        Set(virtualBytes, usage?.VirtualBytes);
        Set(residentBytes, usage?.ResidentBytes);
        Set(threads, usage?.Threads);
        Set(openFiles, usage?.OpenFiles);
        Set(maxOpenFiles, usage?.MaxOpenFiles);
    }

    private static Gauge Gauge(MetricFactory metrics, string name, string help) => metrics.CreateGauge(name, help, AbsentUntilSet);

    private static void Set(Gauge gauge, double? value)
    {
        if (value is null)
        {
            gauge.Unpublish();
            return;
        }

        gauge.Set(value.Value);
    }
}
