using Automount.Catalog;
using Automount.Findings;
using Automount.Lint;
using AutomountAgent.Derive;

namespace AutomountAgent.Rules;

/// <summary>Rules of the link <c>map</c>: what the linter reports about the best copy of the maps.</summary>
internal static class MapRules
{
    /// <summary>The findings about the best copy of the maps; none when no copy could be read now.</summary>
    public static LintResult Run(NodeState state)
    {
        if (state.Analysis.GivenUp is { } why)
        {
            var finding = NotJudged(why);
            return new LintResult([new ListedFindings(finding.Subject, finding.Kind, 1, [finding])], LintResult.Empty.Silenced);
        }

        return LinkObservations.HasMaps(state) ? state.Analysis.Lint : LintResult.Empty;
    }

    /// <summary>That the maps were not judged, or that what follows from them was not.</summary>
    public static Finding NotJudged(GivenUp why) => new()
    {
        Kind = MapSourceFindings.NotJudged,
        Subject = why.At?.Map ?? "maps",
        Message = why.Why,
        Source = why.At,
    };
}
