using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Hosting;

/// <summary>Polls one collector at its interval: the unit that is scheduled, bounded by a deadline and counted.</summary>
/// <param name="name">Its name: the metric label <c>check</c>.</param>
/// <param name="interval">Time between the end of a poll and the start of the next.</param>
/// <param name="deadline">How long a poll may take.</param>
/// <param name="time">The clock.</param>
internal abstract partial class Poller(string name, TimeSpan interval, TimeSpan deadline, TimeProvider time)
{
    private const long NotBegun = long.MinValue;

    /// <summary>What a busy machine may add to interval and deadline before a poller counts as stuck.</summary>
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim wake = new(0, 1);
    private SemaphoreSlim? polled;
    private long polledAt = NotBegun;
    private TimeSpan pollTook;

    /// <summary>Its name: the metric label <c>check</c>.</summary>
    public string Name => name;

    /// <summary>The type of the snapshot that it collects.</summary>
    public abstract Type Snapshot { get; }

    /// <summary>The types of the snapshots that its collector reads: in the first round it waits for them.</summary>
    public IReadOnlyList<Type> Needs { get; init; } = [];

    /// <summary>The types of the snapshots that its collector makes outdated, because it changes what they show.</summary>
    public IReadOnlyList<Type> Outdates { get; init; } = [];

    /// <summary>
    /// The poller right after whose polls it polls, instead of on a clock of its own, because its collector needs the newest of what that
    /// one collects; null for its own clock. A poller is followed by one other at most.
    /// </summary>
    public Poller? Follows
    {
        get;
        init
        {
            field = value;
            value?.polled = new(0, 1);
        }
    }

    /// <summary>How long a poll may take. After it the poll has failed, whatever the collector is doing.</summary>
    protected TimeSpan Deadline => deadline;

    /// <summary>Time between the end of a poll and the start of the next.</summary>
    protected TimeSpan Interval => interval;

    /// <summary>The clock.</summary>
    protected TimeProvider Time => time;

    /// <summary>
    /// False when it should have polled again long ago: then its own deadline has failed, and only a restart helps. One whose turn has not
    /// come yet is not late.
    /// </summary>
    public bool IsAlive
    {
        get
        {
            var last = Volatile.Read(ref polledAt);
            return last == NotBegun || time.GetElapsedTime(last) < (2 * interval) + deadline + MaxDelay;
        }
    }

    /// <summary>Makes it poll again now, because something that it collects is known to have changed.</summary>
    public void Wake() => Signal.Raise(wake);

    /// <summary>Polls once and publishes the snapshot, at the deadline at the latest. Only cancellation throws.</summary>
    public async Task PollAsync(NodeStore store, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        Interlocked.CompareExchange(ref polledAt, started, NotBegun);
        await CollectOnceAsync(store, cancel);
        pollTook = time.GetElapsedTime(started);
        Volatile.Write(ref polledAt, time.GetTimestamp());
        if (polled is not null)
        {
            Signal.Raise(polled);
        }
    }

    /// <summary>
    /// How long a poller that was woken waits for more of what woke it: ten times what its last poll took, so that an endless burst costs a
    /// tenth of one processor; at least half a second, and at most two.
    /// </summary>
    public static TimeSpan BurstWait(TimeSpan pollTook) =>
        TimeSpan.FromMilliseconds(Math.Clamp(10 * pollTook.TotalMilliseconds, 500, 2000));

    /// <summary>Collects once and publishes.</summary>
    protected abstract Task CollectOnceAsync(NodeStore store, CancellationToken cancel);

    /// <summary>
    /// Polls until cancelled: after the interval, spread by a tenth so that nodes do not poll in step, or when woken; or after each poll of
    /// the poller that it follows.
    /// </summary>
    public async Task RunAsync(NodeStore store, CancellationToken cancel)
    {
        while (true)
        {
            await (Follows is { polled: { } next } ? next.WaitAsync(cancel) : PauseAsync(cancel));
            await PollAsync(store, cancel);
        }
    }

    private async Task PauseAsync(CancellationToken cancel)
    {
        var pause = interval * (0.9 + (Random.Shared.NextDouble() * 0.2));
        if (await wake.WaitAsync(pause, cancel))
        {
            // Changes come in bursts: the rest of the burst is taken in one poll.
            await Task.Delay(BurstWait(pollTook), cancel);
            await wake.WaitAsync(TimeSpan.Zero, cancel);
        }
    }

    [LoggerMessage(LogLevel.Debug, "check {Check} gave no result within {Deadline}")]
    private protected static partial void LogOverrun(ILogger log, string check, TimeSpan deadline);

    [LoggerMessage("check {Check} failed")]
    private protected static partial void LogFailure(ILogger log, LogLevel level, Exception exception, string check);
}

/// <summary>The poller of one kind of snapshot.</summary>
/// <typeparam name="T">The snapshot.</typeparam>
/// <param name="name">Its name: the metric label <c>check</c>.</param>
/// <param name="interval">Time between the end of a poll and the start of the next.</param>
/// <param name="deadline">How long a poll may take. After it the poll has failed, whatever the collector is doing.</param>
/// <param name="collect">The collector. It may throw: the poller contains it.</param>
/// <param name="publish">Puts the observation into the state.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Receives failures.</param>
internal sealed class Poller<T>(
    string name,
    TimeSpan interval,
    TimeSpan deadline,
    Func<NodeState, CancellationToken, Task<T>> collect,
    Func<NodeState, Observation<T>, NodeState> publish,
    TimeProvider time,
    ILogger log) : Poller(name, interval, deadline, time)
    where T : class
{
    private Task<T>? outstanding;
    private Observation<T>? last;
    private int failures;

    /// <inheritdoc/>
    public override Type Snapshot => typeof(T);

    /// <summary>Brings the maps up to date with a new snapshot; null when they do not follow from this one.</summary>
    public MapDerivation? Derivation { get; init; }

    /// <inheritdoc/>
    protected override async Task CollectOnceAsync(NodeStore store, CancellationToken cancel)
    {
        var started = Time.GetTimestamp();
        T? seen = null;
        string? unavailable = null;
        try
        {
            seen = await CollectAsync(store.State, cancel);
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
        else if (failures > Observation.MaxMissedPolls)
        {
            last = null;
        }

        var published = last is null ? observation : last with { Unavailable = unavailable };
        var run = new CheckRun(published.Unavailable is null, published.At, published.Took) { Interval = Interval };
        if (Derivation is null)
        {
            store.Update(Observe);
            return;
        }

        await Derivation.PublishAsync(store, Observe, cancel);

        NodeState Observe(NodeState state) => publish(state, published).WithCheck(Name, run);
    }

    /// <summary>
    /// At most one call of the collector is outstanding: one that overran its deadline is waited for again instead of being started again.
    /// </summary>
    private async Task<T> CollectAsync(NodeState state, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var call = outstanding ?? Task.Run(() => collect(state, limit.Token), cancel);
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
