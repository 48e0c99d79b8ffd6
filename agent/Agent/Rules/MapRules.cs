using System.Runtime.CompilerServices;
using Automount.Findings;
using Automount.Lint;
using Automount.Maps.Sources;
using AutomountAgent.Derive;

namespace AutomountAgent.Rules;

/// <summary>Rules of the link <c>map</c>: what the critic says of the best copy of the maps.</summary>
internal static class MapRules
{
    // Maps change rarely and are judged often; the maps themselves are the key, so that the memory goes with them.
    private static readonly ConditionalWeakTable<KnownMaps, Judged> Last = [];

    /// <summary>Judges the best copy of the maps; says nothing when none could be read now.</summary>
    /// <param name="state">What was observed.</param>
    /// <param name="silence">What is only counted.</param>
    public static Criticism Run(NodeState state, Silence silence)
    {
        if (LinkObservations.WhyUnknown(Link.Map, state) is not null)
        {
            return Criticism.Nothing;
        }

        var node = state.Automount?.Seen?.Node ?? NodeFacts.None;
        if (!Last.TryGetValue(state.Maps, out var last) || last.Node != node || last.Silence != silence)
        {
            last = new Judged(node, silence, MapCritic.Judge(state.Maps, node, silence));
            Last.AddOrUpdate(state.Maps, last);
        }

        return last.Said;
    }

    private sealed record Judged(NodeFacts Node, Silence Silence, Criticism Said);
}
