using System.Collections.Immutable;

namespace AutomountAgent.Output.Metrics;

/// <summary>The types of metrics that the agent has (OpenMetrics 1.0, "Metric Types").</summary>
internal enum MetricType
{
    /// <summary>A value that goes up and down.</summary>
    Gauge,

    /// <summary>A value that only grows; its samples end in <c>_total</c>.</summary>
    Counter,

    /// <summary>Counts of durations per bucket, their sum and their number.</summary>
    Histogram,

    /// <summary>Text in labels with the value 1; its sample ends in <c>_info</c>.</summary>
    Info,
}

/// <summary>One name on the metrics page, and what it means.</summary>
/// <param name="Name">The name without the <c>_total</c> or <c>_info</c> that its type adds.</param>
/// <param name="Type">Its type.</param>
/// <param name="Help">What it says, in one sentence.</param>
/// <param name="Labels">The names of its labels, in order.</param>
internal sealed record MetricFamily(string Name, MetricType Type, string Help, params ImmutableArray<string> Labels)
{
    /// <summary>The name of its samples; a histogram adds more to it.</summary>
    public string SampleName { get; } = Type switch
    {
        MetricType.Counter => Name + "_total",
        MetricType.Info => Name + "_info",
        _ => Name,
    };
}
