using Automount.Text;
using AutomountAgent.Telemetry;
using FsCheck.Fluent;
using FsCheck;
using Xunit;

namespace AgentTests.Telemetry;

public class CountersTests
{
    private const string Responses = "automount_nfs_server_response_duration_seconds";

    [Fact]
    public void NothingIsThereBeforeItHappens()
    {
        var counters = new Counters();

        foreach (var name in new[] { "touches_total", "triggers_total", "expirations_total", "remedies_total", "prober_restarts_total" })
        {
            Assert.Empty(counters.Series("automount_" + name));
        }

        Assert.Empty(counters.Series("automount_trigger_duration_seconds_count"));
        Assert.Empty(counters.Series(Responses + "_count"));
        Assert.Equal(0, Assert.Single(counters.Series("automount_probers_abandoned")).Value);
    }

    [Fact]
    public void ADurationIsInTheFirstBucketThatIsNotLess()
    {
        var counters = new Counters();
        foreach (var milliseconds in new[] { 100, 101, 120_000, 120_001 })
        {
            counters.Triggered("/home", "mounted", TimeSpan.FromMilliseconds(milliseconds));
        }

        var buckets = counters.Series("automount_trigger_duration_seconds_bucket").Select(b => (b.Labels[1], b.Value));

        Assert.Equal(
            [("0.1", 1), ("0.5", 2), ("1.0", 2), ("2.5", 2), ("5.0", 2), ("10.0", 2), ("30.0", 2), ("120.0", 3), ("+Inf", 4)], buckets);
        Assert.Equal(240.202, counters.Of("automount_trigger_duration_seconds_sum", "/home"), 9);
    }

    [Fact]
    public void ServersBeyondAHundredShareOneHistogram()
    {
        var counters = new Counters();
        for (var i = 0; i < 300; i++)
        {
            counters.Answered($"nfs{i}", TimeSpan.FromMilliseconds(2));
            counters.Answered("nfs7", TimeSpan.FromMilliseconds(2));
        }

        Assert.Equal(Counters.MaxServers + 1, counters.Series(Responses + "_count").Count);
        Assert.Equal(200, counters.Of(Responses + "_count", "other"));
        Assert.Equal(301, counters.Of(Responses + "_count", "nfs7"));
    }

    [Fact]
    public void RootsBeyondTheLimitAreOneSeries()
    {
        var counters = new Counters();
        for (var i = 0; i < 3000; i++)
        {
            counters.Expired($"/root{i}");
        }

        Assert.Equal(Series.MaxValues + 1, counters.Series("automount_expirations_total").Count);
        Assert.Equal(2000, counters.Of("automount_expirations_total", Series.Other));
    }

    [Fact]
    public void AnyTextMakesOneLabelThatReadsBack() => Check.QuickThrowOnFailure(Prop.ForAll<string?>(text =>
    {
        var counters = new Counters();
        counters.Expired(text ?? "");

        return counters.Of("automount_expirations_total", Printable.Escape(text ?? "")) == 1;
    }));

    /// <summary>
    /// The library's histogram is not atomic: without the lock a page may have a count that is not the sum of its buckets, which the parser
    /// refuses.
    /// </summary>
    [Fact]
    public async Task APageShowsNoHalfOfAnEvent()
    {
        var counters = new Counters();
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var writers = Enumerable.Range(0, 2).Select(n => Task.Run(
            () =>
            {
                while (!end.IsCancellationRequested)
                {
                    counters.Triggered("/home", "mounted", TimeSpan.FromSeconds(1));
                    counters.Answered($"nfs{n}", TimeSpan.FromSeconds(1));
                }
            },
            TestContext.Current.CancellationToken)).ToArray();

        for (var pages = 0; pages < 3 || !end.IsCancellationRequested; pages++)
        {
            foreach (var (labels, count) in counters.Series("automount_trigger_duration_seconds_count"))
            {
                Assert.Equal(["/home"], labels);
                Assert.True(count > 0);
            }
        }

        await Task.WhenAll(writers);
        var triggers = counters.Of("automount_triggers_total", "/home", "mounted");
        Assert.Equal(triggers, counters.Of("automount_trigger_duration_seconds_sum", "/home"));
    }
}
