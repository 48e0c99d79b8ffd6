using System.Text;
using AutomountAgent.Output.Metrics;
using AutomountAgent.Telemetry;
using Prometheus;
using Xunit;

namespace AgentTests.Output.Metrics;

public class FamilyTests
{
    private readonly CollectorRegistry registry = Prometheus.Metrics.NewCustomRegistry();

    private MetricFactory Metrics => Prometheus.Metrics.WithCustomRegistry(registry);

    [Fact]
    public void ASeriesThatIsNotSetAgainIsGoneAndMayComeBack()
    {
        var family = Family.Gauge(Metrics, "x", "Help.", "l");
        foreach (var names in new[] { "ab", "b", "", "ca", "ca", "abc" })
        {
            family.Replace(names.Select((name, value) => (name.ToString(), (double)value)), (a, b) => a + b);

            var shown = Samples().Select(s => (s.Labels[0].Value, s.Value));
            Assert.Equal(names.Select((name, value) => (name.ToString(), (double)value)).Order(), shown.Order());
        }
    }

    [Fact]
    public void ACounterThatWasGoneBeginsAnew()
    {
        var family = Family.Counter(Metrics, "x_total", "Help.", "l");
        family.Replace([("a", 7)], (a, b) => a + b);
        family.Replace([], (a, b) => a + b);
        family.Replace([("a", 3)], (a, b) => a + b);

        Assert.Equal(3, Assert.Single(Samples()).Value);
    }

    [Fact]
    public void FamiliesOfOneNameHaveOneHeadAndTheirOwnLabels()
    {
        var (two, three) = (Family.Gauge(Metrics, "x", "Help.", "a", "b"), Family.Gauge(Metrics, "x", "Help.", "a", "b", "c"));
        two.Set(1, "1", "2");
        three.Set(2, "1", "2", "3");

        Assert.Equal(["a=1 b=2", "a=1 b=2 c=3"], Samples().Select(s => string.Join(' ', s.Labels.Select(l => $"{l.Name}={l.Value}"))));
    }

    private IEnumerable<ParsedSample> Samples()
    {
        var page = new MemoryStream();
        registry.AppendTo(page, ExpositionFormat.OpenMetricsText);
        return OpenMetricsParser.Parse(Encoding.UTF8.GetString(page.ToArray())).Single().Samples;
    }
}
