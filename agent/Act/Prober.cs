using AutomountAgent.Report.Metrics;

namespace AutomountAgent.Act;

/// <summary>
/// Touches paths through one expendable child process, one path at a time. The verdict is there at the deadline, whatever the child does:
/// it is killed, not waited for, and the next request gets a fresh one. Started on demand; closed after 30 s without a request.
/// Thread-safe.
/// </summary>
public sealed class Prober : IDisposable
{
    /// <summary>So many children that even SIGKILL does not end are the sign to stop making more.</summary>
    private const int MaximumAbandoned = 4;

    private const int LongestPath = 4095;

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReapInterval = TimeSpan.FromMilliseconds(200);

    private readonly IReadOnlyList<string> command;
    private readonly Counters counters;
    private readonly TimeProvider time;
    private readonly ITimer idle;
    private readonly ITimer reaper;
    private readonly SemaphoreSlim turn = new(1);
    private readonly KilledChildren killed = new();
    private readonly Lock reaping = new();
    private ProberChild? child;

    /// <summary>Makes a prober without starting a process.</summary>
    /// <param name="command">Path of the program, and its arguments: <see cref="OwnCommand"/>.</param>
    /// <param name="counters">Where touches, restarts and abandoned children are counted.</param>
    /// <param name="time">Clock.</param>
    public Prober(IReadOnlyList<string> command, Counters counters, TimeProvider time)
    {
        (this.command, this.counters, this.time) = (command, counters, time);
        idle = time.CreateTimer(_ => CloseIdle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        reaper = time.CreateTimer(_ => Reap(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How this very program is started as a prober, also where it runs as <c>dotnet automount-agent.dll</c>.</summary>
    public static IReadOnlyList<string> OwnCommand() =>
        Path.GetFileName(Environment.ProcessPath!) == "dotnet"
            ? [Environment.ProcessPath!, Environment.GetCommandLineArgs()[0], "prober"]
            : [Environment.ProcessPath!, "prober"];

    /// <summary>Touches a path. A <see cref="Probe"/>.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public async Task<ProbeResult> ProbeAsync(string path, string reason, TimeSpan deadline, CancellationToken cancel)
    {
        if (path.Length > LongestPath)
        {
            return new(ProbeOutcome.NotAsked, null, TimeSpan.Zero, "The path is longer than Linux allows (PATH_MAX).");
        }

        var started = time.GetTimestamp();
        ProbeResult Result(ProbeOutcome outcome, ProbeAnswer? answer, string detail) =>
            new(outcome, answer, time.GetElapsedTime(started), detail);

        using var expiry = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancel);
        try
        {
            await turn.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Result(ProbeOutcome.NotAsked, null, "The prober was busy with another path until the deadline.");
        }

        var touched = false;
        try
        {
            if (await ReadyChildAsync(either.Token) is not { } ready)
            {
                return Result(ProbeOutcome.NotAsked, null, "The prober ended before it was ready.");
            }

            touched = true;
            Counters.Count(counters.Touches, reason);
            var answer = await ready.AskAsync(path, either.Token);
            if (answer is null)
            {
                Replace("died");
                return Result(ProbeOutcome.NotAsked, null, "The prober died before it answered.");
            }

            return Result(ProbeOutcome.Answered, answer, "");
        }
        catch (IOException failure)
        {
            return Result(ProbeOutcome.NotAsked, null, $"The prober cannot be started: {failure.Message}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            Replace("timeout");
            return touched
                ? Result(ProbeOutcome.TimedOut, null, $"Calls on the path did not return within {deadline.TotalSeconds:0.#} s.")
                : Result(ProbeOutcome.NotAsked, null, $"The prober was not ready within {deadline.TotalSeconds:0.#} s.");
        }
        catch (OperationCanceledException)
        {
            // A call is still under way in it: it is of no use any more.
            EndChild();
            throw;
        }
        finally
        {
            idle.Change(IdleTime, Timeout.InfiniteTimeSpan);
            turn.Release();
        }
    }

    /// <summary>Kills the child, if there is one; the timer reaps it later, and ends itself then. No request may be under way.</summary>
    public void Dispose()
    {
        idle.Dispose();
        EndChild();
    }

    private async Task<ProberChild?> ReadyChildAsync(CancellationToken cancel)
    {
        if (child is not null)
        {
            return child;
        }

        if (killed.Reap() >= MaximumAbandoned)
        {
            throw new IOException($"{MaximumAbandoned} probers hang in calls that cannot be ended; no more are started.");
        }

        child = ProberChild.Start(command);
        if (await child.IsReadyAsync(cancel))
        {
            return child;
        }

        Replace("died");
        return null;
    }

    private void Replace(string reason)
    {
        Counters.Count(counters.ProberRestarts, reason);
        EndChild();
    }

    private void EndChild()
    {
        if (Interlocked.Exchange(ref child, null) is { } old)
        {
            lock (reaping)
            {
                killed.Kill(old.Pid);
                reaper.Change(ReapInterval, ReapInterval);
            }

            old.Dispose();
        }
    }

    /// <summary>What is left some time after its kill is abandoned; the timer goes on for as long as there is any.</summary>
    private void Reap()
    {
        lock (reaping)
        {
            var left = killed.Reap();
            Interlocked.Exchange(ref counters.ProbersAbandoned, left);
            if (left == 0)
            {
                reaper.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void CloseIdle()
    {
        // Somebody who is in turn starts the timer again.
        if (turn.Wait(TimeSpan.Zero))
        {
            EndChild();
            turn.Release();
        }
    }
}
