using System.Text.Json;
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
        return [.. JsonSerializer.SerializeToUtf8Bytes(document, ChainJsonContext.Default.KeyDocument), (byte)'\n'];
    }

    private static AnswerDocument Of(KeyAnswer answer)
    {
        var master = answer.Master is { } source ? Of(answer.Use.Root.Record, source) : null;
        var error = answer.Error is { } refused ? Credentials.Mask(refused.Message, answer.Record.Value) : null;
        return new AnswerDocument(
            answer.Use.Map.Name,
            answer.Key,
            answer.Path,
            Of(answer.Record, answer.Source),
            answer.IsWildcard,
            master,
            [.. answer.Substitutions.Select(s => new SubstitutionDocument(s.Written, s.Value))],
            error,
            answer.HiddenBy,
            [.. (answer.Entry?.Mounts ?? []).Select(mount => Of(answer, mount))],
            [.. answer.Findings.Select(ChainJson.Of)]);
    }

    private static EntryDocument Of(MapRecord record, FindingSource source) =>
        new(record.Key, Credentials.Mask(record.Value), source.File, source.Line, source.Dn);

    private static KeyMountDocument Of(KeyAnswer answer, EntryMount mount)
    {
        var path = answer.Path is { } point ? MountPath.Join(point, mount.Offset) : null;
        var map = mount.Kind == MountKind.Submount ? SubmountMap.Name(mount) : null;
        var entries = map is null ? null : answer.Submounts.GetValueOrDefault(map);
        return new KeyMountDocument(
            mount.Offset,
            path,
            mount.Type,
            Credentials.Mask(mount.Options, mount.Options),
            map,
            entries,
            [.. mount.Locations.Select(l => new LocationDocument(l.Path, [.. l.Hosts.Select(h => new HostDocument(h.Name, h.Weight))]))]);
    }
}
