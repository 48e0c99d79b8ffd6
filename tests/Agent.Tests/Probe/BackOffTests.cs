using Automount.Maps;
using AutomountAgent.Model;
using AutomountAgent.Probe;
using Xunit;

namespace AgentTests.Probe;

public class BackOffTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void ItDoublesFromFiveSecondsToTwenty()
    {
        var backOff = new BackOff();
        Assert.True(backOff.IsDue(Start));

        foreach (var seconds in (int[])[5, 10, 20, 20])
        {
            backOff.MarkFailure(Start);
            Assert.False(backOff.IsDue(Start.AddSeconds(seconds - 0.1)));
            Assert.True(backOff.IsDue(Start.AddSeconds(seconds)));
        }

        backOff.MarkSuccess();
        Assert.True(backOff.IsDue(Start));
    }

    [Fact]
    public void QuarantineEndsWithAnAnswerThatIsNewerThanTheHang()
    {
        var target = new ServerTarget("nfs1", 4, 2049);
        var quarantine = new Quarantine();
        quarantine.Add(target, Start);

        quarantine.Release(null);
        quarantine.Release(Seen(ServerOutcome.Up, Start.AddSeconds(-1)));
        quarantine.Release(Seen(ServerOutcome.Hung, Start.AddSeconds(1)));
        Assert.True(quarantine.Contains(target));
        Assert.False(quarantine.Contains(target with { Host = "nfs2" }));

        quarantine.Release(Seen(ServerOutcome.Up, Start.AddSeconds(2)));
        Assert.False(quarantine.Contains(target));

        ServersSnapshot Seen(ServerOutcome outcome, DateTimeOffset at) =>
            new([new(target, "", outcome, "", null, 1, true) { AskedAt = at }]);
    }
}
