using AgentTests.Support;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Model;

public class SteadyClockTests
{
    private readonly SteppedClock node = new();

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public void ANodeWhoseClockIsSetDoesNotMoveIt(int seconds)
    {
        var clock = new SteadyClock(node);
        var before = clock.GetUtcNow();
        node.Advance(TimeSpan.FromSeconds(5));

        node.Set(TimeSpan.FromSeconds(seconds));

        Assert.Equal(TimeSpan.FromSeconds(5), clock.GetUtcNow() - before);
        Assert.Equal(TimeSpan.FromSeconds(seconds), clock.Step);
        Assert.Equal(node.GetUtcNow(), clock.GetUtcNow() + clock.Step);
    }

    [Fact]
    public void ItStartsAtTheTimeOfTheNodeAndLessThanASecondIsNoStep()
    {
        var clock = new SteadyClock(node);
        Assert.Equal(node.GetUtcNow(), clock.GetUtcNow());

        node.Set(TimeSpan.FromMilliseconds(300));

        Assert.Equal(TimeSpan.Zero, clock.Step);
    }
}
