using AutomountAgent.Derive;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static AutomountAgent.Derive.HealthState;

namespace AgentTests.Derive;

public class SettledTests
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void AFaultCountsAtOnceAndItsCureWhenTwoRoundsAgree()
    {
        Assert.Equal([Healthy, Hung, Hung, Healthy, Healthy], States(Healthy, Hung, Healthy, Healthy, Healthy));
        Assert.Equal([Hung, Hung, Failed], States(Hung, Hung, Failed));
    }

    [Fact]
    public void AServerThatAnswersNowAndThenDoesNotFlap() =>
        Assert.Equal([Healthy, Hung, Hung, Hung, Hung, Hung, Hung], States(Healthy, Hung, Healthy, Hung, Healthy, Hung, Healthy));

    [Fact]
    public void SlownessMustLastToBeSaidAndToBeTakenBack()
    {
        Assert.Equal([Healthy, Healthy, Healthy, Slow], States(Healthy, Slow, Slow, Slow));
        Assert.Equal([Slow, Slow, Slow, Healthy], States(Slow, Healthy, Healthy, Healthy));
        Assert.Equal([Healthy, Healthy, Healthy, Healthy, Healthy], States(Healthy, Slow, Healthy, Slow, Healthy));
        Assert.Equal([Slow, Hung], States(Slow, Hung));
    }

    [Fact]
    public void WhatIsNotKnownAnyMoreIsHeldForARoundToo()
    {
        Assert.Equal([Hung, Hung, Unknown, Healthy], States(Hung, Unknown, Unknown, Healthy));
        Assert.Equal([Unknown, Healthy], States(Unknown, Healthy));
    }

    [Fact]
    public void TwoLooksAtOneMomentAreOne()
    {
        var hung = Settled.First(Hung, clock.GetUtcNow());
        clock.Advance(Round);
        var once = hung.After(Healthy, clock.GetUtcNow());

        Assert.Equal(Hung, once.After(Healthy, clock.GetUtcNow()).State);
    }

    [Fact]
    public void AStateKeepsTheTimeSinceWhichItCounts()
    {
        var start = clock.GetUtcNow();
        var settled = Settled.First(Hung, start);
        clock.Advance(Round);

        Assert.Equal(start, settled.After(Hung, clock.GetUtcNow()).Since);
        Assert.Equal(clock.GetUtcNow(), settled.After(Failed, clock.GetUtcNow()).Since);
    }

    private List<HealthState> States(params HealthState[] evidence)
    {
        var settled = Settled.First(evidence[0], clock.GetUtcNow());
        var states = new List<HealthState> { settled.State };
        foreach (var next in evidence.Skip(1))
        {
            clock.Advance(Round);
            settled = settled.After(next, clock.GetUtcNow());
            states.Add(settled.State);
        }

        return states;
    }
}
