using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AutomountPackaging.Emit.Dashboards;

/// <summary>What both forms of the dashboard write alike.</summary>
internal static class DashboardJson
{
    /// <summary>The letter of a query, by its place: at most 26.</summary>
    public static string RefId(int place) => ((char)('A' + place)).ToString();

    /// <summary>A list.</summary>
    public static JsonArray List(IEnumerable<JsonNode> nodes) => new([.. nodes]);

    /// <summary>The text of a document, with signs of PromQL as they are: it is no part of HTML.</summary>
    public static string Text(JsonObject document)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            document.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}

/// <summary>The ids of the panels of one dashboard: 1, 2, 3.</summary>
internal sealed class PanelIds
{
    private int last;

    /// <summary>The next one.</summary>
    public int Next() => ++last;
}
