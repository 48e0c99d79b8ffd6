using System.Text.Json;
using AutomountAgent.Output.Terminal;

namespace AutomountAgent.Validate.Diff;

/// <summary>The JSON document of <c>validate --diff</c>: schema 1, with all changes.</summary>
internal static class DiffJson
{
    /// <summary>The document as UTF-8, indented, with a newline at the end.</summary>
    public static byte[] Bytes(MapDifferences differences, string before, string now)
    {
        var document = new DiffDocument(
            1,
            before,
            now,
            [.. differences.Changes.Select(Of)],
            [.. differences.NewFindings.Select(ChainJson.Of)],
            [.. differences.GoneFindings.Select(ChainJson.Of)]);
        return [.. JsonSerializer.SerializeToUtf8Bytes(document, ChainJsonContext.Default.DiffDocument), (byte)'\n'];
    }

    private static ChangeDocument Of(MapChange change) => new(
        change.Kind.Name(),
        change.Map,
        change.Key,
        change.Offset == "/" ? null : change.Offset,
        change.Key is "*" or "/",
        change.ByWildcard,
        NullIfEmpty(change.Before),
        NullIfEmpty(change.Now),
        ChainJson.Of(change.Source));

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
