namespace AutomountAgent.Collect.Exports;

/// <summary>Spreads what is done over time: at most so many a second, one after the other. Thread-safe.</summary>
/// <param name="perSecond">How many a second.</param>
/// <param name="time">Clock.</param>
internal sealed class Pace(int perSecond, TimeProvider time)
{
    private readonly long step = time.TimestampFrequency / perSecond;
    private readonly Lock taking = new();
    private long next = time.GetTimestamp();

    /// <summary>Waits for the next turn.</summary>
    public Task WaitAsync(CancellationToken cancel)
    {
        TimeSpan wait;
        lock (taking)
        {
            var now = time.GetTimestamp();
            next = Math.Max(next + step, now);
            wait = time.GetElapsedTime(now, next);
        }

        // A timer has steps of a millisecond or more: what is shorter is made up for by the next one.
        return wait < TimeSpan.FromMilliseconds(2) ? Task.CompletedTask : Task.Delay(wait, time, cancel);
    }
}
