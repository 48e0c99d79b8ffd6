using AgentTests.Output;
using AgentTests.Support;
using Automount.Findings;
using AutomountAgent.Hosting;
using AutomountAgent.Model;
using AutomountAgent.Output.Journal;
using AutomountAgent.Rules;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AgentTests.Hosting;

public class JudgementTests
{
    private readonly SteppedClock node = new();

    /// <summary>The clock was wrong when the fault began and is right when it is shown: so is the time of its begin.</summary>
    [Fact]
    public async Task WhatIsShownHasTheTimesOfTheNodesClock()
    {
        using var judgement = new Judgement("worker-1", new SteadyClock(node), new FindingLog(NullLogger<FindingLog>.Instance));
        var began = node.GetUtcNow();
        await judgement.NextAsync(Fixture.State, Patience.Minute);
        node.Set(TimeSpan.FromHours(-2));
        node.Advance(TimeSpan.FromMinutes(1));

        var shown = await judgement.NextAsync(Fixture.State, Patience.Minute);

        Assert.Equal(node.GetUtcNow(), shown.Time);
        Assert.All(shown.Findings, f => Assert.Equal(began.AddHours(-2), f.Since));
        Assert.All(shown.Links, l => Assert.Equal(began.AddHours(-2), l.Since));
        Assert.All(judgement.Report!.Findings, f => Assert.Equal(began, f.Since));
        Assert.Same(Fixture.State, judgement.Newest!.State);
    }

    /// <summary>A restart would meet the same state again: it is said, and the next verdict is another try.</summary>
    [Fact]
    public async Task RulesThatFailAreAVerdict()
    {
        var fails = true;
        using var judgement = Make((state, before, name, time) => fails
            ? throw new InvalidOperationException("no such key")
            : ChainJudge.Judge(state, before, name, time));

        var failed = await judgement.NextAsync(Fixture.State, Patience.Minute);
        fails = false;
        var good = await judgement.NextAsync(Fixture.State, Patience.Minute);

        Assert.Equal("map/not-judged", Assert.Single(failed.Findings).Kind.Code);
        Assert.All(failed.Links, link => Assert.Equal(Verdict.Unknown, link.State));
        Assert.All(failed.Links, link => Assert.Contains("InvalidOperationException: no such key", link.Reason));
        Assert.DoesNotContain(good.Findings, finding => finding.Kind.Code == "map/not-judged");
    }

    /// <summary>What was broken is not cured by a verdict that was given up.</summary>
    [Fact]
    public async Task TheFindingsOfBeforeStandWhenRulesFail()
    {
        var fails = false;
        using var judgement = Make((state, before, name, time) => fails
            ? throw new InvalidOperationException("no such key")
            : ChainJudge.Judge(state, before, name, time));
        var before = await judgement.NextAsync(Fixture.State, Patience.Minute);
        fails = true;

        var after = await judgement.NextAsync(Fixture.State, Patience.Minute);

        Assert.Equal(Verdict.Broken, before.Verdict);
        Assert.Equal(before.FirstBroken!.Identity, after.FirstBroken!.Identity);
        Assert.DoesNotContain(after.Links, link => link.State is Verdict.Ok or Verdict.Degraded);
    }

    private Judgement Make(JudgeChain judge) =>
        new("worker-1", new SteadyClock(node), new FindingLog(NullLogger<FindingLog>.Instance), judge);
}
