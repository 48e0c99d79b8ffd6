using System.Collections.Immutable;
using System.Text.Json;
using Automount.Formats;
using Automount.Text;

namespace AutomountPackaging.Fleet;

/// <summary>
/// All nodes for programs: <c>{"schema":1,"time":T,"complete":B,"answering":[...],"silent":[...],"missing":N,"versions":[...],
/// "links":[...],"servers":[...],"findings":[...],"gaps":[...]}</c>. Members may be added; none changes its meaning under schema 1.
/// </summary>
internal static class FleetJson
{
    /// <summary>The document as UTF-8.</summary>
    public static byte[] Bytes(FleetView view) => JsonText.Bytes(json =>
    {
        json.WriteNumber("schema", 1);
        json.WriteString("time", Rfc3339.Of(view.Time));
        json.WriteBoolean("complete", view.IsComplete);
        Names(json, "answering", view.Answering);
        Names(json, "silent", view.Silent);
        json.WriteNumber("missing", view.Missing);
        Objects(json, "versions", view.Versions, row =>
        {
            json.WriteString("version", row.Version);
            json.WriteNumber("nodes", row.Nodes);
        });
        Objects(json, "links", view.Links, row =>
        {
            json.WriteString("link", row.Link);
            json.WriteNumber("broken", row.Broken);
            json.WriteNumber("degraded", row.Degraded);
            json.WriteNumber("unknown", row.Unknown);
            json.WriteNumber("ok", row.Ok);
        });
        Objects(json, "servers", view.Servers, row => Server(json, row));
        Objects(json, "findings", view.Findings, row => Finding(json, row));
        Names(json, "gaps", view.Gaps);
    });

    private static void Server(Utf8JsonWriter json, ServerRow row)
    {
        json.WriteString("server", row.Server);
        json.WriteNumber("nodes", row.Nodes);
        Names(json, "down", row.Down);
        Names(json, "hung", row.Hung);
        if (row.Since is { } since)
        {
            json.WriteString("since", Rfc3339.Of(since));
        }
    }

    private static void Finding(Utf8JsonWriter json, FindingRow row)
    {
        json.WriteString("code", row.Code);
        json.WriteString("severity", row.Severity);
        if (row.Follows.Length > 0)
        {
            json.WriteString("followsFrom", row.Follows);
        }

        Names(json, "nodes", row.Nodes);
    }

    private static void Objects<T>(Utf8JsonWriter json, string name, ImmutableArray<T> rows, Action<T> members)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            members(row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Names(Utf8JsonWriter json, string name, ImmutableArray<string> names)
    {
        json.WriteStartArray(name);
        foreach (var one in names)
        {
            json.WriteStringValue(one);
        }

        json.WriteEndArray();
    }
}
