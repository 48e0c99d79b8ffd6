using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Output.Metrics;

/// <summary>All that a metrics page is made of: memory only, nothing is looked at while it is written.</summary>
/// <param name="State">What is known about the node.</param>
/// <param name="Report">The verdict on it; null before the first one.</param>
/// <param name="Rpc">RPC counters per server.</param>
/// <param name="Counters">What the agent did.</param>
/// <param name="Agent">Which agent this is.</param>
/// <param name="Step">How far the times of <paramref name="State"/> are behind the node's clock.</param>
internal sealed record MetricsInput(
    NodeState State, ChainReport? Report, RpcTotals Rpc, Counters Counters, AgentInfo Agent, TimeSpan Step = default);
