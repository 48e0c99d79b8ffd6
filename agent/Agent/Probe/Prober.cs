using AutomountAgent.Collect.Proc;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Probe;

/// <summary>
/// Makes the calls on automounted and NFS paths through one expendable child process: several concurrently, but on each path one. The
/// verdict is there at the deadline, whatever the child does: it is killed, not waited for, and replaced; what else was under way in it is
/// asked again. Where a child was ready late, its call gets half the deadline all the same: what was asked for a moment only has not hung.
/// Started on demand; closed after 30 s without a request. Thread-safe.
/// </summary>
internal sealed class Prober : IDisposable
{
    /// <summary>So many requests may be under way in the child; further ones wait.</summary>
    public const int MostAtOnce = 8;

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
    private readonly SemaphoreSlim turns = new(MostAtOnce);
    private readonly SemaphoreSlim starting = new(1);
    private readonly Lock gate = new();
    private readonly HashSet<string> outstanding = new(StringComparer.Ordinal);
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
    public Task<ProbeResult> ProbeAsync(string path, string reason, TimeSpan deadline, CancellationToken cancel) =>
        AskAsync(ProberVerb.Probe, path, "", reason, deadline, cancel);

    /// <summary>Makes one call on a path, within a deadline that counts from now, or half as long again.</summary>
    /// <param name="verb">The call.</param>
    /// <param name="path">The path, absolute.</param>
    /// <param name="device">major:minor of the mount that is meant; empty where any is.</param>
    /// <param name="reason">Why: a value of the label <c>reason</c> of <c>automount_touches_total</c>.</param>
    /// <param name="deadline">When the verdict is due.</param>
    /// <param name="cancel">Ends the wait early.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public async Task<ProbeResult> AskAsync(
        ProberVerb verb, string path, string device, string reason, TimeSpan deadline, CancellationToken cancel)
    {
        if (path.Length > LongestPath)
        {
            return new(ProbeOutcome.NotAsked, null, TimeSpan.Zero, "The path is longer than Linux allows (PATH_MAX).");
        }

        if (!TryBegin(path))
        {
            return new(
                ProbeOutcome.NotAsked, null, TimeSpan.Zero, "An earlier call on the path has not returned yet; it is not made twice.");
        }

        try
        {
            using var expiry = new Expiry(deadline, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancel);
            return await TakeTurnAsync(ProberRequest.Of(verb, path, device), path, reason, expiry, either.Token, cancel);
        }
        finally
        {
            End(path);
            idle.Change(IdleTime, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Kills the child, if there is one; the timer reaps it later, and ends itself then. No request may be under way.</summary>
    public void Dispose()
    {
        idle.Dispose();
        if (child is { } old)
        {
            EndChild(old);
        }
    }

    private async Task<ProbeResult> TakeTurnAsync(
        ProberRequest request, string path, string reason, Expiry expiry, CancellationToken either, CancellationToken cancel)
    {
        ProbeResult Result(ProbeOutcome outcome, ProbeAnswer? answer, string detail) => new(outcome, answer, expiry.Elapsed, detail);

        try
        {
            // A child that was killed over this path is gone in no time, or hangs in a call that a second one would hang in as well.
            while (killed.HangsOn(path))
            {
                await Task.Delay(ReapInterval / 10, time, either);
                killed.Reap();
            }

            await turns.WaitAsync(either);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Result(ProbeOutcome.NotAsked, null, killed.HangsOn(path)
                ? "An earlier call on the path hangs in a process that cannot be ended."
                : "The prober was busy with other paths until the deadline.");
        }

        ProberChild? ready = null;
        try
        {
            while (true)
            {
                ready = null;
                if ((ready = await ReadyChildAsync(either)) is null)
                {
                    return Result(ProbeOutcome.NotAsked, null, "The prober ended before it was ready.");
                }

                expiry.AllowCall();
                counters.Touched(reason);
                if (await ready.AskAsync(request, either) is { } answer)
                {
                    return Result(ProbeOutcome.Answered, answer, "");
                }

                if (!ready.WasKilled)
                {
                    Replace(ready, "died", null);
                    return Result(ProbeOutcome.NotAsked, null, "The prober died before it answered.");
                }
            }
        }
        catch (IOException failure)
        {
            return Result(ProbeOutcome.NotAsked, null, $"The prober cannot be started: {failure.Message}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            if (ready is null)
            {
                return Result(ProbeOutcome.NotAsked, null, $"The prober was not ready within {expiry.Deadline.TotalSeconds:0.#} s.");
            }

            // A call that hangs waits in the kernel. What waits for a processor instead says that the node is starved, and nothing of the
            // path.
            if (expiry.WasNoticedLate || ProcessState.LacksProcessor(HostPaths.Host, ready.Pid))
            {
                Replace(ready, "starved", path);
                return Result(ProbeOutcome.NotAsked, null, "The node has no processor time for the call.");
            }

            Replace(ready, "timeout", path);
            return Result(ProbeOutcome.TimedOut, null, $"Calls on the path did not return within {expiry.Deadline.TotalSeconds:0.#} s.");
        }
        catch (OperationCanceledException)
        {
            // A call may still be under way in it: it is of no use any more.
            if (ready is not null)
            {
                EndChild(ready, path);
            }

            throw;
        }
        finally
        {
            turns.Release();
        }
    }

    private bool TryBegin(string path)
    {
        lock (gate)
        {
            return outstanding.Add(path);
        }
    }

    private void End(string path)
    {
        lock (gate)
        {
            outstanding.Remove(path);
        }
    }

    private async Task<ProberChild?> ReadyChildAsync(CancellationToken cancel)
    {
        await starting.WaitAsync(cancel);
        try
        {
            if (child is { } running)
            {
                return running;
            }

            if (killed.Reap() >= MaximumAbandoned)
            {
                throw new IOException($"{MaximumAbandoned} probers hang in calls that cannot be ended; no more are started.");
            }

            var fresh = ProberChild.Start(command);
            child = fresh;
            var reason = "timeout";
            try
            {
                if (await fresh.IsReadyAsync(cancel))
                {
                    reason = null;
                    return fresh;
                }

                reason = "died";
                return null;
            }
            finally
            {
                if (reason is not null)
                {
                    Replace(fresh, reason, null);
                }
            }
        }
        finally
        {
            starting.Release();
        }
    }

    private void Replace(ProberChild old, string reason, string? path)
    {
        if (EndChild(old, path))
        {
            counters.ProberReplaced(reason);
        }
    }

    /// <summary>Ends a child. False when another request did so already.</summary>
    private bool EndChild(ProberChild old, string? path = null)
    {
        if (Interlocked.CompareExchange(ref child, null, old) != old)
        {
            if (path is not null)
            {
                killed.Note(old.Pid, path);
            }

            return false;
        }

        old.WasKilled = true;
        lock (reaping)
        {
            killed.Kill(old.Pid, path);
            reaper.Change(ReapInterval, ReapInterval);
        }

        old.Dispose();
        return true;
    }

    /// <summary>What is left some time after its kill is abandoned; the timer goes on for as long as there is any.</summary>
    private void Reap()
    {
        lock (reaping)
        {
            var left = killed.Reap();
            counters.ProbersAbandoned(left);
            if (left == 0)
            {
                reaper.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void CloseIdle()
    {
        lock (gate)
        {
            // Whoever is under way starts the timer again.
            if (outstanding.Count == 0 && child is { } old)
            {
                EndChild(old);
            }
        }
    }
}
