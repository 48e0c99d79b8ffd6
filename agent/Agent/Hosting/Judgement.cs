using Automount.Findings;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Interop;
using AutomountAgent.Model;
using AutomountAgent.Output.Journal;
using AutomountAgent.Output.Metrics;
using AutomountAgent.Rules;

namespace AutomountAgent.Hosting;

/// <summary>One verdict and what it is on.</summary>
/// <param name="State">What was observed.</param>
/// <param name="Report">The verdict, with the times of the steady clock.</param>
/// <param name="Rpc">RPC counters per server, which do not go back when a mount goes.</param>
internal sealed record Judged(NodeState State, ChainReport Report, RpcTotals Rpc);

/// <summary>The rules: <see cref="ChainJudge.Judge"/>, or a double of it.</summary>
internal delegate (ChainReport Report, FindingChanges Changes) JudgeChain(
    NodeState state, ChainReport? before, string node, DateTimeOffset time);

/// <summary>
/// The newest verdict, and the way to the next one. One loop calls <see cref="NextAsync"/>; anybody may read. The rules run on a thread of
/// their own: what takes longer than <see cref="MaxTime"/> is given up, and that is the verdict.
/// </summary>
/// <param name="node">Name of the node.</param>
/// <param name="clock">Clock.</param>
/// <param name="log">Receives changes.</param>
/// <param name="judge">The rules; null for all there are.</param>
/// <param name="history">Keeps changes; null where they are not kept.</param>
internal sealed class Judgement(
    string node, SteadyClock clock, FindingLog log, JudgeChain? judge = null, HistoryService? history = null) : IDisposable
{
    /// <summary>How long the rules may take. They take milliseconds.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    private readonly JudgeChain judge = judge ?? ChainJudge.Judge;
    private readonly CallThread thread = new("the rules", clock);
    private volatile Judged? newest;

    /// <summary>The newest verdict and what it is on; null before the first one.</summary>
    public Judged? Newest => newest;

    /// <summary>The newest verdict, with the times of the steady clock; null before the first one.</summary>
    public ChainReport? Report => newest?.Report;

    /// <summary>Judges a state, reports what changed, and returns the verdict as it is shown.</summary>
    /// <param name="state">What was observed.</param>
    /// <param name="cancel">Ends the waiting; then there is no new verdict.</param>
    public async Task<ChainReport> NextAsync(NodeState state, CancellationToken cancel)
    {
        var (next, changes) = await JudgeAsync(state, cancel);
        newest = new(state, next, Totals(state));
        log.Changed(changes, clock.Step);
        history?.Judged(state, changes, next.Time);
        return next.MovedBy(clock.Step);
    }

    /// <inheritdoc/>
    public void Dispose() => thread.Dispose();

    private async Task<(ChainReport Report, FindingChanges Changes)> JudgeAsync(NodeState state, CancellationToken cancel)
    {
        var before = Report;
        try
        {
            return await thread.RunAsync(() => judge(state, before, node, clock.GetUtcNow()), MaxTime, cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            return ChainJudge.GiveUp(Why(e), before, node, clock.GetUtcNow());
        }
    }

    /// <summary>The same text in every round, so that the journal has it a single time.</summary>
    private static GivenUp Why(Exception e) => e is TimeoutException or CallOutstandingException
        ? new GivenUp($"the rules took longer than {MaxTime.TotalSeconds:0} s: the findings are those of before")
        : new GivenUp($"the rules failed ({e.GetType().Name}: {Printable.Escape(e.Message)}): the findings are those of before");

    /// <summary>A table that was counted already is not counted again.</summary>
    private RpcTotals Totals(NodeState state)
    {
        var before = newest?.Rpc ?? RpcTotals.Empty;
        return state.Mounts?.Seen is not { } now || ReferenceEquals(now, newest?.State.Mounts?.Seen)
            ? before
            : before.Feed(now with { Nfs = [.. state.NfsMounts] }, state.Mounts.At);
    }
}
