using System.Collections.Immutable;
using AutomountAgent.Chain;
using AutomountAgent.Maps;

namespace AutomountAgent.Judge;

/// <summary>Maps that were read to be judged, wherever they come from.</summary>
/// <param name="Master">The master map; null when there is none: then every map is judged by itself.</param>
/// <param name="Maps">The other maps.</param>
/// <param name="Findings">What reading them has shown already.</param>
public sealed record MapSet(MapContent? Master, ImmutableArray<MapContent> Maps, ImmutableArray<Finding> Findings)
{
    /// <summary>There is nothing to judge.</summary>
    public bool IsEmpty => Master is null && Maps.IsEmpty;
}

/// <summary>What the judgement of a set of maps gave.</summary>
/// <param name="Findings">The findings, those of the master map first.</param>
/// <param name="Maps">Number of maps.</param>
/// <param name="Entries">Number of entries in them.</param>
/// <param name="Silenced">How many findings the administrator does not want to hear of.</param>
public sealed record MapValidation(ImmutableArray<Finding> Findings, int Maps, int Entries, int Silenced)
{
    /// <summary>Number of findings of one severity.</summary>
    public int Count(Severity severity) => Findings.Count(f => f.Kind.Severity == severity);
}
