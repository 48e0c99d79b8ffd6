using AutomountAgent.Collect.Ldap;
using Xunit;

namespace AgentTests.Collect.Ldap;

public class ReadPlanTests
{
    private static readonly DateTimeOffset Read = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private static bool IsDue(int entries, double secondsLater, double jitter = 0.5) => ReadPlan.IsDue(entries, Read, Interval, jitter, Read.AddSeconds(secondsLater));

    private static double Seconds(DateTimeOffset time) => Math.Round((time - Read).TotalSeconds);

    [Theory]
    [InlineData(1, 7, false)]
    [InlineData(1, 8, true)]
    [InlineData(1000, 52, false)]
    [InlineData(1000, 53, true)]
    [InlineData(100_000, 892, false)]
    [InlineData(100_000, 893, true)]
    public void LargeDirectoriesAreReadLessOften(int entries, double secondsLater, bool due) => Assert.Equal(due, IsDue(entries, secondsLater));

    [Theory]
    [InlineData(0, 46, false)]
    [InlineData(0, 47, true)]
    [InlineData(1, 58, false)]
    public void JitterStretchesTheTime(double jitter, double secondsLater, bool due) => Assert.Equal(due, IsDue(1000, secondsLater, jitter));

    [Fact]
    public void AClockThatWentBackDoesNotStopReading() => Assert.True(IsDue(1000, -1));

    [Fact]
    public void AnIntervalAboveFifteenMinutesIsKept() =>
        Assert.Equal(TimeSpan.FromHours(1), ReadPlan.Spacing(100_000, TimeSpan.FromHours(1)));

    [Theory]
    [InlineData(10, 3600, 1, 3600)] // A small map at once.
    [InlineData(10, 0, 1, 9)] // But not in every round.
    [InlineData(100_000, 86_400, 0, 86_400)] // A large one at once by the first node,
    [InlineData(100_000, 86_400, 1, 86_621)] // and minutes later by the last one.
    [InlineData(100_000, 60, 0.5, 892)] // Never more often than without a mark.
    [InlineData(100_000, -60, 0, -60)] // A clock that went back does not put it off.
    public void AChangeIsReadSoonButNotByAllNodesAtOnce(int entries, double secondsLater, double jitter, double due) =>
        Assert.Equal(due, Seconds(ReadPlan.AfterChange(entries, Read, Interval, jitter, Read.AddSeconds(secondsLater))));

    [Theory]
    [InlineData(10, 60)]
    [InlineData(1000, 600)]
    [InlineData(100_000, 900)]
    public void AWriteElsewhereBringsALateRead(int entries, double due) =>
        Assert.Equal(due, Seconds(ReadPlan.AfterUnknownWrite(entries, Interval, 0.5, Read)));

    [Fact]
    public void ADearQuestionIsAskedSeldom() =>
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)), (ReadPlan.CheckSpacing(TimeSpan.FromMilliseconds(1)), ReadPlan.CheckSpacing(TimeSpan.FromMilliseconds(300))));
}
