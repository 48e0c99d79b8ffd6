using System.Collections.Immutable;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Output.Metrics;

/// <summary>What is published at one moment, memory only. Two that are equal make the same page.</summary>
/// <param name="State">What is known about the node.</param>
/// <param name="Report">The verdict on it, with the times of the agent's clock; null before the first one.</param>
/// <param name="Rpc">RPC counters per server.</param>
/// <param name="Agent">Which agent this is.</param>
/// <param name="Step">How far the times of <paramref name="State"/> and <paramref name="Report"/> are behind the node's clock.</param>
internal sealed record MetricsInput(NodeState State, ChainReport? Report, RpcTotals Rpc, AgentInfo Agent, TimeSpan Step = default)
{
    /// <summary>The newest records of the history, the newest last.</summary>
    public ImmutableArray<HistoryRecord> History { get; init; } = [];

    /// <summary>The verdict with the times of the node's clock.</summary>
    public ChainReport? Shown => Report?.MovedBy(Step);
}
