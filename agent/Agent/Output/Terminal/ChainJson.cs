using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Automount.Findings;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Output.Terminal;

/// <summary>What was looked at by <c>validate</c>.</summary>
/// <param name="Maps">Number of maps.</param>
/// <param name="Entries">Number of entries.</param>
/// <param name="Errors">Number of findings that are errors.</param>
/// <param name="Warnings">Number of findings that are warnings.</param>
/// <param name="Silenced">Number of findings that the administrator does not want to hear of.</param>
internal sealed record ValidationSummary(int Maps, int Entries, int Errors, int Warnings, int Silenced)
{
    /// <summary>Number of errors among the findings of the document.</summary>
    public int ErrorsShown { get; init; }

    /// <summary>Number of warnings among the findings of the document.</summary>
    public int WarningsShown { get; init; }

    /// <summary>What is not among them.</summary>
    public ImmutableArray<MoreFindings> More { get; init; } = [];
}

/// <summary>Findings that are counted, not listed.</summary>
/// <param name="Map">Name of the map.</param>
/// <param name="Code">Their code.</param>
/// <param name="Count">How many.</param>
internal sealed record MoreFindings(string Map, string Code, int Count);

/// <summary>
/// The JSON document of <c>check</c>, <c>status</c>, <c>explain</c>, <c>validate</c>, of D-Bus and of <c>/api/v1/status</c>: schema 1.
/// </summary>
internal static class ChainJson
{
    /// <summary>The document as UTF-8, indented, with a newline at the end.</summary>
    public static byte[] Bytes(ChainReport report, ValidationSummary? summary = null) => Bytes(Of(report, summary));

    /// <summary>The document of the daemon, which says more of the node.</summary>
    public static byte[] Bytes(ChainReport report, NodeOverview node) => Bytes(Of(report, null) with { Overview = OverviewJson.Of(node) });

    private static byte[] Bytes(ChainDocument document) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(document, ChainJsonContext.Default.ChainDocument), (byte)'\n'];

    /// <summary>The document as text.</summary>
    public static string Text(ChainReport report, ValidationSummary? summary = null) => Encoding.UTF8.GetString(Bytes(report, summary));

    private static ChainDocument Of(ChainReport report, ValidationSummary? summary) => new(
        1,
        report.Node,
        Rfc3339.Of(report.Time),
        report.Verdict.Name(),
        First(report.FirstBroken),
        [.. report.Links.Select(Of)],
        [.. report.Findings.Select(Of)],
        Of(report.Conditions),
        report.Silenced.IsEmpty ? null : report.Silenced,
        summary);

    private static BrokenDocument? First(Finding? broken) =>
        broken is null ? null : new BrokenDocument(broken.Kind.Link.Name(), broken.Kind.Code);

    private static LinkDocument Of(LinkReport link) => new(
        link.Link.Name(),
        link.State.Name(),
        Time(link.Since),
        link.Reason.Length > 0 ? link.Reason : null,
        [.. link.Findings.Select(Of)]);

    internal static FindingDocument Of(Finding finding) => new(
        finding.Kind.Code,
        finding.Severity.Name(),
        finding.Kind.Link.Name(),
        finding.Subject,
        finding.Message,
        finding.WhatToDo,
        Of(finding.Source),
        Of(finding.Excerpt),
        Time(finding.Since),
        finding.FollowsFrom,
        finding.Pods is [] ? null : finding.Pods);

    /// <summary>One condition as UTF-8, indented, with a newline at the end.</summary>
    public static byte[] Bytes(NodeCondition condition) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(Of(condition), ChainJsonContext.Default.ConditionDocument), (byte)'\n'];

    private static ImmutableArray<ConditionDocument>? Of(ImmutableArray<NodeCondition> conditions) =>
        conditions.IsEmpty ? null : [.. conditions.Select(Of)];

    private static ConditionDocument Of(NodeCondition condition) => new(
        condition.Type.Name(), condition.Status.Name(), condition.Reason, condition.Message, Time(condition.Since));

    internal static SourceDocument? Of(FindingSource? source) =>
        source is null ? null : new(source.Map, source.Key, source.Dn, source.File, source.Line, source.Column);

    private static ExcerptDocument? Of(Excerpt? excerpt) => excerpt is null ? null : new(excerpt.Text, excerpt.Column);

    /// <summary>A command that judges once does not know since when: the time is absent then.</summary>
    private static string? Time(DateTimeOffset time) => time == default ? null : Rfc3339.Of(time);
}

internal sealed record ChainDocument(
    int Schema,
    string Node,
    string Time,
    string Verdict,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] BrokenDocument? FirstBroken,
    ImmutableArray<LinkDocument> Links,
    ImmutableArray<FindingDocument> Findings,
    ImmutableArray<ConditionDocument>? Conditions,
    IReadOnlyDictionary<string, int>? Silenced,
    ValidationSummary? Summary)
{
    /// <summary>What the daemon says besides; absent elsewhere.</summary>
    public OverviewDocument? Overview { get; init; }
}

internal sealed record BrokenDocument(string Link, string Code);

internal sealed record LinkDocument(string Link, string State, string? Since, string? Reason, ImmutableArray<FindingDocument> Findings);

internal sealed record FindingDocument(
    string Code, string Severity, string Link, string Subject, string Message, string Remedy, SourceDocument? Source,
    ExcerptDocument? Excerpt, string? Since, string? FollowsFrom, IReadOnlyList<string>? Pods);

/// <summary>A condition with the names that Kubernetes gives its members.</summary>
internal sealed record ConditionDocument(string Type, string Status, string Reason, string Message, string? LastTransitionTime);

internal sealed record SourceDocument(string? Map, string? Key, string? Dn, string? File, int? Line, int? Column);

internal sealed record ExcerptDocument(string Text, int Column);

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(ChainDocument))]
[JsonSerializable(typeof(ConditionDocument))]
[JsonSerializable(typeof(CatalogDocument))]
[JsonSerializable(typeof(ExplanationDocument))]
[JsonSerializable(typeof(KeyDocument))]
[JsonSerializable(typeof(DiffDocument))]
[JsonSerializable(typeof(PodExplanationDocument))]
internal sealed partial class ChainJsonContext : JsonSerializerContext;
