namespace AutomountAgent.Telemetry;

/// <summary>A histogram of durations with fixed buckets. Thread-safe.</summary>
/// <param name="bounds">Upper bounds of the buckets in seconds, ascending; the last bucket (+Inf) is not listed.</param>
internal sealed class DurationHistogram(IReadOnlyList<double> bounds)
{
    private readonly Lock gate = new();
    private readonly long[] buckets = new long[bounds.Count + 1];
    private double sum;

    /// <summary>For what users wait for: a mount takes a tenth of a second, or minutes.</summary>
    public static IReadOnlyList<double> Triggers { get; } = [0.1, 0.5, 1, 2.5, 5, 10, 30, 120];

    /// <summary>For a round trip to a server: from 1 ms, in a quiet network, to 10 s, in which nothing can be used any more.</summary>
    public static IReadOnlyList<double> RoundTrips { get; } = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>Upper bounds of the buckets, in seconds; the last bucket (+Inf) is not listed.</summary>
    public IReadOnlyList<double> Bounds => bounds;

    /// <summary>Adds one duration.</summary>
    public void Observe(TimeSpan duration)
    {
        var index = 0;
        while (index < bounds.Count && duration.TotalSeconds > bounds[index])
        {
            index++;
        }

        lock (gate)
        {
            buckets[index]++;
            sum += duration.TotalSeconds;
        }
    }

    /// <summary>The counts per bucket (not cumulative, the last is +Inf) and the sum in seconds, at one moment.</summary>
    public (long[] Buckets, double Sum) Read()
    {
        lock (gate)
        {
            return ([.. buckets], sum);
        }
    }
}
