using Automount.Findings;
using Automount.Lint;
using Automount.Maps.Sources;
using AutomountAgent.Derive;

namespace AutomountAgent.Rules;

/// <summary>
/// What the critic said of the best copy of the maps, and of which one. Maps change rarely and are judged often, so the caller keeps the
/// last review and asks it for the next one.
/// </summary>
/// <param name="Maps">The maps.</param>
/// <param name="Node">The node that uses them.</param>
/// <param name="Silence">What was only counted.</param>
/// <param name="Criticism">What was said.</param>
internal sealed record MapReview(KnownMaps Maps, NodeFacts Node, Silence Silence, Criticism Criticism)
{
    /// <summary>No maps were judged yet, or none could be read.</summary>
    public static MapReview None { get; } = new(KnownMaps.None, NodeFacts.None, Silence.None, Criticism.Nothing);

    /// <summary>The review of a state: this one, unless the maps, the node or what is silenced have changed since.</summary>
    /// <param name="state">What was observed.</param>
    /// <param name="silence">What is only counted.</param>
    public MapReview Next(NodeState state, Silence silence)
    {
        if (LinkObservations.WhyUnknown(Link.Map, state) is not null)
        {
            return None;
        }

        var node = state.Automount?.Seen?.Node ?? NodeFacts.None;
        return ReferenceEquals(Maps, state.Maps) && Node == node && Silence == silence
            ? this
            : new MapReview(state.Maps, node, silence, MapCritic.Judge(state.Maps, node, silence));
    }
}
