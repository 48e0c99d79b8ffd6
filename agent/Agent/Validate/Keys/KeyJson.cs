using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Automount.Findings;
using Automount.Maps;
using Automount.Text;
using AutomountAgent.Output.Terminal;

namespace AutomountAgent.Validate.Keys;

/// <summary>The JSON document of <c>validate --key</c> and <c>--run-program</c>: schema 1.</summary>
internal static class KeyJson
{
    /// <summary>The document as UTF-8, indented, with a newline at the end.</summary>
    public static byte[] Bytes(KeyReport report)
    {
        var document = new KeyDocument(1, report.Key, [.. report.Answers.Select(Of)], report.Near, report.NotLookedInto, report.Notes);
        return [.. JsonSerializer.SerializeToUtf8Bytes(document, KeyJsonContext.Default.KeyDocument), (byte)'\n'];
    }

    private static AnswerDocument Of(KeyAnswer answer)
    {
        var root = answer.Use.Root.Record;
        return new AnswerDocument(
            answer.Use.Map.Name,
            answer.Key,
            answer.Path,
            Of(answer.Record, answer.Source),
            answer.IsWildcard,
            answer.Master is { } master ? Of(root, master) : null,
            [.. answer.Substitutions.Select(s => new SubstitutionDocument(s.Written, s.Value))],
            answer.Error?.Message,
            answer.HiddenBy,
            [.. (answer.Entry?.Mounts ?? []).Select(mount => Of(answer, mount))],
            [.. answer.Findings.Select(ChainJson.Of)]);
    }

    private static EntryDocument Of(MapRecord record, FindingSource source) =>
        new(record.Key, Credentials.Mask(record.Value), source.File, source.Line, source.Dn);

    private static KeyMountDocument Of(KeyAnswer answer, EntryMount mount)
    {
        var isMap = mount.Kind == MountKind.Submount;
        var map = isMap ? SubmountMap.Name(mount) : null;
        return new KeyMountDocument(
            mount.Offset,
            answer.Path is { } path ? MountPath.Join(path, mount.Offset) : null,
            mount.Type,
            Credentials.Mask(mount.Options, mount.Options),
            map,
            map is null ? null : answer.Submounts.GetValueOrDefault(map),
            [.. mount.Locations.Select(l => new LocationDocument(l.Path, [.. l.Hosts.Select(h => new HostDocument(h.Name, h.Weight))]))]);
    }
}

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

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(KeyDocument))]
internal sealed partial class KeyJsonContext : JsonSerializerContext;
