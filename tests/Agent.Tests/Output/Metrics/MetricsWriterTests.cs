using System.Buffers;
using System.Text;
using Automount.Text;
using AutomountAgent.Output.Metrics;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Output.Metrics;

public class MetricsWriterTests
{
    private static readonly MetricFamily Family = new("x", MetricType.Gauge, "A \\ and a \" and a\nnewline.", "l");

    [Fact]
    public void AnyTextMakesOneLabelThatReadsBack() => Check.QuickThrowOnFailure(Prop.ForAll<string?>(text =>
    {
        var line = Write(openMetrics: false, w => w.Sample(1, text ?? "")).Split('\n')[2];
        var label = line["x{l=\"".Length..^"\"} 1".Length];

        return line.StartsWith("x{l=\"", StringComparison.Ordinal) && Unescape(label) == Printable.Escape(text ?? "");
    }));

    [Theory]
    [InlineData(false, "# HELP x A \\\\ and a \" and a\\nnewline.")]
    [InlineData(true, "# HELP x A \\\\ and a \\\" and a\\nnewline.")]
    public void HelpIsEscapedAsItsFormatWants(bool openMetrics, string line) =>
        Assert.StartsWith(line + '\n', Write(openMetrics, w => w.Sample(1, "v")));

    [Fact]
    public void AFamilyWithoutASampleLeavesNoTrace() => Assert.Equal("", Write(openMetrics: false, _ => { }));

    private static string Write(bool openMetrics, Action<MetricsWriter> samples)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MetricsWriter(buffer, openMetrics);
        writer.Begin(Family);
        samples(writer);
        writer.End();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>What a reader of the format does; a quote that is not escaped is not part of a label.</summary>
    private static string? Unescape(string label)
    {
        var text = new StringBuilder();
        for (var i = 0; i < label.Length; i++)
        {
            if (label[i] == '"')
            {
                return null;
            }

            text.Append(label[i] != '\\' ? label[i] : label[++i] == 'n' ? '\n' : label[i]);
        }

        return text.ToString();
    }
}
