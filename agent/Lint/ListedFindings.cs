using System.Collections.Immutable;
using Automount.Findings;

namespace Automount.Lint;

/// <summary>The findings of one kind in one map.</summary>
/// <param name="Map">Name of the map.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Listed">Those that are listed: the first ones.</param>
public sealed record ListedFindings(string Map, FindingKind Kind, int Count, ImmutableArray<Finding> Listed)
{
    /// <summary>How many are not listed.</summary>
    public int More => Math.Max(Count - Listed.Length, 0);

    /// <summary>Those that are listed, of which the last says how many more there are.</summary>
    internal IEnumerable<Finding> Abridged()
    {
        if (More == 0 || Listed.IsEmpty)
        {
            return Listed;
        }

        var last = Listed[^1];
        return Listed.SetItem(Listed.Length - 1, last with { Message = $"{last.Message} (and {More} more like it)" });
    }
}
