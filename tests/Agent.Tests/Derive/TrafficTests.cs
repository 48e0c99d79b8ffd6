using AutomountAgent.Derive;
using AutomountAgent.Model;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentTests.Derive;

public class TrafficTests
{
    private readonly FakeTimeProvider clock = new();
    private NfsStatistics counters = new(100, 50, 50, 0, 100, 50, 50) { Connects = 1, IdleSeconds = 40, Uses = 20, Work = 10, StatFs = 3 };
    private Traffic? traffic;

    public TrafficTests() => Look();

    [Fact]
    public void TheFirstLookBelievesTheTransportThatItWasIdle()
    {
        Assert.Equal(clock.GetUtcNow().AddSeconds(-40), traffic!.LastUse);
        Assert.Null(traffic.AnsweredAfter);
        Assert.Null(traffic.WaitingSince);
    }

    [Fact]
    public void RequestsWithoutRepliesWaitUntilAReplyComes()
    {
        var answered = clock.GetUtcNow();
        Look(counters with { Sends = 60, Receives = 60 });
        Assert.Equal(answered, traffic!.AnsweredAfter);

        Look(counters with { Sends = 62 });
        var since = clock.GetUtcNow();
        Look(counters with { Sends = 63 });
        Assert.Equal((3, since), (traffic!.Unanswered, traffic.WaitingSince));

        Look(counters with { Receives = 61 });
        Assert.Equal((0, null), (traffic!.Unanswered, traffic.WaitingSince));
    }

    [Fact]
    public void TheReplyToAKilledCallerIsAReply()
    {
        Look(counters with { Sends = 51 });
        Assert.NotNull(traffic!.WaitingSince);

        Look(counters with { LateReplies = 1 });
        Assert.Null(traffic!.WaitingSince);
    }

    [Fact]
    public void AKilledCallerWhoseReplyNeverComesIsForgottenWithTheNextReply()
    {
        Look(counters with { Sends = 51 });
        Look(counters with { Sends = 52, Receives = 51 });
        Look(counters with { Sends = 53, Receives = 52 });

        Assert.Null(traffic!.WaitingSince);
        Look();
        Assert.Null(traffic!.WaitingSince);
    }

    [Fact]
    public void AReconnectionBeginsAnewAndAMajorTimeoutIsAWait()
    {
        Look(counters with { Sends = 51 });
        Look(counters with { Connects = 2 });
        Assert.Null(traffic!.WaitingSince);

        Look(counters with { MajorTimeouts = 2 });
        Assert.Equal(2, traffic!.TimedOut);
        Assert.NotNull(traffic.WaitingSince);
        Look(counters with { Receives = 51, MajorTimeouts = 2 });
        Assert.Null(traffic!.WaitingSince);
    }

    [Fact]
    public void FailedLooksAreRememberedByTheLookBefore()
    {
        Look(counters with { LookErrors = 0 });
        Assert.Null(traffic!.LookFailedAfter);
        var before = clock.GetUtcNow();
        Look(counters with { LookErrors = 1 });
        Look();

        Assert.Equal(before, traffic!.LookFailedAfter);
    }

    /// <summary>The kernel's whole seconds: idle for 2 s is a reply of more than 2 s and less than 3 s ago.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    [InlineData(40, 5)]
    public void TheTransportTellsWhenTheNewestReplyCame(int idle, int secondsAgo)
    {
        Assert.Null(traffic!.RepliedAfter);

        Look(counters with { Sends = 60, Receives = 60, IdleSeconds = idle });
        var at = clock.GetUtcNow().AddSeconds(-secondsAgo);
        Assert.Equal(at, traffic!.RepliedAfter);

        // Without a new reply it stays, whatever the transport says: it is idle for 0 s as well when it lost its connection.
        Look(counters with { IdleSeconds = 0 });
        Assert.Equal(at, traffic!.RepliedAfter);
    }

    [Fact]
    public void AYoungerSuperblockIsAnotherOne()
    {
        Look(counters with { Sends = 51 });
        Look(new NfsStatistics(3, 1, 1, 0, 1, 1, 1));

        Assert.Null(traffic!.WaitingSince);
        Assert.Equal(clock.GetUtcNow(), traffic.Since);
    }

    [Fact]
    public void UseWorkAndStatFsAreToldApart()
    {
        Look(counters with { Requests = 60 });
        var idle = traffic!.LastUse;
        Assert.True(idle < clock.GetUtcNow().AddSeconds(-5));

        Look(counters with { Uses = 22, StatFs = 4 });
        Look(counters with { Uses = 24, StatFs = 5 });
        Assert.Equal((clock.GetUtcNow(), idle, 2), (traffic!.LastUse, traffic.LastWork, traffic.StatFsLooks));

        Look(counters with { Uses = 25, Work = 11 });
        Assert.Equal((clock.GetUtcNow(), 0), (traffic!.LastWork, traffic.StatFsLooks));
    }

    private void Look(NfsStatistics? now = null)
    {
        clock.Advance(TimeSpan.FromSeconds(5));
        counters = now ?? counters;
        traffic = Traffic.After(traffic, counters, clock.GetUtcNow());
    }
}
