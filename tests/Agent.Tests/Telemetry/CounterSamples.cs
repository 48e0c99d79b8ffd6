using System.Text;
using AgentTests.Output.Metrics;
using AutomountAgent.Telemetry;
using Prometheus;

namespace AgentTests.Telemetry;

/// <summary>Reads counters as Prometheus does: from what they write.</summary>
internal static class CounterSamples
{
    /// <summary>The value of one series; 0 when it is not there.</summary>
    public static double Of(this Counters counters, string name, params string[] labels) =>
        counters.Series(name).SingleOrDefault(s => s.Labels.SequenceEqual(labels)).Value;

    /// <summary>All series of a name: the values of their labels, and their value.</summary>
    public static IReadOnlyList<(string[] Labels, double Value)> Series(this Counters counters, string name)
    {
        var page = new MemoryStream();
        counters.AppendTo(page, ExpositionFormat.OpenMetricsText);
        var samples = OpenMetricsParser.Parse(Encoding.UTF8.GetString(page.ToArray())).SelectMany(f => f.Samples);
        return [.. samples.Where(s => s.Name == name).Select(s => (s.Labels.Select(l => l.Value).ToArray(), s.Value))];
    }
}
