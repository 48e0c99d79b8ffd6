using AutomountAgent.Telemetry;
using Prometheus;

namespace AutomountAgent.Output.Metrics;

/// <summary>
/// One name of the page, kept equal to the state: every series is set anew, and those that were not set are removed. Not thread-safe.
/// </summary>
internal sealed class Family
{
    private readonly Setter setter;
    private HashSet<ChildBase> shown = [];
    private HashSet<ChildBase> next = [];

    private Family(Setter setter) => this.setter = setter;

    /// <summary>Sets the series with these label values, which is made where it is not there yet.</summary>
    private delegate ChildBase Setter(double value, ReadOnlySpan<string> labels);

    /// <summary>A family of values that go up and down.</summary>
    /// <param name="metrics">The registry that it is added to: a name may be there several times, with other labels.</param>
    /// <param name="name">Its name.</param>
    /// <param name="help">What it says, in one sentence without quotes, backslashes and line breaks: it is written as it is.</param>
    /// <param name="labels">The names of its labels, in order.</param>
    public static Family Gauge(MetricFactory metrics, string name, string help, params string[] labels)
    {
        var gauge = metrics.CreateGauge(name, help, labels);
        return new((value, labels) =>
        {
            var series = gauge.WithLabels(labels);
            series.Set(value);
            return series;
        });
    }

    /// <summary>A family of values that only grow.</summary>
    /// <param name="metrics">The registry that it is added to.</param>
    /// <param name="name">Its name, which ends in <c>_total</c>.</param>
    /// <param name="help">What it says, as for <see cref="Gauge"/>.</param>
    /// <param name="labels">The names of its labels, in order.</param>
    public static Family Counter(MetricFactory metrics, string name, string help, params string[] labels)
    {
        var counter = metrics.CreateCounter(name, help, labels);
        return new((value, labels) =>
        {
            var series = counter.WithLabels(labels);
            series.IncTo(value);
            return series;
        });
    }

    /// <summary>Sets one series.</summary>
    /// <param name="value">Its value.</param>
    /// <param name="labels">The values of its labels, in order: printable text.</param>
    public void Set(double value, params ReadOnlySpan<string> labels) => next.Add(setter(value, labels));

    /// <summary>Ends a round: what was not set since the last one is removed.</summary>
    public void RemoveOthers()
    {
        shown.ExceptWith(next);
        foreach (var gone in shown)
        {
            gone.Remove();
        }

        (shown, next) = (next, shown);
        next.Clear();
    }

    /// <summary>Sets all series of a family with one label.</summary>
    /// <param name="values">Label and value of each; the label is text from outside.</param>
    /// <param name="combine">What two values with one label make.</param>
    public void Replace(IEnumerable<(string Name, double Value)>? values, Func<double, double, double> combine)
    {
        foreach (var (name, value) in Series.Bound(values ?? [], combine))
        {
            Set(value, name);
        }

        RemoveOthers();
    }
}
