using System.Collections.Concurrent;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Output.Metrics;

/// <content>What the agent did and saw happen.</content>
internal static partial class MetricsPage
{
    private static void Acts(MetricsWriter page, Counters counters)
    {
        page.Begin(MetricFamilies.Triggers);
        foreach (var result in counters.Triggers.ToArray().GroupBy(t => t.Key.Result).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            foreach (var (root, count) in Series.Bound(result.Select(t => (t.Key.Root, (double)t.Value)), Sum))
            {
                page.Sample(count, root, result.Key);
            }
        }

        // Only roots of required paths are triggered, and of these there are not more than Series.Most: nothing to combine.
        page.Begin(MetricFamilies.TriggerDuration);
        foreach (var (root, histogram) in Series.Bound(counters.TriggerDurations.Select(t => (t.Key, t.Value)), (first, _) => first))
        {
            page.Histogram(histogram, root);
        }

        Count(page, MetricFamilies.Touches, counters.Touches);
        Count(page, MetricFamilies.Expirations, counters.Expirations);
        page.Begin(MetricFamilies.Remedies);
        foreach (var (remedy, count) in counters.Remedies.ToArray().OrderBy(r => r.Key))
        {
            page.Sample(count, remedy.Remedy, remedy.Result);
        }

        Count(page, MetricFamilies.ProberRestarts, counters.ProberRestarts);
        page.Begin(MetricFamilies.ProbersAbandoned);
        page.Sample(Interlocked.Read(ref counters.ProbersAbandoned));
    }

    private static void Count(MetricsWriter page, MetricFamily family, ConcurrentDictionary<string, long> counter) =>
        Write(page, family, counter.Select(c => (c.Key, (double)c.Value)), Sum);
}
