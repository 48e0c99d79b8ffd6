using System.Collections.Immutable;
using Automount.Findings;

namespace AutomountAgent.Validate.Diff;

/// <summary>Which findings are new and which are gone, wherever the lines have moved to. Linear in their number.</summary>
internal static class FindingDiff
{
    /// <summary>All are needed, but what tends to hold for every entry of a map counts once.</summary>
    private const int Listed = int.MaxValue - 1;

    /// <summary>Compares the findings about two sets of maps.</summary>
    public static (ImmutableArray<Finding> Gone, ImmutableArray<Finding> New) Between(MapSet before, MapSet now, Silence silence)
    {
        var old = MapValidation.Of(before, silence, Listed).Findings;
        var current = MapValidation.Of(now, silence, Listed).Findings;
        return (Without(old, current), FileColumns.Add(Without(current, old)));
    }

    /// <summary>The findings that are not among others; of several with one identity as many as there are more.</summary>
    private static ImmutableArray<Finding> Without(ImmutableArray<Finding> findings, ImmutableArray<Finding> others)
    {
        var left = others.CountBy(Identity).ToDictionary();
        var rest = ImmutableArray.CreateBuilder<Finding>();
        foreach (var finding in findings)
        {
            var identity = Identity(finding);
            if (left.GetValueOrDefault(identity) is > 0 and var count)
            {
                left[identity] = count - 1;
            }
            else
            {
                rest.Add(finding);
            }
        }

        return rest.ToImmutable();
    }

    private static (string Code, string? Map, string What) Identity(Finding finding) =>
        (finding.Kind.Code, finding.Source?.Map, finding.Source?.Map is null ? finding.Message : finding.Source.Key ?? "");
}
