using System.Collections.Immutable;
using Automount.Findings;

namespace Automount.Lint;

/// <summary>What the linter reports about a set of maps.</summary>
/// <param name="Kinds">The findings by map and kind: the master map first, then map by map.</param>
/// <param name="Silenced">How many more there would be, by code, had the administrator not silenced them.</param>
public sealed record LintResult(ImmutableArray<ListedFindings> Kinds, ImmutableDictionary<string, int> Silenced)
{
    /// <summary>No findings.</summary>
    public static LintResult Empty { get; } = new([], ImmutableDictionary<string, int>.Empty);

    /// <summary>The findings that are listed; the last of each kind and map says how many more there are.</summary>
    public ImmutableArray<Finding> Findings { get; } = [.. Kinds.SelectMany(k => k.Abridged())];
}
