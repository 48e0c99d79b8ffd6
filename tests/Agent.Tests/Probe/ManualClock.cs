namespace AgentTests.Probe;

/// <summary>A clock that moves only when a test moves it; its timers fire then, on the test's thread.</summary>
public sealed class ManualClock : TimeProvider
{
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private TimeSpan step;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => now + step;

    public override long GetTimestamp() => now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        lock (timers)
        {
            timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        now += by;
        ManualTimer[] all;
        lock (timers)
        {
            all = [.. timers];
        }

        foreach (var timer in all)
        {
            timer.FireIfDue();
        }
    }

    /// <summary>Sets the clock: the time of day is another one, and no time passes.</summary>
    public void Set(TimeSpan by) => step += by;

    private sealed class ManualTimer(ManualClock clock, Action fire) : ITimer
    {
        private DateTimeOffset? due;
        private TimeSpan interval;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.now + dueTime;
            interval = period;
            return true;
        }

        public void FireIfDue()
        {
            if (due <= clock.now)
            {
                due = interval > TimeSpan.Zero ? clock.now + interval : null;
                fire();
            }
        }

        public void Dispose() => due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
