using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Automount.Findings;
using Automount.Maps;
using AutomountAgent.Explain;
using AutomountAgent.Model;

namespace AutomountAgent.Output.Terminal;

/// <summary>The JSON document of <c>explain</c>: schema 1.</summary>
internal static class ExplanationJson
{
    /// <summary>The document as UTF-8, indented.</summary>
    public static byte[] Bytes(Explanation explanation) =>
        JsonSerializer.SerializeToUtf8Bytes(Of(explanation), ChainJsonContext.Default.ExplanationDocument);

    /// <summary>The document as text, indented.</summary>
    public static string Text(Explanation explanation) => Encoding.UTF8.GetString(Bytes(explanation));

    /// <summary>The document of a pod: one explanation for each of its paths.</summary>
    public static string Text(string pod, IReadOnlyList<Explanation> explained) => Encoding.UTF8.GetString(
        JsonSerializer.SerializeToUtf8Bytes(
            new PodExplanationDocument(1, pod, Verdicts.Worst(explained.Select(e => e.Verdict)).Name(), [.. explained.Select(Of)]),
            ChainJsonContext.Default.PodExplanationDocument));

    private static ExplanationDocument Of(Explanation explanation) => new(
        1,
        explanation.Path,
        explanation.Verdict.Name(),
        explanation.FirstBroken?.Link.Name(),
        explanation.Blamed?.Link.Name(),
        [.. explanation.Steps.Select(Of)],
        explanation.Meaning.Length > 0 ? new(explanation.Meaning, explanation.MessageSource, Given(explanation.Pod)) : null,
        [.. explanation.Unasked.Select(Of)]);

    private static ExportDocument Of(ExportLocation location) =>
        new(location.Host, location.Port, location.Versions.ToString(), location.Path);

    private static ExplainedLinkDocument Of(ExplainedStep step) => new(
        step.Link.Name(),
        step.State.Name(),
        step.Evidence,
        step.Took?.TotalSeconds,
        Given(step.WhatToDo),
        [.. step.Findings.Select(ChainJson.Of)],
        step.Directory is { } directory ? new(directory.Mode, directory.Owner, directory.Group) : null);

    private static string? Given(string text) => text.Length > 0 ? text : null;
}

internal sealed record ExplanationDocument(
    int Schema,
    string Path,
    string Verdict,
    string? FirstBroken,
    string? Blamed,
    ImmutableArray<ExplainedLinkDocument> Links,
    ErrorMessageDocument? Message,
    ImmutableArray<ExportDocument> Unasked);

internal sealed record ExportDocument(string Host, int Port, string Versions, string Path);

internal sealed record ErrorMessageDocument(string Meaning, string Source, string? Pod);

internal sealed record PodExplanationDocument(int Schema, string Pod, string Verdict, ImmutableArray<ExplanationDocument> Paths);

internal sealed record ExplainedLinkDocument(
    string Link,
    string State,
    string Evidence,
    double? TookSeconds,
    string? Remedy,
    ImmutableArray<FindingDocument> Findings,
    DirectoryDocument? Directory);

internal sealed record DirectoryDocument(uint Mode, string Owner, string Group);
