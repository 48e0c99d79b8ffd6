using AgentTests.Support;
using AutomountAgent.Chain;
using AutomountAgent.Observe.Mounts;
using Xunit;

namespace AgentTests.Chain;

/// <summary>A look at the mount table that came too late is not the news that there are no mounts.</summary>
public class FailedLookTests
{
    private static readonly MountsView View = Mounts.Samples.View();

    [Theory]
    [InlineData(5, true)]
    [InlineData(29, true)]
    [InlineData(30, false)]
    public void TheLastLookStandsForHalfAMinute(int secondsLater, bool stands)
    {
        var before = NodeState.Empty.WithMounts(Some.Seen(View));

        var after = before.WithMounts(new(Some.Time.AddSeconds(secondsLater), TimeSpan.Zero, null, "no result within 5 s"));

        Assert.Equal(stands ? before.Mounts : null, after.Mounts!.Seen is null ? null : after.Mounts);
        Assert.Equal(stands ? null : "no result within 5 s", after.Mounts!.Unavailable);
    }

    [Fact]
    public void WithoutALookBeforeItIsUnknown() =>
        Assert.Null(NodeState.Empty.WithMounts(Some.Unavailable<MountsView>("no result within 5 s")).Mounts!.Seen);
}
