using System.Collections.Immutable;
using Automount.Findings;
using Automount.Lint;
using Automount.Maps;
using Automount.Maps.Sources;

namespace AutomountAgent.Validate.Keys;

/// <summary>What one map answers for a key.</summary>
/// <param name="Use">The map, as the master map or a submount uses it.</param>
/// <param name="Key">The name that the map is asked for.</param>
/// <param name="Record">The entry that answers: that of the key, or a wildcard.</param>
/// <param name="Path">Where it is mounted; null when nothing that is given uses the map.</param>
internal sealed record KeyAnswer(MapUse Use, string Key, MapRecord Record, string? Path)
{
    /// <summary>What the entry means; null when automount refuses it.</summary>
    public MapEntry? Entry { get; init; }

    /// <summary>Why automount refuses it.</summary>
    public EntryError? Error { get; init; }

    /// <summary>What is put in for <c>&amp;</c> and for variables.</summary>
    public ImmutableArray<EntrySubstitution> Substitutions { get; init; } = [];

    /// <summary>The map that automount asks before this one for the same path, and that has the key; null when none does.</summary>
    public string? HiddenBy { get; init; }

    /// <summary>What is wrong with the entry.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>The maps that are mounted below it, by name, each with its number of entries; null for a map that is not known.</summary>
    public ImmutableSortedDictionary<string, int?> Submounts { get; init; } = ImmutableSortedDictionary<string, int?>.Empty;

    /// <summary>The entry of the master map that uses the map, itself or through a submount; null when none does.</summary>
    public FindingSource? Master { get; init; }

    /// <summary>The entry stands for every name that the map does not have.</summary>
    public bool IsWildcard => Record.Key != Key && Record.IsWildcard;

    /// <summary>Where the entry stands.</summary>
    public FindingSource Source => RecordSource.Of(Use.Map.Name, Use.Map.File, Record);

    /// <summary>automount mounts nothing for the key.</summary>
    public bool IsBroken => Error is not null || Findings.Any(f => f.Severity == Severity.Error);
}

/// <summary>What all maps answer for a key.</summary>
/// <param name="Key">The key, as it was asked for.</param>
/// <param name="Answers">The answers, in the order of the maps.</param>
/// <param name="Near">Keys whose names come near, when no map has the key.</param>
/// <param name="NotLookedInto">Why maps that may have the key were not looked into, as sentences.</param>
internal sealed record KeyReport(
    string Key, ImmutableArray<KeyAnswer> Answers, ImmutableArray<string> Near, ImmutableArray<string> NotLookedInto)
{
    /// <summary>What is to be said besides, as sentences.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
