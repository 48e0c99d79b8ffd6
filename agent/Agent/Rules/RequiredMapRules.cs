using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using static Automount.Findings.FindingCatalog;

namespace AutomountAgent.Rules;

/// <summary>Rules of the link <c>mount</c> about <c>[required] maps=</c>. A map that is not known yet is the business of the links before.</summary>
internal static class RequiredMapRules
{
    /// <summary>Judges the patterns.</summary>
    public static IEnumerable<Finding> Run(NodeState state) =>
        from problem in state.Required?.Seen?.Problems ?? []
        where problem.Kind != RequiredMapTrouble.NotKnown
        select new Finding
        {
            Kind = problem.Kind switch
            {
                RequiredMapTrouble.Wildcard => MountRequiredWildcard,
                RequiredMapTrouble.TooMany => MountRequiredTooMany,
                _ => MountRequiredMapEmpty,
            },
            Subject = problem.Pattern,
            Message = $"required map {problem.Pattern}: {problem.Detail}",
        };
}
