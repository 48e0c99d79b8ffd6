using Automount.Text;
using Prometheus;

namespace AutomountAgent.Telemetry;

/// <summary>
/// What the agent did and saw happen since its start: the numbers that only grow. A series begins with its first event and stays until the
/// process ends, also through a reload; only those of a server go <see cref="KeptAfterUse"/> after its last use. Thread-safe; events are
/// counted under one lock, so that a page never shows half of one.
/// </summary>
internal sealed class Counters
{
    /// <summary>A histogram has eight series, so fewer servers have one of their own than have other metrics.</summary>
    public const int MaxServers = 100;

    /// <summary>
    /// How long the counters of a server stay after its last use. Mounts expire and come back within minutes: counters that went with them
    /// would begin anew each time, and rate() loses what is counted before the first sample.
    /// </summary>
    public static readonly TimeSpan KeptAfterUse = TimeSpan.FromHours(1);

    /// <summary>So many threads are left to libraries that do not return. With more the daemon starts anew.</summary>
    public const int MaxStuckCalls = 8;

    private readonly Lock gate = new();
    private readonly CollectorRegistry registry = Metrics.NewCustomRegistry();
    private readonly Dictionary<string, DateTimeOffset> servers = new(StringComparer.Ordinal);
    private readonly HashSet<string> roots = new(StringComparer.Ordinal);
    private readonly Histogram responses;
    private readonly Counter triggers;
    private readonly Histogram triggerDurations;
    private readonly Counter touches;
    private readonly Counter expirations;
    private readonly Counter remedies;
    private readonly Counter proberRestarts;
    private readonly Gauge probersAbandoned;
    private readonly Counter callsGivenUp;
    private readonly Gauge callsStuck;
    private readonly Gauge historyWritten;
    private int stuck;

    /// <summary>Nothing has happened yet.</summary>
    public Counters()
    {
        var metrics = Metrics.WithCustomRegistry(registry);
        metrics.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        responses = metrics.CreateHistogram(
            "automount_nfs_server_response_duration_seconds",
            "Round trip times of the RPC NULL calls that an NFS server in use answered; calls without an answer are not in it.",
            ["server"],
            new() { Buckets = [0.001, 0.01, 0.1, 0.5, 2.5] });
        triggers = metrics.CreateCounter("automount_triggers_total", "Mounts that the agent triggered, by result.", "root", "result");
        triggerDurations = metrics.CreateHistogram(
            "automount_trigger_duration_seconds",
            "Time that a triggered mount took.",
            new HistogramConfiguration { Buckets = [0.5, 2.5, 10, 30, 120], SuppressInitialValue = true });
        touches = metrics.CreateCounter(
            "automount_touches_total", "Calls of the agent on an automounted path: each resets the clock of its expiry.", "reason");
        expirations = metrics.CreateCounter(
            "automount_expirations_total", "Mounts that went away below a mount point of automount.", "root");
        remedies = metrics.CreateCounter(
            "automount_remedies_total", "Remedies that the agent applied, or would have applied, by result.", "remedy", "result");
        proberRestarts = metrics.CreateCounter(
            "automount_prober_restarts_total", "Child processes for calls on mounts that were replaced.", "reason");
        probersAbandoned = metrics.CreateGauge(
            "automount_probers_abandoned", "Child processes that hang in a call on a mount although they were killed.");
        callsGivenUp = metrics.CreateCounter(
            "automount_library_calls_given_up_total", "Calls into a library that did not return after their deadline.", "library");
        callsStuck = metrics.CreateGauge(
            "automount_library_calls_stuck", "Calls into a library that were given up and have not returned yet.", "library");
        historyWritten = metrics.CreateGauge(
            "automount_history_last_write_successful",
            "Whether the last records of the history were written to the disk.",
            new GaugeConfiguration { SuppressInitialValue = true });
    }

    /// <summary>Whether more calls into libraries hang than the process can live with.</summary>
    public bool IsStuck => Volatile.Read(ref stuck) > MaxStuckCalls;

