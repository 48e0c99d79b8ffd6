using System.Collections.Immutable;
using System.Net;
using AgentTests.Support;
using AutomountAgent.Collect.Servers;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Servers;

/// <summary>When a server is asked: each case is one server at one moment.</summary>
public class ServerPaceTests
{
    private const string Host = "nfs1.example.com";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly IPAddress First = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Second = IPAddress.Parse("192.0.2.2");

    [Fact]
    public void AServerThatWasNeverAskedIsAsked() =>
        Assert.True(new ServerPace(Planned(), null, null, Interval, Now).IsDue(TimeSpan.Zero, 0));

    [Theory]
    [InlineData(true, false, false, 3)]
    [InlineData(false, true, false, 3)]
    [InlineData(false, false, false, 20)]
    [InlineData(false, false, true, 60)]
    [InlineData(true, false, true, 3)]
    internal void AServerThatIsUpIsAskedTheMoreOftenTheMoreItIsNeeded(bool mounted, bool required, bool hostReplies, int seconds)
    {
        var planned = new PlannedServer(Some.Server(Host).Target, [], mounted) { Required = required };

        Assert.Equal(seconds, Pause(Up(planned) with { HostReplies = hostReplies }));
    }

    [Fact]
    public void ARecentReplyStandsForAnAnswer()
    {
        var pace = Up(Planned((First, 1.5)));

        Assert.Equal([First], pace.Spared);
        Assert.Equal((Now.AddSeconds(-1.5), 60), (pace.RepliedAt, Pause(pace)));
    }

    [Fact]
    public void AnOlderReplyDoesNot()
    {
        var pace = Up(Planned((First, ServerPace.MaxReplyAge.TotalSeconds)));

        Assert.Equal((true, null, 3), (pace.Spared.IsEmpty, pace.RepliedAt, Pause(pace)));
    }

    /// <summary>A reply proves its address alone: the other one is asked, and the oldest reply counts where all have one.</summary>
    [Fact]
    public void EachAddressInUseNeedsAReply()
    {
        var one = Up(Planned((First, 0), (Second, null)));
        Assert.Equal([First], one.Spared);
        Assert.Equal((null, 3), (one.RepliedAt, Pause(one)));

        var both = Up(Planned((First, 0), (Second, 1)));
        Assert.Equal([First, Second], both.Spared);
        Assert.Equal((Now.AddSeconds(-1), 60), (both.RepliedAt, Pause(both)));
    }

    [Fact]
    public void AMountThatTellsNoAddressProvesNothing() => Assert.Null(Up(Planned()).RepliedAt);

    /// <summary>What is slow, or comes back, has to be measured: replies to mounts do not stand for its answers.</summary>
    [Theory]
    [InlineData(HealthState.Slow, HealthState.Slow)]
    [InlineData(HealthState.Slow, HealthState.Healthy)]
    [InlineData(HealthState.Healthy, HealthState.Slow)]
    [InlineData(HealthState.Hung, HealthState.Healthy)]
    internal void AServerThatIsNotKnownToBeWellIsAskedInEveryRound(HealthState state, HealthState next)
    {
        var server = Some.Server(Host);
        var pace = new ServerPace(Planned((First, 0)), server, Health(server, state, next, null), Interval, Now) { HostReplies = true };

        Assert.Equal((true, null, 3), (pace.Spared.IsEmpty, pace.RepliedAt, Pause(pace)));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(119, 3)]
    [InlineData(120, 10)]
    [InlineData(239, 10)]
    [InlineData(240, 20)]
    [InlineData(480, 40)]
    [InlineData(960, 60)]
    [InlineData(1_000_000_000, 60)]
    internal void AServerThatIsDownIsAskedTheLessOftenTheLonger(int secondsDown, int pause) =>
        Assert.Equal(pause, Pause(Down(secondsDown, Planned((First, 3600)))));

    /// <summary>A cure is earlier, never later: 0.8 of the time at least.</summary>
    [Fact]
    public void NodesThatLostAServerTogetherDoNotAskItTogether()
    {
        var pace = Down(3600, Planned());

        Assert.Equal((48, 54, 60), (Pause(pace, 0), Pause(pace, 0.5), Pause(pace)));
    }

    [Fact]
    public void AReplyToAMountEndsTheWait() => Assert.Equal(1, Pause(Down(3600, Planned((First, 4), (Second, null)))));

    [Fact]
    public void AServerWhoseHealthNobodyJudgedYetIsAsked()
    {
        Assert.Equal(3, Pause(new ServerPace(Planned((First, 0)), Some.Server(Host), null, Interval, Now)));
        Assert.Equal(3, Pause(new ServerPace(Planned(), Some.Server(Host, ServerOutcome.Hung), null, Interval, Now)));
    }

    private static PlannedServer Planned(params (IPAddress Address, double? Age)[] inUse) =>
        new(Some.Server(Host).Target, [.. inUse.Select(row => row.Address)], true)
        {
            Replies = inUse.Where(row => row.Age.HasValue)
                .ToImmutableDictionary(row => row.Address, row => Now.AddSeconds(-row.Age!.Value)),
        };

    private static ServerPace Up(PlannedServer planned)
    {
        var server = Some.Server(Host);
        return new(planned, server, Health(server, HealthState.Healthy, HealthState.Healthy, null), Interval, Now);
    }

    /// <summary>It was asked five seconds ago.</summary>
    private static ServerPace Down(int seconds, PlannedServer planned)
    {
        var server = Some.Server(Host, ServerOutcome.Hung) with { AskedAt = Now.AddSeconds(-5) };
        return new(planned, server, Health(server, HealthState.Hung, HealthState.Hung, Now.AddSeconds(-seconds)), Interval, Now);
    }

    private static ServerHealth Health(ServerState server, HealthState state, HealthState next, DateTimeOffset? silentSince) =>
        new(server, new(state, Now, next, Now), server, ResponseHistory.Empty, silentSince);

    /// <summary>The first whole second at which it is due.</summary>
    private static int Pause(ServerPace pace, double spread = 1) =>
        Enumerable.Range(0, 100).First(seconds => pace.IsDue(TimeSpan.FromSeconds(seconds), spread));
}
