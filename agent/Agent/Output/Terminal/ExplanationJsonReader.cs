using System.Text;
using System.Text.Json;
using Automount.Findings;
using Automount.Maps;
using AutomountAgent.Explain;
using AutomountAgent.Model;

namespace AutomountAgent.Output.Terminal;

/// <summary>Reads the document that <see cref="ExplanationJson"/> writes: what the running daemon says of a path.</summary>
internal static class ExplanationJsonReader
{
    /// <summary>The explanation; null when the text is not such a document, or that of another version of this program.</summary>
    public static Explanation? Read(string document) => ChainJsonReader.Read(Encoding.UTF8.GetBytes(document), ExplanationOf);

    private static Explanation ExplanationOf(JsonElement json)
    {
        var explanation = new Explanation(
            ChainJsonReader.Text(json, "path") ?? "", [.. json.GetProperty("links").EnumerateArray().Select(StepOf)])
        {
            Unasked = [.. json.GetProperty("unasked").EnumerateArray().Select(LocationOf)],
        };
        return json.TryGetProperty("message", out var message)
            ? explanation with
            {
                Meaning = ChainJsonReader.Text(message, "meaning") ?? "",
                MessageSource = ChainJsonReader.Text(message, "source") ?? "",
                Pod = ChainJsonReader.Text(message, "pod") ?? "",
            }
            : explanation;
    }

    private static ExportLocation LocationOf(JsonElement location) => new(
        ChainJsonReader.Text(location, "host") ?? "",
        location.GetProperty("port").GetInt32(),
        Enum.Parse<NfsVersions>(ChainJsonReader.Text(location, "versions") ?? ""),
        ChainJsonReader.Text(location, "path") ?? "");

    private static ExplainedStep StepOf(JsonElement link) => new(
        ChainJsonReader.Known(Links.All, Links.Name, ChainJsonReader.Text(link, "link")),
        ChainJsonReader.Known(Verdicts.All, Verdicts.Name, ChainJsonReader.Text(link, "state")),
        ChainJsonReader.Text(link, "evidence") ?? "",
        [.. link.GetProperty("findings").EnumerateArray().Select(ChainJsonReader.FindingOf)],
        link.TryGetProperty("tookSeconds", out var seconds) ? TimeSpan.FromSeconds(seconds.GetDouble()) : null)
    {
        WhatToDo = ChainJsonReader.Text(link, "remedy") ?? "",
        Directory = link.TryGetProperty("directory", out var directory) ? DirectoryOf(directory) : null,
    };

    private static DirectoryAttributes DirectoryOf(JsonElement directory) => new(
        directory.GetProperty("mode").GetUInt32(),
        ChainJsonReader.Text(directory, "owner") ?? "",
        ChainJsonReader.Text(directory, "group") ?? "");
}
