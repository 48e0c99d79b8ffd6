using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Model;

namespace AutomountAgent.Output.Terminal;

/// <summary>Reads the document that <see cref="ChainJson"/> writes: what the running daemon says of the chain.</summary>
internal static class ChainJsonReader
{
    /// <summary>The report; null when the bytes are not such a document, or that of another version of this program.</summary>
    public static ChainReport? Read(ReadOnlySpan<byte> document)
    {
        try
        {
            var chain = JsonSerializer.Deserialize(document, ChainJsonReaderContext.Default.ChainDocument);
            return chain is { Schema: 1 } ? Of(chain) : null;
        }
        catch (Exception e) when (e is JsonException or UnknownNameException)
        {
            return null;
        }
    }

    private static ChainReport Of(ChainDocument chain) => new(chain.Node, Time(chain.Time), [.. chain.Links.Select(Of)])
    {
        Silenced = (chain.Silenced ?? new Dictionary<string, int>()).ToImmutableSortedDictionary(StringComparer.Ordinal),
    };

    private static LinkReport Of(LinkDocument link) => new(
        Known(Links.All, Links.Name, link.Link),
        Known(Verdicts.All, Verdicts.Name, link.State),
        Time(link.Since),
        link.Reason ?? "",
        [.. link.Findings.Select(Of)]);

    private static Finding Of(FindingDocument finding)
    {
        var kind = FindingCatalog.Find(finding.Code) ?? throw new UnknownNameException();
        var severity = Known(Enum.GetValues<Severity>(), Severities.Name, finding.Severity);
        return Of(finding, kind) with { Reduced = severity == kind.Severity ? null : severity };
    }

    private static Finding Of(FindingDocument finding, FindingKind kind) => new()
    {
        Kind = kind,
        Subject = finding.Subject,
        Message = finding.Message,
        Remedy = finding.Remedy,
        Source = finding.Source is { } s ? new FindingSource(s.Map, s.Key, s.Dn, s.File, s.Line, s.Column) : null,
        Excerpt = finding.Excerpt is { } text ? new Excerpt(text.Text, text.Column) : null,
        Since = Time(finding.Since),
        Cause = finding.FollowsFrom is { } code ? new Cause(code, "", code) : null,
    };

    private static T Known<T>(IReadOnlyList<T> all, Func<T, string> name, string text)
    {
        foreach (var item in all)
        {
            if (name(item) == text)
            {
                return item;
            }
        }

        throw new UnknownNameException();
    }

    /// <summary>A time of RFC 3339; the default where there is none.</summary>
    private static DateTimeOffset Time(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : default;

    /// <summary>A name that this version of the program does not have.</summary>
    private sealed class UnknownNameException : Exception;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ChainDocument))]
internal sealed partial class ChainJsonReaderContext : JsonSerializerContext;
