namespace AutomountAgent.Collect.Pods;

/// <summary>
/// Divides work into slices with pauses between them, so that a look at a busy node never takes a processor for long. One look, one object.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class Slices(TimeProvider time)
{
    /// <summary>After so long the next step waits.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);

    /// <summary>A fifth of a processor at most, while there is work.</summary>
    private static readonly TimeSpan Pause = 4 * Longest;

    private long started = time.GetTimestamp();

    /// <summary>To be called between two steps.</summary>
    public async ValueTask NextAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (time.GetElapsedTime(started) >= Longest)
        {
            await Task.Delay(Pause, time, cancel);
            started = time.GetTimestamp();
        }
    }
}