    /// <summary>
    /// A server answered an RPC NULL call. Only those in use have a histogram; those after the first <see cref="MaxServers"/> share one.
    /// </summary>
    /// <param name="server">Its host.</param>
    /// <param name="took">The round trip.</param>
    /// <param name="isInUse">Whether a mount or a required path needs it.</param>
    /// <param name="at">When it was asked.</param>
    public void Answered(string server, TimeSpan took, bool isInUse, DateTimeOffset at)
    {
        lock (gate)
        {
            ForgetUnused(at);
            if (isInUse)
            {
                var label = Series.Label(servers, Printable.Escape(server), MaxServers);
                servers[label] = at;
                responses.WithLabels(label).Observe(took.TotalSeconds);
            }
        }
    }

    /// <summary>A mount below <paramref name="root"/> was triggered.</summary>
    /// <param name="root">The mount point of automount.</param>
    /// <param name="result"><c>mounted</c>, <c>failed</c> or <c>timeout</c>.</param>
    /// <param name="took">How long it took.</param>
    public void Triggered(string root, string result, TimeSpan took)
    {
        lock (gate)
        {
            triggers.WithLabels(Bounded(roots, root), result).Inc();
            triggerDurations.Observe(took.TotalSeconds);
        }
    }

    /// <summary>An automounted or NFS path is about to be touched.</summary>
    /// <param name="reason"><c>trigger</c>, <c>required</c>, <c>keep</c> or <c>remedy</c>.</param>
    public void Touched(string reason) => Count(touches, reason);

    /// <summary>A mount below <paramref name="root"/> went away.</summary>
    public void Expired(string root)
    {
        lock (gate)
        {
            expirations.WithLabels(Bounded(roots, root)).Inc();
        }
    }

    /// <summary>A remedy was applied, or would have been.</summary>
    /// <param name="remedy">Its name.</param>
    /// <param name="result"><c>done</c>, <c>dry-run</c>, <c>held</c> or <c>failed</c>.</param>
    public void Remedied(string remedy, string result) => Count(remedies, remedy, result);

    /// <summary>A prober was replaced.</summary>
    /// <param name="reason"><c>timeout</c>, <c>died</c> or <c>starved</c>.</param>
    public void ProberReplaced(string reason) => Count(proberRestarts, reason);

    /// <summary>So many probers are left that even SIGKILL has not ended yet.</summary>
    public void ProbersAbandoned(int count)
    {
        lock (gate)
        {
            probersAbandoned.Set(count);
        }
    }

    /// <summary>A call into a library was given up, with its thread.</summary>
    /// <param name="library">Its name.</param>
    public void CallGivenUp(string library)
    {
        lock (gate)
        {
            stuck++;
            callsGivenUp.WithLabels(library).Inc();
            callsStuck.WithLabels(library).Inc();
        }
    }

    /// <summary>A call that was given up has returned.</summary>
    /// <param name="library">Its name.</param>
    public void CallReturned(string library)
    {
        lock (gate)
        {
            stuck--;
            callsStuck.WithLabels(library).Dec();
        }
    }

    /// <summary>Records of the history were written, or could not be.</summary>
    public void HistoryWritten(bool successful)
    {
        lock (gate)
        {
            historyWritten.Set(successful ? 1 : 0);
        }
    }

    /// <summary>Appends all series to a page, as they are at one moment.</summary>
    public void AppendTo(MemoryStream page, ExpositionFormat format)
    {
        lock (gate)
        {
            registry.AppendTo(page, format);
        }
    }

    private void Count(Counter counter, params string[] labels)
    {
        lock (gate)
        {
            counter.WithLabels(labels).Inc();
        }
    }

    private void ForgetUnused(DateTimeOffset now)
    {
        foreach (var (label, last) in servers)
        {
            if (now - last >= KeptAfterUse)
            {
                servers.Remove(label);
                responses.RemoveLabelled(label);
            }
        }
    }

    private static string Bounded(HashSet<string> known, string name)
    {
        var label = Printable.Escape(name);
        if (known.Contains(label))
        {
            return label;
        }

        return known.Count < Series.MaxValues && known.Add(label) ? label : Series.Other;
    }
}
