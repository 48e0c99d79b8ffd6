using AutomountAgent.Chain;
using AutomountAgent.Judge;
using AutomountAgent.Observe.Mounts;
using AutomountAgent.Report.Journal;
using AutomountAgent.Report.Metrics;

namespace AutomountAgent.Run;

/// <summary>The newest verdict, and the way to the next one. One loop calls <see cref="Next"/>; anybody may read.</summary>
/// <param name="node">Name of the node.</param>
/// <param name="time">Clock.</param>
/// <param name="log">Where changes are told.</param>
public sealed class Judgement(string node, TimeProvider time, FindingLog log)
{
    private volatile ChainReport? report;
    private volatile RpcTotals rpc = RpcTotals.Empty;
    private MountsView? mounts;

    /// <summary>The newest verdict; null before the first one.</summary>
    public ChainReport? Report => report;

    /// <summary>RPC counters per server, which do not go back when a mount goes.</summary>
    public RpcTotals Rpc => rpc;

    /// <summary>Judges a state and tells what changed.</summary>
    /// <param name="state">What was observed.</param>
    /// <param name="silence">What is only counted.</param>
    public ChainReport Next(NodeState state, Silence silence)
    {
        var (next, changes) = ChainJudge.Judge(state, report, node, time.GetUtcNow(), silence);
        report = next;
        log.Changed(changes);
        Follow(state.Mounts?.Seen);
        return next;
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
