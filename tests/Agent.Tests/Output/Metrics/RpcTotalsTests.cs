using AutomountAgent.Model;
using AutomountAgent.Output.Metrics;
using AutomountAgent.Telemetry;
using FsCheck.Fluent;
using FsCheck;
using Xunit;

namespace AgentTests.Output.Metrics;

public class RpcTotalsTests
{
    [Fact]
    public void CountersGoOnWhereTheMountStaysAndAddUpWhereItIsReplaced()
    {
        var totals = RpcTotals.Empty
            .Feed(View(("s", "0:1", Counted(age: 10, requests: 100))), Fixture.Now)
            .Feed(View(("s", "0:1", Counted(age: 15, requests: 130))), Fixture.Now)
            .Feed(View(), Fixture.Now)
            .Feed(View(("s", "0:1", Counted(age: 2, requests: 7))), Fixture.Now);

        Assert.Equal(new RpcTotal(137, 0, 0, 0), totals.ByServer["s"]);
    }

    [Fact]
    public void AnotherMountOnTheSameDeviceIsRecognisedByItsAge()
    {
        var totals = RpcTotals.Empty
            .Feed(View(("a", "0:1", Counted(age: 10, requests: 100))), Fixture.Now)
            .Feed(View(("b", "0:1", Counted(age: 1, requests: 200))), Fixture.Now);

        Assert.Equal((100, 200), (totals.ByServer["a"].Requests, totals.ByServer["b"].Requests));
    }

    [Fact]
    public void MountsOfOneSuperblockAreCountedOnce()
    {
        var totals = RpcTotals.Empty.Feed(
            View(("s", "0:1", Counted(1, 5)), ("s", "0:1", Counted(1, 5)), ("s", "0:2", Counted(1, 3))), Fixture.Now);

        Assert.Equal(8, totals.ByServer["s"].Requests);
    }

    [Fact]
    public void ALookWithoutStatisticsForgetsNothing()
    {
        var totals = RpcTotals.Empty
            .Feed(View(("s", "0:1", Counted(age: 10, requests: 100))), Fixture.Now)
            .Feed(View(("s", "0:1", null)), Fixture.Now)
            .Feed(View(("s", "0:1", Counted(age: 20, requests: 110))), Fixture.Now);

        Assert.Equal(110, totals.ByServer["s"].Requests);
    }

    [Fact]
    public void AServerIsForgottenAnHourAfterItsLastMount()
    {
        var used = RpcTotals.Empty.Feed(View(("s", "0:1", Counted(age: 10, requests: 100))), Fixture.Now);

        var almost = used.Feed(View(), Fixture.Now.AddMinutes(59));
        var gone = almost.Feed(View(), Fixture.Now.AddMinutes(60));
        var back = gone.Feed(View(("s", "0:1", Counted(age: 2, requests: 7))), Fixture.Now.AddMinutes(61));

        Assert.Equal(100, almost.ByServer["s"].Requests);
        Assert.Empty(gone.ByServer);
        Assert.Equal(7, back.ByServer["s"].Requests);
    }

    [Fact]
    public void ServersBeyondTheLimitAreOneTotal()
    {
        var mounts = Enumerable.Range(0, 1500).Select(i => ($"s{i}", $"0:{i}", (NfsStatistics?)Counted(1, 2)));
        var totals = RpcTotals.Empty.Feed(View([.. mounts]), Fixture.Now);

        Assert.Equal(Series.MaxValues + 1, totals.ByServer.Count);
        Assert.Equal(1000, totals.ByServer[Series.Other].Requests);
    }

    [Fact]
    public void NothingEverGoesBackwards() =>
        Check.QuickThrowOnFailure(Prop.ForAll<(int Server, int Device, int Age, int Requests, int Transmissions)[][]>(looks =>
    {
        var totals = RpcTotals.Empty;
        foreach (var look in looks ?? [])
        {
            var next = totals.Feed(View([.. look.Select(m => (
                $"s{m.Server % 3}", $"0:{m.Device % 3}",
                (NfsStatistics?)new NfsStatistics(m.Age, m.Requests, m.Transmissions, m.Requests % 7, m.Age, 0, 0)))]), Fixture.Now);
            if (totals.ByServer.Any(
                t => next.ByServer[t.Key].Requests < t.Value.Requests || next.ByServer[t.Key].Retransmissions < t.Value.Retransmissions))
            {
                return false;
            }

            totals = next;
        }

        return true;
    }));

    private static NfsStatistics Counted(long age, long requests) => new(age, requests, requests, 0, 0, 0, 0);

    private static MountsSnapshot View(params (string Server, string Device, NfsStatistics? Statistics)[] mounts) =>
        new([], [.. mounts.Select((m, i) => Fixture.Mount($"/mnt/{i}", m.Server, m.Device, m.Statistics))]);
}
