namespace AgentTests.Support;

/// <summary>The real clock, later.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private TimeSpan by;

    public void Shift(TimeSpan more) => by += more;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;

    public override long GetTimestamp() => System.GetTimestamp() + (long)(by.TotalSeconds * TimestampFrequency);
}
