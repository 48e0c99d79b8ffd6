using System.Collections.Immutable;

namespace Automount.Findings;

/// <summary>What changed between two rounds of judgement.</summary>
/// <param name="Raised">Findings that were not there before.</param>
/// <param name="Changed">Findings that were there, and now say something else.</param>
/// <param name="Cleared">Findings that are gone.</param>
public sealed record FindingChanges(ImmutableArray<Finding> Raised, ImmutableArray<Finding> Changed, ImmutableArray<Finding> Cleared)
{
    /// <summary>True when nothing changed.</summary>
    public bool IsEmpty => Raised.IsEmpty && Changed.IsEmpty && Cleared.IsEmpty;
}

/// <summary>Carries findings from one judgement to the next, so that each keeps the time since which it is there.</summary>
public static class FindingHistory
{
    /// <summary>Fills <see cref="Finding.Since"/> and says what changed. The first of several findings with one identity wins.</summary>
    /// <param name="before">The findings of the last judgement.</param>
    /// <param name="now">What the rules say now.</param>
    /// <param name="time">The time of this judgement.</param>
    public static (ImmutableArray<Finding> Current, FindingChanges Changes) Follow(
        ImmutableArray<Finding> before, IEnumerable<Finding> now, DateTimeOffset time)
    {
        var old = before.ToDictionary(f => f.Identity);
        var current = ImmutableArray.CreateBuilder<Finding>();
        var raised = ImmutableArray.CreateBuilder<Finding>();
        var changed = ImmutableArray.CreateBuilder<Finding>();
        foreach (var finding in now.DistinctBy(f => f.Identity))
        {
            var known = old.Remove(finding.Identity, out var last);
            var dated = finding with { Since = known ? last!.Since : time };
            current.Add(dated);
            if (!known)
            {
                raised.Add(dated);
            }
            else if (last!.Message != dated.Message)
            {
                changed.Add(dated);
            }
        }

        return (current.ToImmutable(), new FindingChanges(raised.ToImmutable(), changed.ToImmutable(), [.. old.Values]));
    }
}
