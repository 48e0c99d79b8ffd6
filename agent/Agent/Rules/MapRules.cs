using Automount.Lint;
using AutomountAgent.Derive;

namespace AutomountAgent.Rules;

/// <summary>Rules of the link <c>map</c>: what the linter reports about the best copy of the maps.</summary>
internal static class MapRules
{
    /// <summary>The findings about the best copy of the maps; none when no copy could be read now.</summary>
    public static LintResult Run(NodeState state) =>
        LinkObservations.HasMaps(state) ? state.Analysis.Lint : LintResult.Empty;
}
