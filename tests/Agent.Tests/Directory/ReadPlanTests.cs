using AutomountAgent.Maps;
using AutomountAgent.Observe.Directory;
using Xunit;

namespace AgentTests.LdapDirectory;

public class ReadPlanTests
{
    private static readonly DateTimeOffset Read = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private static DomainDirectory Directory(int entries, DirectoryOutcome outcome = DirectoryOutcome.Answered) => new(
        "example", "dc=x", "auto.master", [], outcome, "",
        [new MapContent("auto.home", null, [.. Enumerable.Repeat(new MapRecord("k", "v"), entries)])],
        outcome == DirectoryOutcome.Answered ? Read : null);

    private static bool IsDue(DomainDirectory? previous, double secondsLater, DateTimeOffset? changedAt = null, string master = "auto.master", double jitter = 1) =>
        ReadPlan.IsFullReadDue(previous, master, changedAt, Interval, jitter, Read.AddSeconds(secondsLater));

    [Fact]
    public void TheFirstReadIsFull() => Assert.True(IsDue(null, 0));

    [Fact]
    public void AfterAFailureTheReadIsFull() => Assert.True(IsDue(Directory(10, DirectoryOutcome.Refused), 1));

    [Theory]
    [InlineData(1, 7, false)]
    [InlineData(1, 8, true)]
    [InlineData(1000, 52, false)]
    [InlineData(1000, 53, true)]
    [InlineData(100_000, 892, false)]
    [InlineData(100_000, 893, true)]
    public void LargeDirectoriesAreReadLessOften(int entries, double secondsLater, bool due) => Assert.Equal(due, IsDue(Directory(entries), secondsLater));

    [Theory]
    [InlineData(0.9, 46, false)]
    [InlineData(0.9, 47, true)]
    [InlineData(1.1, 58, false)]
    public void JitterStretchesTheTime(double jitter, double secondsLater, bool due) =>
        Assert.Equal(due, IsDue(Directory(1000), secondsLater, jitter: jitter));

    [Theory]
    [InlineData(-10, false)]
    [InlineData(5, true)]
    [InlineData(3600, false)]
    public void AChangedConfigurationIsReadAtOnceButNotOneFromTheFuture(double changedLater, bool due) =>
        Assert.Equal(due, IsDue(Directory(1000), 10, Read.AddSeconds(changedLater)));

    [Fact]
    public void AnotherMasterMapIsReadAtOnce() => Assert.True(IsDue(Directory(1000), 1, master: "auto_master"));

    [Fact]
    public void AClockThatWentBackDoesNotStopReading() => Assert.True(IsDue(Directory(1000), -1));

    [Fact]
    public void AnIntervalAboveFifteenMinutesIsKept() =>
        Assert.Equal(TimeSpan.FromHours(1), ReadPlan.Spacing(100_000, TimeSpan.FromHours(1)));
}
