using System.Collections.Immutable;
using Automount.Findings;

namespace AutomountAgent.Validate.Diff;

/// <summary>What a change does to the meaning of a set of maps.</summary>
internal enum ChangeKind
{
    /// <summary>The master map has an entry that it had not.</summary>
    MasterAdded,

    /// <summary>The master map has an entry no longer.</summary>
    MasterRemoved,

    /// <summary>An entry of the master map has another map, or other options.</summary>
    MasterChanged,

    /// <summary>There is a map that there was not.</summary>
    MapAdded,

    /// <summary>There is a map no longer.</summary>
    MapRemoved,

    /// <summary>A key answers that did not.</summary>
    KeyAdded,

    /// <summary>A key answers no longer.</summary>
    KeyRemoved,

    /// <summary>Something else is mounted: another server, another path, other replicas.</summary>
    Moved,

    /// <summary>The file system type is another one.</summary>
    TypeChanged,

    /// <summary>It is mounted with other options.</summary>
    OptionsChanged,

    /// <summary>An entry mounts something at an offset where it did not.</summary>
    OffsetAdded,

    /// <summary>An entry mounts nothing any more at an offset.</summary>
    OffsetRemoved,

    /// <summary>Other variables of the node decide what an entry means.</summary>
    VariablesChanged,

    /// <summary>automount refuses an entry that it took.</summary>
    Refused,

    /// <summary>automount takes an entry that it refused.</summary>
    Accepted,
}

/// <summary>One change in meaning.</summary>
/// <param name="Kind">What kind of change.</param>
/// <param name="Map">Name of the map.</param>
/// <param name="Key">The key; of the master map the mount point; null when it is about the map.</param>
/// <param name="Before">What was, as a few words; empty for nothing.</param>
/// <param name="Now">What is; empty for nothing.</param>
internal sealed record MapChange(ChangeKind Kind, string Map, string? Key, string Before, string Now)
{
    /// <summary>The offset of a multi-mount that it is about; <c>/</c> for the key itself.</summary>
    public string Offset { get; init; } = "/";

    /// <summary>The wildcard answered for the key before, or does now.</summary>
    public bool ByWildcard { get; init; }

    /// <summary>Where it stands: in the new maps, of what is removed in the old ones.</summary>
    public FindingSource? Source { get; init; }
}

/// <summary>What differs in meaning between two sets of maps.</summary>
/// <param name="Changes">The changes: those of the master map, then map by map.</param>
/// <param name="NewFindings">What is wrong that was not.</param>
/// <param name="GoneFindings">What was wrong and is not any more.</param>
internal sealed record MapDifferences(
    ImmutableArray<MapChange> Changes, ImmutableArray<Finding> NewFindings, ImmutableArray<Finding> GoneFindings)
{
    /// <summary>The two mean the same.</summary>
    public bool IsEmpty => Changes.IsEmpty && NewFindings.IsEmpty && GoneFindings.IsEmpty;
}

/// <summary>The names of kinds of changes, as they appear in JSON and in tables.</summary>
internal static class ChangeKinds
{
    /// <summary>The name.</summary>
    public static string Name(this ChangeKind kind) => kind switch
    {
        ChangeKind.MasterAdded => "master-added",
        ChangeKind.MasterRemoved => "master-removed",
        ChangeKind.MasterChanged => "master-changed",
        ChangeKind.MapAdded => "map-added",
        ChangeKind.MapRemoved => "map-removed",
        ChangeKind.KeyAdded => "added",
        ChangeKind.KeyRemoved => "removed",
        ChangeKind.Moved => "moved",
        ChangeKind.TypeChanged => "type",
        ChangeKind.OptionsChanged => "options",
        ChangeKind.OffsetAdded => "offset-added",
        ChangeKind.OffsetRemoved => "offset-removed",
        ChangeKind.VariablesChanged => "variables",
        ChangeKind.Refused => "refused",
        _ => "accepted",
    };
}
