using AgentTests.Support;
using AutomountAgent.Derive;
using AutomountAgent.Hosting;
using AutomountAgent.Model;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentTests.Hosting;

public sealed class PollPlanTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider clock = new();
    private readonly NodeStore store = new();
    private readonly List<string> polls = [];
    private readonly TaskCompletionSource firstRound = new();
    private readonly CancellationTokenSource end = new();

    public void Dispose() => end.Dispose();

    [Fact]
    public async Task APollerBeginsWhenWhatItNeedsIsThere()
    {
        var slow = new TaskCompletionSource<MountsSnapshot>();
        var plan = new PollPlan(Make("next", Done(new RequiredSnapshot([])), typeof(MountsSnapshot)), Make("slow", slow.Task));
        var running = plan.RunAsync(store, clock, firstRound, end.Token);
        await Patience.UntilAsync(() => Polls() is ["slow"]);

        slow.SetResult(new([], []));

        await firstRound.Task.WaitAsync(Patience.Minute);
        Assert.Equal(["slow", "next"], Polls());
        await EndAsync(running);
    }

    /// <summary>Not even a first poll waits long for what it needs, and afterwards each poller has a clock of its own.</summary>
    [Fact]
    public async Task APollerThatIsStuckHoldsUpNoOtherForLong()
    {
        var stuck = new TaskCompletionSource<MountsSnapshot>();
        var plan = new PollPlan(Make("stuck", stuck.Task), Make("next", Done(new RequiredSnapshot([])), typeof(MountsSnapshot)));
        var running = plan.RunAsync(store, clock, firstRound, end.Token);
        await Patience.UntilAsync(() => Polls() is ["stuck"]);
        Assert.True(plan.IsAlive);

        clock.Advance(PollPlan.MaxWait);

        await Patience.UntilAsync(() => Polls() is ["stuck", "next"]);
        Assert.False(firstRound.Task.IsCompleted);
        Assert.True(plan.IsAlive);
        plan.Pollers.Last().Wake();
        await Patience.UntilAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return Polls() is ["stuck", "next", "next", ..];
        });
        stuck.SetResult(new([], []));
        await firstRound.Task.WaitAsync(Patience.Minute);
        await EndAsync(running);
    }

    /// <summary>The wait for a poller begins when that has begun: one that waited itself is not given up early.</summary>
    [Fact]
    public async Task TheWaitBeginsWithTheFirstPollOfWhatIsNeeded()
    {
        var (one, two) = (new TaskCompletionSource<MountsSnapshot>(), new TaskCompletionSource<ServersSnapshot>());
        var plan = new PollPlan(
            Make("one", one.Task),
            Make("two", two.Task, typeof(MountsSnapshot)),
            Make("three", Done(new RequiredSnapshot([])), typeof(ServersSnapshot)));
        var running = plan.RunAsync(store, clock, firstRound, end.Token);
        await Patience.UntilAsync(() => Polls() is ["one"]);
        clock.Advance(PollPlan.MaxWait);
        await Patience.UntilAsync(() => Polls() is ["one", "two"]);

        clock.Advance(PollPlan.MaxWait / 2);
        Assert.Equal(["one", "two"], Polls());
        clock.Advance(PollPlan.MaxWait / 2);

        await Patience.UntilAsync(() => Polls() is ["one", "two", "three"]);
        one.SetResult(new([], []));
        two.SetResult(new([]));
        await EndAsync(running);
    }

    [Fact]
    public async Task OneRoundPollsAgainWhatItHasOutdated()
    {
        var plan = new PollPlan(
            Make("mounts", Done(new MountsSnapshot([], []))),
            new Poller<RequiredSnapshot>(
                "required", Minute, Minute, Count("required", Done(new RequiredSnapshot([]))), (s, _) => s, clock, NullLogger.Instance)
            {
                Needs = [typeof(MountsSnapshot)],
                Outdates = [typeof(MountsSnapshot)],
            });

        await plan.RunOnceAsync(store, end.Token);

        Assert.Equal(["mounts", "required", "mounts"], Polls());
    }

    /// <summary>The poll of the leader that came before the follower ran is followed, too.</summary>
    [Fact]
    public async Task APollerThatFollowsPollsAfterEachPollOfTheOther()
    {
        var leader = Make("leader", Done(new MountsSnapshot([], [])));
        var follower = new Poller<ServersSnapshot>(
            "follower", Minute, Minute, Count("follower", Done(new ServersSnapshot([]))), (s, _) => s, clock, NullLogger.Instance)
        {
            Needs = [typeof(MountsSnapshot)],
            Follows = leader,
        };
        var running = new PollPlan(leader, follower).RunAsync(store, clock, firstRound, end.Token);
        await Patience.UntilAsync(() => Polls() is ["leader", "follower", "follower"]);

        leader.Wake();
        await Patience.UntilAsync(() => Polls() is [_, _, _, "leader", "follower"]);
        await EndAsync(running);
    }

    [Fact]
    public void ACircleOfNeedsIsRefused()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new PollPlan(
            Make("mounts", Done(new MountsSnapshot([], [])), typeof(RequiredSnapshot)),
            Make("required", Done(new RequiredSnapshot([])), typeof(MountsSnapshot))));

        Assert.Contains("mounts, required", error.Message);
    }

    [Fact]
    public void WhatNobodyCollectsCannotBeNeeded() =>
        Assert.Throws<InvalidOperationException>(
            () => new PollPlan(Make("required", Done(new RequiredSnapshot([])), typeof(MountsSnapshot))));

    /// <summary>A poller contains what its collector throws. What it throws itself must end the plan, not only a loop of it.</summary>
    [Fact]
    public async Task AFailureOfTheAgentEndsThePlan()
    {
        // The collector counts: to publish is tried again when another poller was first.
        var collected = 0;
        var fails = new Poller<RequiredSnapshot>(
            "fails",
            Minute,
            Minute,
            (_, _) =>
            {
                collected++;
                return Done(new RequiredSnapshot([]));
            },
            (state, _) => collected == 1 ? state : throw new InvalidOperationException("cannot publish"),
            clock,
            NullLogger.Instance);
        var running = new PollPlan(fails, Make("other", Done(new MountsSnapshot([], [])))).RunAsync(store, clock, firstRound, end.Token);
        await firstRound.Task.WaitAsync(Patience.Minute);

        fails.Wake();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => running.WaitAsync(Patience.Minute));
        Assert.Equal("cannot publish", failure.Message);
    }

    [Fact]
    public async Task ASecondPlanMayFindTheFirstRoundDone()
    {
        firstRound.SetResult();

        var running = new PollPlan(Make("again", Done(new MountsSnapshot([], [])))).RunAsync(store, clock, firstRound, end.Token);

        await Patience.UntilAsync(() => Polls() is ["again"]);
        await EndAsync(running);
    }

    private static Task<T> Done<T>(T snapshot) => Task.FromResult(snapshot);

    private Poller<T> Make<T>(string name, Task<T> answer, params Type[] needs)
        where T : class =>
            new(name, Minute, 10 * Minute, Count(name, answer), (state, _) => state, clock, NullLogger.Instance) { Needs = needs };

    private Func<NodeState, CancellationToken, Task<T>> Count<T>(string name, Task<T> answer) => (_, _) =>
    {
        lock (polls)
        {
            polls.Add(name);
        }

        return answer;
    };

    private List<string> Polls()
    {
        lock (polls)
        {
            return [.. polls];
        }
    }

    private async Task EndAsync(Task running)
    {
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
