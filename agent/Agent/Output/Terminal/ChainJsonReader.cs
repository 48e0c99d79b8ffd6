using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Output.Terminal;

/// <summary>Reads the document that <see cref="ChainJson"/> writes: what the running daemon says of the chain.</summary>
internal static class ChainJsonReader
{
    /// <summary>The report; null when the bytes are not such a document, or that of another version of this program.</summary>
    public static ChainReport? Read(ReadOnlyMemory<byte> document) => Read(document, Report);

    /// <summary>What the daemon says; null when the bytes are not its document, or that of another version of this program.</summary>
    public static DaemonStatus? ReadStatus(ReadOnlyMemory<byte> document) => Read(
        document, chain => OverviewJson.Read(chain) is var (node, more) ? new DaemonStatus(Report(chain), node, more) : null);

    /// <summary>
    /// What a document of schema 1 says; null when the bytes are not one, or it is that of another version of this program.
    /// </summary>
    /// <param name="document">The document.</param>
    /// <param name="read">Reads it; it may throw what the accessors of <see cref="JsonElement"/> throw.</param>
    internal static T? Read<T>(ReadOnlyMemory<byte> document, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var json = JsonDocument.Parse(document);
            return json.RootElement.GetProperty("schema").GetInt32() == 1 ? read(json.RootElement) : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private static ChainReport Report(JsonElement chain) => new(
        Text(chain, "node") ?? "", Time(chain, "time"), [.. chain.GetProperty("links").EnumerateArray().Select(LinkOf)])
    {
        Silenced = Silenced(chain),
        Conditions = Conditions(chain),
    };

    private static ImmutableArray<NodeCondition> Conditions(JsonElement chain) =>
        chain.TryGetProperty("conditions", out var list) ? [.. list.EnumerateArray().Select(ConditionOf)] : [];

    private static NodeCondition ConditionOf(JsonElement condition) => new(
        Known(NodeConditions.Types, NodeConditions.Name, Text(condition, "type")),
        Known(NodeConditions.Statuses, NodeConditions.Name, Text(condition, "status")),
        Text(condition, "reason") ?? "",
        Text(condition, "message") ?? "",
        Time(condition, "lastTransitionTime"));

    private static LinkReport LinkOf(JsonElement link) => new(
        Known(Links.All, Links.Name, Text(link, "link")),
        Known(Verdicts.All, Verdicts.Name, Text(link, "state")),
        Time(link, "since"),
        Text(link, "reason") ?? "",
        [.. link.GetProperty("findings").EnumerateArray().Select(FindingOf)]);

    internal static Finding FindingOf(JsonElement finding)
    {
        var kind = FindingCatalog.Find(Text(finding, "code") ?? "") ?? throw new FormatException();
        var severity = Known([Severity.Error, Severity.Warning, Severity.Info], Severities.Name, Text(finding, "severity"));
        return new Finding
        {
            Kind = kind,
            Reduced = severity == kind.Severity ? null : severity,
            Subject = Text(finding, "subject") ?? "",
            Message = Text(finding, "message") ?? "",
            Remedy = Text(finding, "remedy"),
            Source = finding.TryGetProperty("source", out var source) ? SourceOf(source) : null,
            Excerpt = finding.TryGetProperty("excerpt", out var text)
                ? new Excerpt(Text(text, "text") ?? "", Number(text, "column") ?? 1)
                : null,
            Since = Time(finding, "since"),
            Cause = Text(finding, "followsFrom") is { } code ? new Cause(code, "", code) : null,
        };
    }

    private static FindingSource SourceOf(JsonElement source) => new(
        Text(source, "map"),
        Text(source, "key"),
        Text(source, "dn"),
        Text(source, "file"),
        Number(source, "line"),
        Number(source, "column"));

    private static ImmutableSortedDictionary<string, int> Silenced(JsonElement chain) =>
        chain.TryGetProperty("silenced", out var counts)
        ? counts.EnumerateObject().ToImmutableSortedDictionary(count => count.Name, count => count.Value.GetInt32())
        : ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>The value with a name; a name that this version of the program does not have ends the reading.</summary>
    internal static T Known<T>(IEnumerable<T> all, Func<T, string> name, string? text)
    {
        foreach (var item in all)
        {
            if (name(item) == text)
            {
                return item;
            }
        }

        throw new FormatException();
    }

    internal static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member.GetString() : null;

    private static int? Number(JsonElement element, string name) => element.TryGetProperty(name, out var member) ? member.GetInt32() : null;

    /// <summary>A time of RFC 3339; the default where there is none.</summary>
    private static DateTimeOffset Time(JsonElement element, string name) => DateTimeOffset.TryParse(
        Text(element, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : default;
}

/// <summary>What the running daemon says.</summary>
/// <param name="Report">The chain and its findings.</param>
/// <param name="Node">The rest of the node.</param>
/// <param name="More">How many rows of the rest its document does not have.</param>
internal sealed record DaemonStatus(ChainReport Report, NodeOverview Node, int More);
