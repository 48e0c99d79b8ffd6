using System.Collections.Concurrent;

namespace AutomountAgent.Telemetry;

/// <summary>What the agent did and saw happen since its start: the numbers that only grow. Thread-safe.</summary>
internal sealed class Counters
{
    /// <summary>A histogram has a dozen series and more, so fewer servers have one of their own than have other metrics.</summary>
    public const int MostServers = 100;

    /// <summary>
    /// Calls on automounted or NFS paths, by reason (<c>trigger</c>, <c>required</c>, <c>keep</c>, <c>remedy</c>): design principle 2.
    /// </summary>
    public ConcurrentDictionary<string, long> Touches { get; } = new();

    /// <summary>Triggers by root and result (<c>mounted</c>, <c>failed</c>, <c>timeout</c>).</summary>
    public ConcurrentDictionary<(string Root, string Result), long> Triggers { get; } = new();

    /// <summary>Durations of triggers by root.</summary>
    public ConcurrentDictionary<string, DurationHistogram> TriggerDurations { get; } = new();

    /// <summary>
    /// Round trips of RPC NULL calls by server; those after the first <see cref="MostServers"/> share <see cref="Series.Other"/>.
    /// </summary>
    public ConcurrentDictionary<string, DurationHistogram> ServerResponses { get; } = new();

    /// <summary>Mounts that went away below each root.</summary>
    public ConcurrentDictionary<string, long> Expirations { get; } = new();

    /// <summary>Probers that were replaced, by reason (<c>timeout</c>, <c>died</c>).</summary>
    public ConcurrentDictionary<string, long> ProberRestarts { get; } = new();

    /// <summary>Remedies by name and result (<c>done</c>, <c>dry-run</c>, <c>held</c>, <c>failed</c>).</summary>
    public ConcurrentDictionary<(string Remedy, string Result), long> Remedies { get; } = new();

    /// <summary>Probers that even SIGKILL has not ended yet: a gauge.</summary>
    public long ProbersAbandoned;

    /// <summary>Adds the round trip of a call to a server.</summary>
    public void Answered(string server, TimeSpan took)
    {
        var name = ServerResponses.ContainsKey(server) || ServerResponses.Count < MostServers ? server : Series.Other;
        ServerResponses.GetOrAdd(name, _ => new(DurationHistogram.RoundTrips)).Observe(took);
    }

    /// <summary>Counts one event.</summary>
    public static void Count<TKey>(ConcurrentDictionary<TKey, long> counter, TKey key)
        where TKey : notnull => counter.AddOrUpdate(key, 1, static (_, n) => n + 1);
}
