namespace AutomountAgent.Model;

/// <summary>Spaces out repeats of something that fails: 5 s, doubling to 20 s. A pure object; the clock is the caller's.</summary>
internal sealed class BackOff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private TimeSpan interval = First;
    private DateTimeOffset next = DateTimeOffset.MinValue;

    /// <summary>Whether the next try may be made.</summary>
    public bool IsDue(DateTimeOffset now) => now >= next;

    /// <summary>A try failed: the next one comes later.</summary>
    public void MarkFailure(DateTimeOffset now)
    {
        next = now + interval;
        interval = 2 * interval < Longest ? 2 * interval : Longest;
    }

    /// <summary>A try succeeded: the next one may come immediately.</summary>
    public void MarkSuccess()
    {
        interval = First;
        next = DateTimeOffset.MinValue;
    }
}
