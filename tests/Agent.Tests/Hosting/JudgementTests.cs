using AgentTests.Output;
using AgentTests.Support;
using Automount.Findings;
using AutomountAgent.Hosting;
using AutomountAgent.Model;
using AutomountAgent.Output.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AgentTests.Hosting;

public class JudgementTests
{
    private readonly SteppedClock node = new();

    /// <summary>The clock was wrong when the fault began and is right when it is shown: so is the time of its begin.</summary>
    [Fact]
    public void WhatIsShownHasTheTimesOfTheNodesClock()
    {
        var judgement = new Judgement("worker-1", new SteadyClock(node), new FindingLog(NullLogger<FindingLog>.Instance));
        var began = node.GetUtcNow();
        judgement.Next(Fixture.State);
        node.Set(TimeSpan.FromHours(-2));
        node.Advance(TimeSpan.FromMinutes(1));

        var shown = judgement.Next(Fixture.State);

        Assert.Equal(node.GetUtcNow(), shown.Time);
        Assert.All(shown.Findings, f => Assert.Equal(began.AddHours(-2), f.Since));
        Assert.All(shown.Links, l => Assert.Equal(began.AddHours(-2), l.Since));
        Assert.All(judgement.Report!.Findings, f => Assert.Equal(began, f.Since));
        Assert.Same(Fixture.State, judgement.Newest!.State);
    }
}
