using AutomountAgent.Model;
using AutomountAgent.Telemetry;
using Prometheus;

namespace AutomountAgent.Output.Metrics;

/// <summary>
/// The metrics page. Each published state is rendered once for each format, when it is first asked for; every scrape until the next state
/// gets that rendering, so that scrapes at the same time see one state, and counters as they were when it was rendered. Thread-safe.
/// </summary>
/// <param name="newest">What is published now.</param>
/// <param name="counters">What the agent did.</param>
/// <param name="usage">What this process uses now.</param>
internal sealed class MetricsPage(Func<MetricsInput> newest, Counters counters, Func<ProcessUsage?> usage)
{
    private readonly Lock gate = new();
    private readonly StateMirror mirror = new();
    private readonly MemoryStream page = new();
    private MetricsInput? mirrored;
    private byte[]? text;
    private byte[]? openMetrics;

    /// <summary>The content type of a page.</summary>
    public static string ContentType(bool openMetrics) => openMetrics
        ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
        : "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The page of the newest state: UTF-8, never written to again.</summary>
    /// <param name="asOpenMetrics">True for OpenMetrics 1.0, false for the Prometheus text format 0.0.4.</param>
    public ReadOnlyMemory<byte> Render(bool asOpenMetrics)
    {
        lock (gate)
        {
            // Asked inside the lock, so that the mirror never goes back to an earlier state.
            var input = newest();
            if (input != mirrored)
            {
                mirror.Update(input, usage());
                (mirrored, text, openMetrics) = (input, null, null);
            }

            if (asOpenMetrics)
            {
                return openMetrics ??= Written(ExpositionFormat.OpenMetricsText);
            }

            return text ??= Written(ExpositionFormat.PrometheusText);
        }
    }

    private byte[] Written(ExpositionFormat format)
    {
        page.SetLength(0);
        mirror.AppendTo(page, format);
        if (format == ExpositionFormat.OpenMetricsText)
        {
            // Each registry ends its part as if it were the page.
            page.SetLength(page.Length - "# EOF\n".Length);
        }

        counters.AppendTo(page, format);
        return page.ToArray();
    }
}
