using System.Buffers;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Output.Metrics;

/// <summary>The metrics page: what the state of the node says, in the order of the chain. What was not seen yet is absent, never zero.</summary>
internal static partial class MetricsPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="output">Where the bytes go: UTF-8.</param>
    /// <param name="input">What to write.</param>
    /// <param name="openMetrics">True for OpenMetrics 1.0, false for the Prometheus text format 0.0.4.</param>
    public static void Render(IBufferWriter<byte> output, MetricsInput input, bool openMetrics)
    {
        var page = new MetricsWriter(output, openMetrics);
        page.Begin(MetricFamilies.Agent);
        page.Sample(1, input.Agent.Version, input.Agent.Revision);
        if (input.Report is { } report)
        {
            Links(page, report);
        }

        Maps(page, input);
        Roots(page, input.State, input.Report);
        Units(page, input.State);
        Servers(page, input);
        Required(page, input.State);
        Acts(page, input.Counters);
        Checks(page, input);
        page.End();
    }

    private static void Links(MetricsWriter page, ChainReport report)
    {
        page.Begin(MetricFamilies.LinkState);
        foreach (var link in report.Links)
        {
            foreach (var verdict in Verdicts.All)
            {
                page.Sample(link.State == verdict ? 1 : 0, link.Link.Name(), verdict.Name());
            }
        }

        page.Begin(MetricFamilies.Findings);
        foreach (var group in report.Findings.GroupBy(f => f.Kind).OrderBy(g => g.Key.Code, StringComparer.Ordinal))
        {
            page.Sample(group.Count(), group.Key.Code, group.Key.Severity.Name());
        }

        Write(page, MetricFamilies.Silenced, report.Silenced.Select(s => (s.Key, (double)s.Value)), Sum);
    }

    private static void Required(MetricsWriter page, NodeState state) => Write(
        page, MetricFamilies.Required, state.Required?.Seen?.Paths.Select(p => (p.Path, p.Readiness == Readiness.Ready ? 1.0 : 0)), Math.Min);

    private static void Checks(MetricsWriter page, MetricsInput input)
    {
        var state = input.State;
        var checks = new[]
        {
            Check("directory", state.Directory),
            Check("sssd", state.Sssd),
            Check("automount", state.Automount),
            Check("servers", state.Servers),
            Check("mounts", state.Mounts),
            Check("required", state.Required),
            Check("holders", state.Holders),
        }.OfType<CheckRun>().ToArray();
        Write(page, MetricFamilies.CheckSuccess, checks.Select(c => (c.Name, c.Success ? 1.0 : 0)), Math.Min);
        Write(page, MetricFamilies.CheckDuration, checks.Select(c => (c.Name, c.Took.TotalSeconds)), Math.Max);
        Write(page, MetricFamilies.CheckLastRun, checks.Select(c => (c.Name, Seconds(c.At + input.Step))), Math.Max);
    }

    private static CheckRun? Check<T>(string name, Observation<T>? observation)
        where T : class =>
        observation is null ? null : new CheckRun(name, observation.Unavailable is null, observation.At, observation.Took);

    /// <summary>Writes a family with one label; with no values it leaves no trace.</summary>
    private static void Write(
        MetricsWriter page, MetricFamily family, IEnumerable<(string Name, double Value)>? values, Func<double, double, double> combine)
    {
        page.Begin(family);
        foreach (var (name, value) in Series.Bound(values ?? [], combine))
        {
            page.Sample(value, name);
        }
    }

    private static double Sum(double a, double b) => a + b;

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    private sealed record CheckRun(string Name, bool Success, DateTimeOffset At, TimeSpan Took);
}
