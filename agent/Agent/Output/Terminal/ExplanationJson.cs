using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Automount.Findings;
using AutomountAgent.Explain;
using AutomountAgent.Model;

namespace AutomountAgent.Output.Terminal;

/// <summary>The JSON document of <c>explain</c>: schema 1.</summary>
internal static class ExplanationJson
{
    /// <summary>The document as text, indented.</summary>
    public static string Text(Explanation explanation) => Encoding.UTF8.GetString(
        JsonSerializer.SerializeToUtf8Bytes(Of(explanation), ChainJsonContext.Default.ExplanationDocument));

    private static ExplanationDocument Of(Explanation explanation) => new(
        1,
        explanation.Path,
        explanation.Verdict.Name(),
        explanation.FirstBroken?.Link.Name(),
        [.. explanation.Steps.Select(Of)]);

    private static ExplainedLinkDocument Of(ExplainedStep step) => new(
        step.Link.Name(),
        step.State.Name(),
        step.Evidence,
        step.Took?.TotalSeconds,
        step.WhatToDo.Length > 0 ? step.WhatToDo : null,
        [.. step.Findings.Select(ChainJson.Of)]);
}

internal sealed record ExplanationDocument(
    int Schema, string Path, string Verdict, string? FirstBroken, ImmutableArray<ExplainedLinkDocument> Links);

internal sealed record ExplainedLinkDocument(
    string Link, string State, string Evidence, double? TookSeconds, string? Remedy, ImmutableArray<FindingDocument> Findings);
