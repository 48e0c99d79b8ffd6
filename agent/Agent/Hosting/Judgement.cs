using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Output.Journal;
using AutomountAgent.Output.Metrics;
using AutomountAgent.Rules;

namespace AutomountAgent.Hosting;

/// <summary>The newest verdict, and the way to the next one. One loop calls <see cref="Next"/>; anybody may read.</summary>
/// <param name="node">Name of the node.</param>
/// <param name="clock">Clock.</param>
/// <param name="log">Where changes are told.</param>
internal sealed class Judgement(string node, SteadyClock clock, FindingLog log)
{
    private volatile ChainReport? report;
    private volatile RpcTotals rpc = RpcTotals.Empty;
    private MountsView? mounts;

    /// <summary>The newest verdict, with the times of the steady clock; null before the first one.</summary>
    public ChainReport? Report => report;

    /// <summary>The newest verdict as it is shown: with the times of the node's clock.</summary>
    public ChainReport? Shown => report?.MovedBy(clock.Step);

    /// <summary>RPC counters per server, which do not go back when a mount goes.</summary>
    public RpcTotals Rpc => rpc;

    /// <summary>Judges a state, tells what changed, and returns the verdict as it is shown.</summary>
    /// <param name="state">What was observed.</param>
    public ChainReport Next(NodeState state)
    {
        var (next, changes) = ChainJudge.Judge(state, report, node, clock.GetUtcNow());
        report = next;
        log.Changed(changes, clock.Step);
        Follow(state.Mounts?.Seen);
        return next.MovedBy(clock.Step);
    }

    private void Follow(MountsView? now)
    {
        if (now is null || ReferenceEquals(now, mounts))
        {
            return;
        }

        rpc = rpc.Feed(now);
        mounts = now;
    }
}
