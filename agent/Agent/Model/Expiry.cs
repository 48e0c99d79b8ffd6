namespace AutomountAgent.Model;

/// <summary>The end of one request to the prober: the deadline, and where the child was ready late, up to half of it more.</summary>
internal sealed class Expiry(TimeSpan deadline, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource source = new(deadline, time);
    private readonly long started = time.GetTimestamp();
    private TimeSpan due = deadline;

    /// <summary>The deadline that was asked for.</summary>
    internal TimeSpan Deadline { get; } = deadline;

    /// <summary>Is cancelled at the end.</summary>
    internal CancellationToken Token => source.Token;

    /// <summary>Time since the request.</summary>
    internal TimeSpan Elapsed => time.GetElapsedTime(started);

    /// <summary>
    /// Whether this process noticed the end half a deadline late: then it was short of time itself, as on a node that is starved or was
    /// paused.
    /// </summary>
    internal bool WasNoticedLate => Elapsed > due + (Deadline / 2);

    /// <summary>A call is about to be made, and gets half of the deadline at least, as long as that ends within one and a half.</summary>
    internal void AllowCall()
    {
        var end = TimeSpan.FromTicks(Math.Min((Elapsed + (Deadline / 2)).Ticks, (1.5 * Deadline).Ticks));
        if (end > due)
        {
            due = end;
            source.CancelAfter(end - Elapsed);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();
}
