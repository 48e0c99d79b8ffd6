using AutomountAgent.Hosting;
using AutomountAgent.Model;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AgentTests.Hosting;

public class PollerTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly NodeStore store = new();

    private static Poller<RequiredSnapshot> Make(Func<CancellationToken, Task<RequiredSnapshot>> observe, TimeSpan deadline) => new(
        "required",
        Long,
        deadline,
        (_, cancel) => observe(cancel),
        (state, seen) => state with { Required = seen },
        TimeProvider.System,
        NullLogger.Instance);

    [Fact]
    public async Task WhatWasSeenIsPublished()
    {
        await Make(_ => Task.FromResult(new RequiredSnapshot([])), Long).PollAsync(store, TestContext.Current.CancellationToken);

        Assert.NotNull(store.State.Required!.Seen);
        Assert.Null(store.State.Required.Unavailable);
    }

    [Fact]
    public async Task EveryRunIsInTheStateByTheNameOfItsCheck()
    {
        var works = true;
        var check = Make(_ => works ? Task.FromResult(new RequiredSnapshot([])) : throw new IOException("no such thing"), Long);
        Assert.Empty(store.State.Checks);
        await check.PollAsync(store, TestContext.Current.CancellationToken);
        var good = store.State.Checks["required"];
        works = false;
        await check.PollAsync(store, TestContext.Current.CancellationToken);

        Assert.Equal(new CheckRun(true, store.State.Required!.At, store.State.Required.Took) { Interval = Long }, good);
        Assert.Equal(good with { Success = false }, Assert.Single(store.State.Checks).Value);
    }

    [Fact]
    public async Task AnExceptionIsAnObservationThatSaysWhy()
    {
        await Make(_ => throw new IOException("no such thing"), Long).PollAsync(store, TestContext.Current.CancellationToken);

        Assert.Null(store.State.Required!.Seen);
        Assert.Contains("no such thing", store.State.Required.Unavailable);
    }

    /// <summary>
    /// What a look that came too late does not tell is no news, and no all-clear; that looks fail is told at once, and that nothing is
    /// known soon.
    /// </summary>
    [Fact]
    public async Task TheLastLookStandsWhileTwoLooksFail()
    {
        var works = true;
        var check = Make(_ => works ? Task.FromResult(new RequiredSnapshot([])) : throw new IOException("not now"), Long);
        await check.PollAsync(store, TestContext.Current.CancellationToken);
        var seen = store.State.Required!;
        works = false;
        for (var failures = 1; failures <= 2; failures++)
        {
            await check.PollAsync(store, TestContext.Current.CancellationToken);
            Assert.Equal((seen.Seen, seen.At), (store.State.Required!.Seen, store.State.Required.At));
            Assert.Contains("not now", store.State.Required.Unavailable);
        }

        await check.PollAsync(store, TestContext.Current.CancellationToken);
        Assert.Null(store.State.Required!.Seen);

        works = true;
        await check.PollAsync(store, TestContext.Current.CancellationToken);
        Assert.Null(store.State.Required!.Unavailable);
        works = false;
        await check.PollAsync(store, TestContext.Current.CancellationToken);
        Assert.NotNull(store.State.Required!.Seen);
    }

    [Fact]
    public async Task AnOverrunIsPublishedAtTheDeadlineAndNotStartedTwice()
    {
        var stuck = new TaskCompletionSource<RequiredSnapshot>();
        var calls = 0;
        var check = Make(
            _ =>
            {
                calls++;
                return stuck.Task;
            },
            Short);

        await check.PollAsync(store, TestContext.Current.CancellationToken);
        Assert.Contains("no result within", store.State.Required!.Unavailable);
        await check.PollAsync(store, TestContext.Current.CancellationToken);
        Assert.Equal(1, calls);

        stuck.SetResult(new RequiredSnapshot([]));
        await check.PollAsync(store, TestContext.Current.CancellationToken);
        Assert.NotNull(store.State.Required.Seen);
    }

    [Fact]
    public async Task AnOverrunIsCancelled()
    {
        var cancelled = new TaskCompletionSource();
        var check = Make(
            async cancel =>
            {
                await using var registration = cancel.Register(cancelled.SetResult);
                await Task.Delay(Timeout.Infinite, cancel);
                throw new InvalidOperationException();
            },
            Short);

        await check.PollAsync(store, TestContext.Current.CancellationToken);

        await cancelled.Task.WaitAsync(Long, TestContext.Current.CancellationToken);
    }
}
