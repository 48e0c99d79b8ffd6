using AutomountAgent.Derive;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentTests.Derive;

public class ResponseHistoryTests
{
    private readonly FakeTimeProvider clock = new();
    private ResponseHistory history = ResponseHistory.Empty;

    [Fact]
    public void SlowIsMeasuredAgainstTheServersOwnMedian()
    {
        Answer(20, minutes: 10);
        Assert.Equal(TimeSpan.FromMilliseconds(20), history.Typical);

        Assert.Equal([false, false, true], Answers(150, 150, 150));
        Assert.Equal([false], Answers(20));
    }

    [Fact]
    public void OneOrTwoLateAnswersAreNothing()
    {
        Answer(20, minutes: 10);

        Assert.Equal([false, false, false, false, false], Answers(900, 900, 20, 900, 900));
    }

    [Fact]
    public void AServerThatIsFarAwayIsNotSlowAndFiftyMillisecondsAreNeverSlow()
    {
        Answer(180, minutes: 10);
        Assert.Equal([false, false, false, false], Answers(400, 400, 400, 400));

        history = ResponseHistory.Empty;
        Answer(1, minutes: 10);
        Assert.Equal([false, false, false, false], Answers(49, 49, 49, 49));
    }

    [Fact]
    public void WithoutAHistoryOnlyASecondIsSlow()
    {
        Assert.Equal([false, false, false], Answers(900, 900, 900));
        Assert.Equal([false, false, true], Answers(1100, 1100, 1100));
        Assert.Null(history.Typical);
    }

    [Fact]
    public void WhatStaysSlowForHalfAnHourBecomesTypical()
    {
        Answer(20, minutes: 60);
        Answer(200, minutes: 20);
        Assert.True(history.IsSlow);

        Answer(200, minutes: 15);
        Assert.False(history.IsSlow);
    }

    [Fact]
    public void WhatIsOlderThanAMinuteSaysNothingOfNow()
    {
        Answers(1100, 1100, 1100);
        Assert.True(history.IsSlowAt(clock.GetUtcNow().AddSeconds(59)));
        Assert.False(history.IsSlowAt(clock.GetUtcNow().AddSeconds(60)));
    }

    private List<bool> Answers(params int[] milliseconds) => [.. milliseconds.Select(m =>
    {
        clock.Advance(TimeSpan.FromSeconds(5));
        history = history.After(TimeSpan.FromMilliseconds(m), clock.GetUtcNow());
        return history.IsSlow;
    })];

    private void Answer(int milliseconds, int minutes) => Answers([.. Enumerable.Repeat(milliseconds, 12 * minutes + 1)]);
}
