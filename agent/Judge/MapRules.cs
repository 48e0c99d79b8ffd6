using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AutomountAgent.Chain;
using AutomountAgent.Judge.Critic;

namespace AutomountAgent.Judge;

/// <summary>Rules of the link <c>map</c>: what the critic says of the best copy of the maps.</summary>
public static class MapRules
{
    // Maps change rarely and are judged often; the maps themselves are the key, so that the memory goes with them.
    private static readonly ConditionalWeakTable<KnownMaps, StrongBox<ImmutableArray<Finding>>> Judged = [];

    /// <summary>Judges the best copy of the maps; says nothing when none could be read now.</summary>
    public static IEnumerable<Finding> Run(NodeState state) => LinkObservations.WhyUnknown(Link.Map, state) is not null
        ? []
        : Judged.GetValue(state.Maps, static maps => new([.. MapCritic.Run(maps, NodeFacts.None), .. MapSourceRules.Run(maps)])).Value;
}
