namespace AutomountAgent.Model;

/// <summary>
/// A clock that is never set: the time of day at which it was made, and what has passed since on the monotonic clock (clock_gettime(2)).
/// All times that the agent compares are of this clock, so that a node whose clock is set (chrony(8) after the boot, an administrator) is
/// watched as before: no deadline comes late and no cure waits for the old time to come round. What people and Prometheus read is put on
/// the node's clock when it is written: <see cref="Step"/>.
/// </summary>
/// <param name="node">The node's clock.</param>
internal sealed class SteadyClock(TimeProvider node) : TimeProvider
{
    private readonly DateTimeOffset start = node.GetUtcNow();
    private readonly long stamp = node.GetTimestamp();

    /// <summary>The node's clock, to be compared with times of others: of files, of systemd.</summary>
    public TimeProvider Node => node;

    /// <summary>
    /// How far the node's clock has been set forward since this clock was made, in whole seconds; negative when it was set back. To be
    /// added to what is shown.
    /// </summary>
    public TimeSpan Step => TimeSpan.FromSeconds(Math.Round((node.GetUtcNow() - GetUtcNow()).TotalSeconds));

    /// <inheritdoc/>
    public override long TimestampFrequency => node.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => node.LocalTimeZone;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => start + node.GetElapsedTime(stamp);

    /// <inheritdoc/>
    public override long GetTimestamp() => node.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(
        TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => node.CreateTimer(callback, state, dueTime, period);
}
