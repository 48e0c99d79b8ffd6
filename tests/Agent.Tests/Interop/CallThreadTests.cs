using AutomountAgent.Interop;
using Xunit;

namespace AgentTests.Interop;

public sealed class CallThreadTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(30);

    private readonly CallThread calls = new("test library", TimeProvider.System);
    private readonly ManualResetEventSlim release = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        release.Set();
        calls.Dispose();
    }

    [Fact]
    public async Task CallsRunOneAfterTheOtherOnOneNamedThread()
    {
        var first = await calls.RunAsync(() => Thread.CurrentThread, Long, Cancel);
        var second = await calls.RunAsync(() => Thread.CurrentThread, Long, Cancel);

        Assert.Same(first, second);
        Assert.Equal("test library", first.Name);
        Assert.True(first.IsBackground);
    }

    [Fact]
    public async Task TheCallerIsFreedAtTheDeadlineWhileTheCallGoesOn()
    {
        var returned = new TaskCompletionSource();
        var stuck = calls.RunAsync(() => Block(returned), Short, Cancel);

        var e = await Assert.ThrowsAsync<TimeoutException>(() => stuck);

        Assert.Equal("test library did not answer within 0.03 s", e.Message);
        Assert.False(returned.Task.IsCompleted);
        release.Set();
        await returned.Task.WaitAsync(Long, Cancel);
    }

    [Fact]
    public async Task AnotherCallWhileOneIsStuckFailsAtOnceAndIsNeverRun()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => calls.RunAsync(() => Block(new()), Short, Cancel));
        var ran = false;

        var e = await Assert.ThrowsAsync<CallOutstandingException>(() => calls.RunAsync(() => ran = true, Long, Cancel));

        Assert.Equal("test library: an earlier call has not returned yet", e.Message);
        release.Set();
        Assert.False(ran);
    }

    [Fact]
    public async Task CallsWorkAgainOnceTheStuckOneHasReturned()
    {
        var returned = new TaskCompletionSource();
        await Assert.ThrowsAsync<TimeoutException>(() => calls.RunAsync(() => Block(returned), Short, Cancel));
        release.Set();
        await returned.Task.WaitAsync(Long, Cancel);

        var answer = 0;
        while (answer == 0)
        {
            try
            {
                answer = await calls.RunAsync(() => 42, Long, Cancel);
            }
            catch (CallOutstandingException)
            {
                await Task.Yield(); // The delegate has signalled, its thread is about to mark it as returned.
            }
        }

        Assert.Equal(42, answer);
    }

    [Fact]
    public async Task WhatTheCallThrowsReachesTheCallerAndTheNextCallWorks()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => calls.RunAsync<int>(() => throw new InvalidDataException(), Long, Cancel));

        Assert.Equal(1, await calls.RunAsync(() => 1, Long, Cancel));
    }

    [Fact]
    public async Task CancellingEndsTheWaiting()
    {
        using var source = new CancellationTokenSource();
        var stuck = calls.RunAsync(() => Block(new()), Long, source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stuck);
    }

    [Fact]
    public async Task AThreadThatWasGivenUpReportsThatItsCallHasReturnedAndEnds()
    {
        var thread = new TaskCompletionSource<Thread>();
        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously); // Not on the thread that is joined.
        var stuck = calls.RunAsync(
            () =>
            {
                thread.SetResult(Thread.CurrentThread);
                return Block(new());
            },
            Short,
            Cancel);
        await Assert.ThrowsAsync<TimeoutException>(() => stuck);
        Assert.False(calls.IsFree);

        Assert.True(calls.GiveUp(back.SetResult));

        await Assert.ThrowsAsync<ObjectDisposedException>(() => calls.RunAsync(() => 1, Long, Cancel));
        Assert.False(back.Task.IsCompleted);
        release.Set();
        await back.Task.WaitAsync(Long, Cancel);
        Assert.True((await thread.Task).Join(Long));
    }

    [Fact]
    public async Task AThreadWithoutACallIsGivenUpWithoutAReport()
    {
        Assert.Equal(1, await calls.RunAsync(() => 1, Long, Cancel));

        Assert.False(calls.GiveUp(() => Assert.Fail("no call is outstanding")));
    }

    [Fact]
    public async Task ADisposedThreadTakesNoCalls()
    {
        var thread = await calls.RunAsync(() => Thread.CurrentThread, Long, Cancel);

        calls.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => calls.RunAsync(() => 1, Long, Cancel));
        Assert.True(thread.Join(Long));
    }

    private bool Block(TaskCompletionSource returned)
    {
        release.Wait(Long);
        returned.SetResult();
        return true;
    }
}
