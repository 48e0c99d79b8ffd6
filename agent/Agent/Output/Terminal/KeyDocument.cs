using System.Collections.Immutable;

namespace AutomountAgent.Output.Terminal;

/// <summary>The JSON document of <c>validate --key</c> and <c>--run-program</c>.</summary>
internal sealed record KeyDocument(
    int Schema,
    string Key,
    ImmutableArray<AnswerDocument> Answers,
    ImmutableArray<string> Near,
    ImmutableArray<string> NotLookedInto,
    ImmutableArray<string> Notes);

internal sealed record AnswerDocument(
    string Map,
    string Key,
    string? Path,
    EntryDocument Entry,
    bool Wildcard,
    EntryDocument? Master,
    ImmutableArray<SubstitutionDocument> Substitutions,
    string? Error,
    string? HiddenBy,
    ImmutableArray<KeyMountDocument> Mounts,
    ImmutableArray<FindingDocument> Findings);

internal sealed record EntryDocument(string Key, string Value, string? File, int? Line, string? Dn);

internal sealed record SubstitutionDocument(string Written, string Value);

internal sealed record KeyMountDocument(
    string Offset, string? Path, string Type, string Options, string? Map, int? Entries, ImmutableArray<LocationDocument> Locations);

internal sealed record LocationDocument(string Path, ImmutableArray<HostDocument> Hosts);

internal sealed record HostDocument(string Name, int Weight);
