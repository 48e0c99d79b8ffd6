using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Hosting;

/// <summary>One observer and when it looks: the unit that is scheduled, bounded and counted.</summary>
/// <param name="name">Its name: metric label and log scope.</param>
/// <param name="interval">Time between the end of a look and the start of the next.</param>
/// <param name="deadline">How long a look may take.</param>
/// <param name="time">The clock.</param>
internal abstract partial class Check(string name, TimeSpan interval, TimeSpan deadline, TimeProvider time)
{
    private const long NotBegun = long.MinValue;

    /// <summary>What a busy machine may add to interval and deadline before a check counts as stuck.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim wake = new(0, 1);
    private long lookedAt = NotBegun;
    private TimeSpan lookTook;

    /// <summary>Its name: metric label and log scope.</summary>
    public string Name => name;

    /// <summary>How long a look may take. After it the look has failed, whatever the observer is doing.</summary>
    protected TimeSpan Deadline => deadline;

    /// <summary>The clock.</summary>
    protected TimeProvider Time => time;

    /// <summary>
    /// False when it should have looked again long ago: then its own deadline has failed, and only a restart helps. One whose turn has not
    /// come yet is not late.
    /// </summary>
    public bool IsAlive
    {
        get
        {
            var last = Volatile.Read(ref lookedAt);
            return last == NotBegun || time.GetElapsedTime(last) < (2 * interval) + deadline + Patience;
        }
    }

    /// <summary>Makes it look again at once, because something it observes is known to have changed.</summary>
    public void Wake() => Signal.Raise(wake);

    /// <summary>Looks once and publishes what was seen, at the deadline at the latest. Only cancellation throws.</summary>
    public async Task LookAsync(NodeStore store, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        Interlocked.CompareExchange(ref lookedAt, started, NotBegun);
        await ObserveOnceAsync(store, cancel);
        lookTook = time.GetElapsedTime(started);
        Volatile.Write(ref lookedAt, time.GetTimestamp());
    }

    /// <summary>
    /// How long a check that was woken gathers more of what woke it: ten times what its last look took, so that a burst without end costs a
    /// tenth of one processor; at least half a second, and at most two.
    /// </summary>
    public static TimeSpan Gather(TimeSpan lookTook) => TimeSpan.FromMilliseconds(Math.Clamp(10 * lookTook.TotalMilliseconds, 500, 2000));

    /// <summary>Looks once and publishes.</summary>
    protected abstract Task ObserveOnceAsync(NodeStore store, CancellationToken cancel);

    /// <summary>
    /// Looks again and again until cancelled: after the interval, spread by a tenth so that nodes do not march in step, or when woken.
    /// </summary>
    public async Task RunAsync(NodeStore store, CancellationToken cancel)
    {
        while (true)
        {
            var pause = interval * (0.9 + (Random.Shared.NextDouble() * 0.2));
            if (await wake.WaitAsync(pause, cancel))
            {
                // What wakes a check comes in bursts: take the rest of the burst in one look.
                await Task.Delay(Gather(lookTook), cancel);
                await wake.WaitAsync(TimeSpan.Zero, cancel);
            }

            await LookAsync(store, cancel);
        }
    }

    [LoggerMessage(LogLevel.Debug, "check {Check} gave no result within {Deadline}")]
    private protected static partial void LogOverrun(ILogger log, string check, TimeSpan deadline);

    [LoggerMessage("check {Check} failed")]
    private protected static partial void LogFailure(ILogger log, LogLevel level, Exception exception, string check);
}

/// <summary>A check of one kind of view.</summary>
/// <typeparam name="T">What is seen.</typeparam>
/// <param name="name">Its name: metric label and log scope.</param>
/// <param name="interval">Time between the end of a look and the start of the next.</param>
/// <param name="deadline">How long a look may take. After it the look has failed, whatever the observer is doing.</param>
/// <param name="observe">The observer. It may throw: the check contains it.</param>
/// <param name="publish">Puts the observation into the state.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where failures are told.</param>
internal sealed class Check<T>(
    string name,
    TimeSpan interval,
    TimeSpan deadline,
    Func<NodeState, CancellationToken, Task<T>> observe,
    Func<NodeState, Observation<T>, NodeState> publish,
    TimeProvider time,
    ILogger log) : Check(name, interval, deadline, time)
    where T : class
{
    private Task<T>? outstanding;
    private Observation<T>? last;
    private int failures;

    /// <inheritdoc/>
    protected override async Task ObserveOnceAsync(NodeStore store, CancellationToken cancel)
    {
        var started = Time.GetTimestamp();
        T? seen = null;
        string? unavailable = null;
        try
        {
            seen = await ObserveAsync(store.State, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            unavailable = $"no result within {Deadline.TotalSeconds:0.#} s";
            LogOverrun(log, Name, Deadline);
        }
        catch (Exception e)
        {
            unavailable = $"{e.GetType().Name}: {e.Message}";
            LogFailure(log, failures == 0 ? LogLevel.Warning : LogLevel.Debug, e, Name);
        }

        var observation = new Observation<T>(Time.GetUtcNow(), Time.GetElapsedTime(started), seen, unavailable);
        failures = seen is null ? failures + 1 : 0;
        if (seen is not null)
        {
            last = observation;
        }
        else if (failures > Observation.Forgiven)
        {
            last = null;
        }

        var published = last is null ? observation : last with { Unavailable = unavailable };
        var run = new CheckRun(published.Unavailable is null, published.At, published.Took);
        store.Update(state => publish(state, published).WithCheck(Name, run));
    }

    /// <summary>
    /// At most one call of the observer is outstanding: one that overran its deadline is waited for again instead of being started again.
    /// </summary>
    private async Task<T> ObserveAsync(NodeState state, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var call = outstanding ?? Task.Run(() => observe(state, limit.Token), cancel);
        outstanding = call;
        try
        {
            return await call.WaitAsync(Deadline, Time, cancel);
        }
        finally
        {
            if (call.IsCompleted)
            {
                outstanding = null;
            }
            else
            {
                await limit.CancelAsync();
            }
        }
    }
}
