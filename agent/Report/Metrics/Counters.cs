using System.Collections.Concurrent;

namespace AutomountAgent.Report.Metrics;

/// <summary>What the agent did and saw happen since its start: the numbers that only grow. Thread-safe.</summary>
public sealed class Counters
{
    /// <summary>Calls on automounted or NFS paths, by reason (<c>trigger</c>, <c>required</c>, <c>keep</c>, <c>remedy</c>): design principle 2.</summary>
    public ConcurrentDictionary<string, long> Touches { get; } = new();

    /// <summary>Triggers by root and result (<c>mounted</c>, <c>failed</c>, <c>timeout</c>).</summary>
    public ConcurrentDictionary<(string Root, string Result), long> Triggers { get; } = new();

    /// <summary>Durations of triggers by root.</summary>
    public ConcurrentDictionary<string, DurationHistogram> TriggerDurations { get; } = new();

    /// <summary>Mounts that went away below each root.</summary>
    public ConcurrentDictionary<string, long> Expirations { get; } = new();

    /// <summary>Probers that were replaced, by reason (<c>timeout</c>, <c>died</c>).</summary>
    public ConcurrentDictionary<string, long> ProberRestarts { get; } = new();

    /// <summary>Remedies by name and result (<c>done</c>, <c>dry-run</c>, <c>held</c>, <c>failed</c>).</summary>
    public ConcurrentDictionary<(string Remedy, string Result), long> Remedies { get; } = new();

    /// <summary>Probers that even SIGKILL has not ended yet: a gauge.</summary>
    public long ProbersAbandoned;

    /// <summary>Counts one event.</summary>
    public static void Count<TKey>(ConcurrentDictionary<TKey, long> counter, TKey key)
        where TKey : notnull => counter.AddOrUpdate(key, 1, static (_, n) => n + 1);
}

/// <summary>A histogram of durations with the buckets 0.1, 0.5, 1, 2.5, 5, 10, 30 and 120 seconds. Thread-safe.</summary>
public sealed class DurationHistogram
{
    /// <summary>Upper bounds of the buckets, in seconds; the last bucket (+Inf) is not listed.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [0.1, 0.5, 1, 2.5, 5, 10, 30, 120];

    private readonly Lock gate = new();
    private readonly long[] buckets = new long[9];
    private double sum;

    /// <summary>Adds one duration.</summary>
    public void Observe(TimeSpan duration)
    {
        var index = 0;
        while (index < Bounds.Count && duration.TotalSeconds > Bounds[index])
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
