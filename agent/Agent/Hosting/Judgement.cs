using AutomountAgent.Derive;
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

/// <summary>The newest verdict, and the way to the next one. One loop calls <see cref="Next"/>; anybody may read.</summary>
/// <param name="node">Name of the node.</param>
/// <param name="clock">Clock.</param>
/// <param name="log">Receives changes.</param>
internal sealed class Judgement(string node, SteadyClock clock, FindingLog log)
{
    private volatile Judged? newest;

    /// <summary>The newest verdict and what it is on; null before the first one.</summary>
    public Judged? Newest => newest;

    /// <summary>The newest verdict, with the times of the steady clock; null before the first one.</summary>
    public ChainReport? Report => newest?.Report;

    /// <summary>Judges a state, reports what changed, and returns the verdict as it is shown.</summary>
    /// <param name="state">What was observed.</param>
    public ChainReport Next(NodeState state)
    {
        var (next, changes) = ChainJudge.Judge(state, Report, node, clock.GetUtcNow());
        newest = new(state, next, Totals(state.Mounts?.Seen));
        log.Changed(changes, clock.Step);
        return next.MovedBy(clock.Step);
    }

    /// <summary>A table that was counted already is not counted again.</summary>
    private RpcTotals Totals(MountsSnapshot? now)
    {
        var before = newest?.Rpc ?? RpcTotals.Empty;
        return now is null || ReferenceEquals(now, newest?.State.Mounts?.Seen) ? before : before.Feed(now);
    }
}
