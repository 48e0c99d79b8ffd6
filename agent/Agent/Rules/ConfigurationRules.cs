using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Derive;

namespace AutomountAgent.Rules;

/// <summary>The agent's own configuration.</summary>
internal static class ConfigurationRules
{
    /// <summary>A configuration that was refused: what it says is not in force, and the next start would fail on it.</summary>
    public static IEnumerable<Finding> Run(NodeState state) => state.Configuration is not { RefusedAt: not null } load
        ? []
        : [new Finding
        {
            Kind = AutomountFindings.AgentConfigurationRefused,
            Subject = "automount-agent",
            Message = $"the configuration of the agent was refused, the last good one stays: {load.Problem}",
        }];
}
