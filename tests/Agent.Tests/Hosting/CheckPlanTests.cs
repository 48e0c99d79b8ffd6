using AgentTests.Support;
using AutomountAgent.Hosting;
using AutomountAgent.Model;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentTests.Hosting;

public sealed class CheckPlanTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider clock = new();
    private readonly NodeStore store = new();
    private readonly List<string> looks = [];
    private readonly TaskCompletionSource firstRound = new();
    private readonly CancellationTokenSource end = new();

    public void Dispose() => end.Dispose();

    [Fact]
    public async Task AStageLooksWhenTheOneBeforeIsDone()
    {
        var slow = new TaskCompletionSource<RequiredView>();
        var plan = Plan(Make("slow", slow.Task), Make("next"));
        var running = plan.RunAsync(store, clock, firstRound, end.Token);
        await Patience.UntilAsync(() => Looks() is ["slow"]);

        slow.SetResult(new([]));

        await firstRound.Task.WaitAsync(Patience.Minute);
        Assert.Equal(["slow", "next"], Looks());
        await EndAsync(running);
    }

    /// <summary>Not even its first look needs the other one, and afterwards each has a clock of its own.</summary>
    [Fact]
    public async Task AStageThatIsStuckHoldsUpNoOtherForLong()
    {
        var stuck = new TaskCompletionSource<RequiredView>();
        var plan = Plan(Make("stuck", stuck.Task), Make("next"));
        var running = plan.RunAsync(store, clock, firstRound, end.Token);
        await Patience.UntilAsync(() => Looks() is ["stuck"]);
        Assert.True(plan.IsAlive);

        clock.Advance(CheckPlan.StagePatience);

        await Patience.UntilAsync(() => Looks() is ["stuck", "next"]);
        Assert.False(firstRound.Task.IsCompleted);
        Assert.True(plan.IsAlive);
        plan.Checks.Last().Wake();
        await Patience.UntilAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return Looks() is ["stuck", "next", "next", ..];
        });
        stuck.SetResult(new([]));
        await firstRound.Task.WaitAsync(Patience.Minute);
        await EndAsync(running);
    }

    [Fact]
    public async Task ACheckThatStandsTwiceBeginsOnce()
    {
        var twice = Make("twice");
        var plan = new CheckPlan([[twice], [Make("between")], [twice]]);

        var running = plan.RunAsync(store, clock, firstRound, end.Token);

        await firstRound.Task.WaitAsync(Patience.Minute);
        Assert.Equal(["twice", "between"], Looks());
        await EndAsync(running);
    }

    /// <summary>A check contains what its observer throws. What it throws itself must end the plan, not only a loop of it.</summary>
    [Fact]
    public async Task AFailureOfTheAgentEndsThePlan()
    {
        var looked = 0;
        var fails = new Check<RequiredView>(
            "fails",
            Minute,
            Minute,
            (_, _) => Task.FromResult(new RequiredView([])),
            (state, _) => ++looked == 1 ? state : throw new InvalidOperationException("cannot publish"),
            clock,
            NullLogger.Instance);
        var running = Plan(fails, Make("other")).RunAsync(store, clock, firstRound, end.Token);
        await firstRound.Task.WaitAsync(Patience.Minute);

        fails.Wake();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => running.WaitAsync(Patience.Minute));
        Assert.Equal("cannot publish", failure.Message);
    }

    [Fact]
    public async Task ASecondPlanMayFindTheFirstRoundDone()
    {
        firstRound.SetResult();

        var running = Plan(Make("again")).RunAsync(store, clock, firstRound, end.Token);

        await Patience.UntilAsync(() => Looks() is ["again"]);
        await EndAsync(running);
    }

    private static CheckPlan Plan(params Check[] stages) => new([.. stages.Select(check => new[] { check })]);

    private Check<RequiredView> Make(string name, Task<RequiredView>? answer = null) => new(
        name,
        Minute,
        10 * Minute,
        (_, _) =>
        {
            lock (looks)
            {
                looks.Add(name);
            }

            return answer ?? Task.FromResult(new RequiredView([]));
        },
        (state, _) => state,
        clock,
        NullLogger.Instance);

    private List<string> Looks()
    {
        lock (looks)
        {
            return [.. looks];
        }
    }

    private async Task EndAsync(Task running)
    {
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
