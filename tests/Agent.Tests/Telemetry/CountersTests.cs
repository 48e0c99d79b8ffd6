using Automount.Text;
using AutomountAgent.Telemetry;
using FsCheck.Fluent;
using FsCheck;
using Xunit;

namespace AgentTests.Telemetry;

public class CountersTests
{
    private const string Responses = "automount_nfs_server_response_duration_seconds";

    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

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
        foreach (var milliseconds in new[] { 500, 501, 120_000, 120_001 })
        {
            counters.Triggered("/home", "mounted", TimeSpan.FromMilliseconds(milliseconds));
        }

        var buckets = counters.Series("automount_trigger_duration_seconds_bucket").Select(b => (b.Labels[0], b.Value));

        Assert.Equal(
            [("0.5", 1), ("2.5", 2), ("10.0", 2), ("30.0", 2), ("120.0", 3), ("+Inf", 4)], buckets);
        Assert.Equal(241.002, counters.Of("automount_trigger_duration_seconds_sum"), 9);
    }

    [Fact]
    public void ServersBeyondAHundredShareOneHistogram()
    {
        var counters = new Counters();
        for (var i = 0; i < 300; i++)
        {
            counters.Answered($"nfs{i}", TimeSpan.FromMilliseconds(2), isInUse: true, Start);
            counters.Answered("nfs7", TimeSpan.FromMilliseconds(2), isInUse: true, Start);
        }

        Assert.Equal(Counters.MaxServers + 1, counters.Series(Responses + "_count").Count);
        Assert.Equal(200, counters.Of(Responses + "_count", "other"));
        Assert.Equal(301, counters.Of(Responses + "_count", "nfs7"));
    }

    [Fact]
    public void AServerThatIsNotInUseHasNoHistogram()
    {
        var counters = new Counters();

        counters.Answered("idle", TimeSpan.FromMilliseconds(2), isInUse: false, Start);

        Assert.Empty(counters.Series(Responses + "_count"));
    }

    /// <summary>Mounts expire and come back: only what nothing was mounted from for an hour begins anew.</summary>
    [Fact]
    public void AHistogramGoesAnHourAfterTheLastUse()
    {
        var counters = new Counters();
        void Answered(string server, bool isInUse, double minute) =>
            counters.Answered(server, TimeSpan.FromMilliseconds(2), isInUse, Start.AddMinutes(minute));

        Answered("nfs1", isInUse: true, 0);
        Answered("nfs1", isInUse: false, 59);
        Assert.Equal(1, counters.Of(Responses + "_count", "nfs1"));
        Answered("nfs1", isInUse: true, 59);
        Answered("nfs2", isInUse: false, 118);
        Assert.Equal(2, counters.Of(Responses + "_count", "nfs1"));
        Answered("nfs2", isInUse: false, 119);

        Assert.Empty(counters.Series(Responses + "_count"));
        Answered("nfs1", isInUse: true, 120);
        Assert.Equal(1, counters.Of(Responses + "_count", "nfs1"));
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
                    counters.Answered($"nfs{n}", TimeSpan.FromSeconds(1), isInUse: true, Start);
                }
            },
            TestContext.Current.CancellationToken)).ToArray();

        for (var pages = 0; pages < 3 || !end.IsCancellationRequested; pages++)
        {
            foreach (var (labels, count) in counters.Series("automount_triggers_total"))
            {
                Assert.Equal(["/home", "mounted"], labels);
                Assert.True(count > 0);
            }
        }

        await Task.WhenAll(writers);
        var triggers = counters.Of("automount_triggers_total", "/home", "mounted");
        Assert.Equal(triggers, counters.Of("automount_trigger_duration_seconds_sum"));
    }
}
