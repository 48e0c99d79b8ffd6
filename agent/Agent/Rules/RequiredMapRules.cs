using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>
/// Rules of the link <c>mount</c> about <c>[required] maps=</c>. A map that is not known yet is judged by the links before.
/// </summary>
internal static class RequiredMapRules
{
    /// <summary>Judges the patterns.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        var problems = state.Required?.Seen?.Problems ?? [];
        return problems.Where(p => p.Kind != RequiredMapTrouble.NotKnown).Select(p => new Finding
        {
            Kind = KindOf(p.Kind),
            Subject = p.Pattern,
            Message = $"required map {p.Pattern}: {p.Detail}",
        });
    }

    private static FindingKind KindOf(RequiredMapTrouble trouble) => trouble switch
    {
        RequiredMapTrouble.Wildcard => MountFindings.RequiredWildcard,
        RequiredMapTrouble.TooMany => MountFindings.RequiredTooMany,
        _ => MountFindings.RequiredMapEmpty,
    };
}
