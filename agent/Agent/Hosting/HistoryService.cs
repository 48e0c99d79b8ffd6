using System.Collections.Immutable;
using System.Threading.Channels;
using Automount.Findings;
using Automount.Maps.Sources;
using AutomountAgent.Derive;
using AutomountAgent.History;
using AutomountAgent.Model;
using AutomountAgent.Output.Metrics;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Hosting;

/// <summary>
/// Writes the history: what was raised, cleared, and changed in the maps. Nobody waits for it, and a disk that is full, read-only or hangs
/// costs its records: that is logged once, is in a metric, and is said in the history when it is written again.
/// </summary>
/// <param name="file">The history.</param>
/// <param name="records">Makes records of this boot.</param>
/// <param name="counters">Receives whether it was written.</param>
/// <param name="clock">Clock.</param>
/// <param name="log">Receives why it was not.</param>
internal sealed partial class HistoryService(
    HistoryFile file, HistoryRecords records, Counters counters, SteadyClock clock, ILogger<HistoryService> log) : BackgroundService
{
    /// <summary>How many of the newest records are kept in memory, for the status page.</summary>
    public const int MaxNewest = 20;

    /// <summary>So many verdicts wait for a slow disk; they come every five seconds at most as a rule.</summary>
    private const int MaxWaiting = 64;

    private readonly Lock gate = new();
    private readonly Channel<Step> steps = Channel.CreateBounded<Step>(MaxWaiting);
    private readonly MapHistory maps = new();
    private KnownMaps? sent;
    private ImmutableArray<HistoryRecord> newest = [];
    private string problem = "";
    private int lost;

    /// <summary>The newest records, the newest last.</summary>
    public ImmutableArray<HistoryRecord> Newest
    {
        get
        {
            lock (gate)
            {
                return newest;
            }
        }
    }

    /// <summary>Takes what one verdict changed. One loop calls it; it does not wait.</summary>
    /// <param name="state">The state that was judged.</param>
    /// <param name="changes">What changed.</param>
    /// <param name="time">The time of the verdict.</param>
    public void Judged(NodeState state, FindingChanges changes, DateTimeOffset time)
    {
        var comparable = MapHistory.Comparable(state);
        var changed = ReferenceEquals(comparable, sent) ? null : comparable;
        var count = changes.Raised.Length + changes.Cleared.Length;
        if (changed is null && count == 0)
        {
            return;
        }

        if (steps.Writer.TryWrite(new(changes, changed, time)))
        {
            sent = changed ?? sent;
        }
        else
        {
            Interlocked.Add(ref lost, count);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Begin();
        await foreach (var step in steps.Reader.ReadAllAsync(stoppingToken))
        {
            Write(Records(step));
        }
    }

    private void Begin()
    {
        try
        {
            newest = file.ReadNewest(MaxNewest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be read cannot be written either, which is reported below.
        }

        Write([records.Started(clock.GetUtcNow() + clock.Step, AgentInfo.Current.Version)]);
    }

    private ImmutableArray<HistoryRecord> Records(Step step) =>
        [.. Changes(step), .. records.Of(step.Changes, step.Time, clock.Step)];

    /// <summary>What changed in the maps, before what follows from it. A fault of the comparison does not end the daemon.</summary>
    private ImmutableArray<HistoryRecord> Changes(Step step)
    {
        if (step.Maps is not { } current)
        {
            return [];
        }

        var time = step.Time + clock.Step;
        try
        {
            var changes = maps.Next(current);
            var told = changes.Take(MapHistory.MaxChanges).Select(change => records.Of(change, time));
            return changes.Count > MapHistory.MaxChanges
                ? [.. told, records.Missing(time, null, $"more than {MapHistory.MaxChanges} changes of the maps at once")]
                : [.. told];
        }
        catch (Exception e)
        {
            return [records.Missing(time, null, $"the maps could not be compared ({e.GetType().Name}: {e.Message})")];
        }
    }

    private void Write(ImmutableArray<HistoryRecord> added)
    {
        if (added.IsEmpty)
        {
            return;
        }

        lock (gate)
        {
            newest = [.. newest.Concat(added).TakeLast(MaxNewest)];
        }

        var missing = Interlocked.Exchange(ref lost, 0);
        HistoryRecord[] gap = missing > 0 ? [records.Missing(added[0].Time, missing, "they could not be written")] : [];
        try
        {
            file.Append(HistoryText.Lines(gap.Concat(added)));
            Succeed(missing);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Interlocked.Add(ref lost, missing + added.Length);
            Fail(e.Message);
        }
    }

    private void Succeed(int missing)
    {
        counters.HistoryWritten(successful: true);
        if (problem.Length > 0)
        {
            LogRecovery(missing);
        }

        problem = "";
    }

    private void Fail(string why)
    {
        counters.HistoryWritten(successful: false);
        if (problem.Length == 0)
        {
            LogProblem(why);
        }

        problem = why;
    }

    [LoggerMessage(LogLevel.Warning, "no history is kept: {Problem}")]
    private partial void LogProblem(string problem);

    [LoggerMessage(LogLevel.Information, "the history is kept again, without {Missing} records")]
    private partial void LogRecovery(int missing);

    /// <summary>What one verdict changed.</summary>
    /// <param name="Changes">The findings.</param>
    /// <param name="Maps">The maps, when they may differ from those before.</param>
    /// <param name="Time">The time of the verdict.</param>
    private sealed record Step(FindingChanges Changes, KnownMaps? Maps, DateTimeOffset Time);
}
