using System.Collections.Immutable;

namespace AutomountAgent.Output.Terminal;

/// <summary>The JSON document of <c>validate --diff</c>.</summary>
internal sealed record DiffDocument(
    int Schema,
    string Old,
    string New,
    ImmutableArray<ChangeDocument> Changes,
    ImmutableArray<FindingDocument> NewFindings,
    ImmutableArray<FindingDocument> GoneFindings);

internal sealed record ChangeDocument(
    string Change,
    string Map,
    string? Key,
    string? Offset,
    bool Wildcard,
    bool ByWildcard,
    string? Before,
    string? Now,
    SourceDocument? Source);
