using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AutomountAgent.Model;

namespace AutomountAgent.History;

/// <summary>The history as text: JSON, one record a line in the file, and as the document of <c>history --output json</c>.</summary>
internal static class HistoryText
{
    /// <summary>The records as lines of UTF-8, each with its newline.</summary>
    public static byte[] Lines(IEnumerable<HistoryRecord> records)
    {
        var lines = new MemoryStream();
        foreach (var record in records)
        {
            lines.Write(JsonSerializer.SerializeToUtf8Bytes(record, HistoryLineContext.Default.HistoryRecord));
            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }

    /// <summary>The record of a line; null when the line is none, as one that was cut off by a kill.</summary>
    public static HistoryRecord? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, HistoryLineContext.Default.HistoryRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The document: schema 1, oldest record first, with a newline at the end.</summary>
    /// <param name="records">The records.</param>
    /// <param name="unreadable">How many lines of the files are none.</param>
    public static string Document(ImmutableArray<HistoryRecord> records, int unreadable)
    {
        var document = new HistoryDocument(1, records, unreadable);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(document, HistoryDocumentContext.Default.HistoryDocument);
        return Encoding.UTF8.GetString(bytes) + '\n';
    }
}

internal sealed record HistoryDocument(int Schema, ImmutableArray<HistoryRecord> Records, int UnreadableLines);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HistoryRecord))]
internal sealed partial class HistoryLineContext : JsonSerializerContext;

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(HistoryDocument))]
internal sealed partial class HistoryDocumentContext : JsonSerializerContext;
