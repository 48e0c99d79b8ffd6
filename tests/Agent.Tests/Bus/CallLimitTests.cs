using AutomountAgent.Bus;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentTests.Bus;

public sealed class CallLimitTests
{
    [Fact]
    public void OneUserAllUsersAndRootHavePlacesOfTheirOwn()
    {
        var slots = new CallSlots();

        Assert.All(Enumerable.Range(0, CallSlots.OfUser), _ => Assert.True(slots.TryTake(1000)));
        Assert.False(slots.TryTake(1000));
        for (uint user = 1001; user < 1001 + (CallSlots.OfUsers / CallSlots.OfUser) - 1; user++)
        {
            Assert.All(Enumerable.Range(0, CallSlots.OfUser), _ => Assert.True(slots.TryTake(user)));
        }

        Assert.False(slots.TryTake(2000));
        Assert.All(Enumerable.Range(0, CallSlots.OfRoot), _ => Assert.True(slots.TryTake(0)));
        Assert.False(slots.TryTake(0));
        slots.Return(1000);
        Assert.True(slots.TryTake(2000));
    }

    [Fact]
    public void CallsThatAreReceivedAreBounded()
    {
        var slots = new CallSlots();

        Assert.Equal(CallSlots.Max, Enumerable.Range(0, 1000).Count(_ => slots.TryReceive()));
        slots.Answered();
        Assert.True(slots.TryReceive());
        Assert.False(slots.TryReceive());
    }

    [Fact]
    public void TheFirstCallsDoNotWaitAndThoseOfAFloodDo()
    {
        var clock = new FakeTimeProvider();
        var pace = new CallPace(clock);

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.All(Enumerable.Range(0, CallPace.PerSecond + 1), _ => Assert.Equal(TimeSpan.Zero, pace.Next()));
        Assert.InRange(pace.Next().TotalMilliseconds, 0.1, 1);

        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.Zero, pace.Next());
    }
}
