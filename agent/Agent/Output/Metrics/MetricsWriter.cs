using System.Buffers;
using System.Globalization;
using System.Text;
using Automount.Text;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Output.Metrics;

/// <summary>
/// Writes metrics as the Prometheus text format 0.0.4 or as OpenMetrics 1.0, straight into a buffer. A family without a sample leaves no trace.
/// </summary>
/// <param name="output">Where the bytes go: UTF-8.</param>
/// <param name="openMetrics">True for OpenMetrics 1.0.</param>
internal sealed class MetricsWriter(IBufferWriter<byte> output, bool openMetrics)
{
    private MetricFamily? family;
    private bool announced;

    /// <summary>The content type of what is written.</summary>
    public static string ContentType(bool openMetrics) => openMetrics
        ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
        : "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Starts a family: the samples that follow belong to it.</summary>
    public void Begin(MetricFamily next) => (family, announced) = (next, false);

    /// <summary>Writes one sample.</summary>
    /// <param name="value">Its value.</param>
    /// <param name="labels">The values of the family's labels, in order: raw text, escaped here.</param>
    public void Sample(double value, params ReadOnlySpan<string> labels) => Line("", labels, null, value);

    /// <summary>Writes all samples of one histogram.</summary>
    public void Histogram(DurationHistogram histogram, params ReadOnlySpan<string> labels)
    {
        var (buckets, sum) = histogram.Read();
        var count = 0L;
        for (var i = 0; i < buckets.Length; i++)
        {
            count += buckets[i];
            Line("_bucket", labels, i < histogram.Bounds.Count ? Bound(histogram.Bounds[i]) : "+Inf", count);
        }

        Line("_sum", labels, null, sum);
        Line("_count", labels, null, count);
    }

    /// <summary>Ends the page.</summary>
    public void End()
    {
        if (openMetrics)
        {
            Write("# EOF\n");
        }
    }

    private void Line(string suffix, ReadOnlySpan<string> labels, string? bound, double value)
    {
        Announce();
        Write(family!.SampleName);
        Write(suffix);
        var separator = "{";
        for (var i = 0; i < labels.Length; i++)
        {
            Write(separator);
            Write(family.Labels[i]);
            Write("=\"");
            Escaped(Printable.Escape(labels[i]), quotes: true);
            Write("\"");
            separator = ",";
        }

        if (bound is not null)
        {
            Write(separator);
            Write("le=\"");
            Write(bound);
            Write("\"");
            separator = ",";
        }

        Write(separator == "{" ? " " : "} ");
        Number(value);
        Write("\n");
    }

    /// <summary>OpenMetrics names the family without the suffix of its samples; the older format names the samples, and knows no type info.</summary>
    private void Announce()
    {
        if (announced)
        {
            return;
        }

        announced = true;
        var name = openMetrics ? family!.Name : family!.SampleName;
        Write($"# HELP {name} ");
        Escaped(family.Help, quotes: openMetrics);
        Write($"\n# TYPE {name} {TypeName(family.Type)}\n");
        if (openMetrics && family.Name.EndsWith("_seconds", StringComparison.Ordinal))
        {
            Write($"# UNIT {name} seconds\n");
        }
    }

    private string TypeName(MetricType type) => type switch
    {
        MetricType.Counter => "counter",
        MetricType.Histogram => "histogram",
        MetricType.Info when openMetrics => "info",
        _ => "gauge",
    };

    /// <summary>OpenMetrics wants the bound of a bucket as a canonical float: 1.0, not 1.</summary>
    private string Bound(double bound) => bound.ToString(openMetrics ? "0.0###" : "0.####", CultureInfo.InvariantCulture);

    /// <summary>Runs of plain text are written as they are; a backslash goes before what the format gives a meaning.</summary>
    private void Escaped(ReadOnlySpan<char> text, bool quotes)
    {
        while (text.IndexOfAny("\\\n\"") is >= 0 and var at)
        {
            Write(text[..at]);
            Write(text[at] switch
            {
                '\\' => "\\\\",
                '\n' => "\\n",
                _ => quotes ? "\\\"" : "\"",
            });
            text = text[(at + 1)..];
        }

        Write(text);
    }

    private void Number(double value)
    {
        value.TryFormat(output.GetSpan(32), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    private void Write(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, output);
}
