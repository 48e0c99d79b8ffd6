using Automount.Maps.Sources;
using AutomountAgent.Derive;
using AutomountAgent.Validate.Diff;

namespace AutomountAgent.History;

/// <summary>
/// Follows what the maps mean. Only maps that were read completely are compared: what is missing while LDAP does not answer, or a file has
/// not been read yet, has not been removed. The first maps after a start are compared with none.
/// </summary>
internal sealed class MapHistory
{
    /// <summary>So many changes from one copy of the maps to the next are told.</summary>
    public const int MaxChanges = 100;

    private KnownMaps? last;

    /// <summary>The maps of a state that can be compared; null when they cannot.</summary>
    public static KnownMaps? Comparable(NodeState state)
    {
        var isComplete = state.Automount?.Seen is not null && state.Maps.Inputs.IsServedComplete;
        var isRead = ReferenceEquals(state.Analysis.Maps, state.Maps) && state.Analysis is { GivenUp: null, WhyUnread: null };
        return isComplete && isRead ? state.Maps : null;
    }

    /// <summary>What the maps mean now and did not before: up to one more than <see cref="MaxChanges"/>.</summary>
    public IReadOnlyList<MapChange> Next(KnownMaps maps)
    {
        var before = last;
        last = maps;
        return before is null || ReferenceEquals(before, maps) ? [] : [.. MapDiff.Changes(before, maps).Take(MaxChanges + 1)];
    }
}
