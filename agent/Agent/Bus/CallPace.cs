namespace AutomountAgent.Bus;

/// <summary>
/// How much is answered in a second: whoever asks for more waits, in the queue of the bus. So a flood of calls costs the agent a bounded
/// share of the processor, and no memory. Not thread-safe: calls are received one at a time.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class CallPace(TimeProvider time)
{
    /// <summary>Calls a second on average, and at once after a time without any.</summary>
    public const int PerSecond = 5000;

    private readonly long step = time.TimestampFrequency / PerSecond;
    private long next = time.GetTimestamp();

    /// <summary>Counts a call.</summary>
    /// <returns>How long to wait before it is answered; zero as long as there are not too many.</returns>
    public TimeSpan Next()
    {
        var now = time.GetTimestamp();
        next = Math.Max(next + step, now - time.TimestampFrequency);
        return next > now ? time.GetElapsedTime(now, next) : TimeSpan.Zero;
    }
}
