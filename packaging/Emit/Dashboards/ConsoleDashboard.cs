using System.Text.Json.Nodes;

namespace AutomountPackaging.Emit.Dashboards;

/// <summary>
/// The dashboard as the console of OpenShift reads it (Observe, Dashboards): rows of panels of the kinds singlestat, graph and table alone
/// (openshift/monitoring-plugin, web/src/components/dashboards/legacy).
/// </summary>
internal static class ConsoleDashboard
{
    /// <summary>The document.</summary>
    public static JsonObject Document()
    {
        var ids = new PanelIds();
        return new()
        {
            ["title"] = Board.Title,
            ["uid"] = Board.Uid,
            ["tags"] = new JsonArray("automount"),
            ["schemaVersion"] = 14,
            ["version"] = 1,
            ["refresh"] = "30s",
            ["time"] = new JsonObject { ["from"] = "now-1h", ["to"] = "now" },
            ["templating"] = new JsonObject
            {
                ["list"] = DashboardJson.List(Board.Variables.Select(v => Variable(v.Name, v.Series, v.Label))),
            },
            ["rows"] = DashboardJson.List(Board.Rows.Select(row => RowOf(row, ids))),
        };
    }

    /// <summary>The console makes "count by" of the query, and takes ".+" for all.</summary>
    private static JsonObject Variable(string name, string series, string label) => new()
    {
        ["name"] = name,
        ["type"] = "query",
        ["query"] = $"label_values({series}, {label})",
        ["includeAll"] = true,
        ["current"] = new JsonObject { ["text"] = "All", ["value"] = "$__all" },
    };

    private static JsonObject RowOf(Row row, PanelIds ids) => new()
    {
        ["title"] = row.Title,
        ["showTitle"] = true,
        ["panels"] = DashboardJson.List(row.Panels.Where(p => p.Form is not PanelForm.Matrix).Select(p => PanelOf(p, ids))),
    };

    private static JsonObject PanelOf(Panel panel, PanelIds ids)
    {
        var json = new JsonObject
        {
            ["id"] = ids.Next(),
            ["title"] = panel.Title,
            ["description"] = panel.Description,
            ["type"] = Kind(panel.Form),
            ["span"] = panel.Width,
            ["targets"] = DashboardJson.List(panel.Queries.Select(Target)),
        };
        foreach (var (name, value) in Look(panel))
        {
            json[name] = value;
        }

        return json;
    }

    private static JsonObject Target(Query query, int place) => new()
    {
        ["refId"] = DashboardJson.RefId(place),
        ["expr"] = query.Expression,
        ["legendFormat"] = query.Name,
    };

    private static string Kind(PanelForm form) => form switch
    {
        PanelForm.Number => "singlestat",
        PanelForm.Graph => "graph",
        _ => "table",
    };

    private static Dictionary<string, JsonNode> Look(Panel panel) => panel.Form switch
    {
        PanelForm.Number => new()
        {
            ["decimals"] = 0,
            ["options"] = new JsonObject { ["fieldOptions"] = new JsonObject { ["thresholds"] = Thresholds() } },
        },
        PanelForm.Graph => new()
        {
            ["stack"] = panel.IsStacked,
            ["legend"] = new JsonObject { ["show"] = true },
            ["yaxes"] = new JsonArray(new JsonObject { ["format"] = panel.Unit }),
        },
        _ => new() { ["transform"] = "table", ["styles"] = DashboardJson.List(Columns(panel)) },
    };

    private static JsonArray Thresholds() => new(
        new JsonObject { ["color"] = "green", ["value"] = 0 },
        new JsonObject { ["color"] = "red", ["value"] = 1 });

    /// <summary>A column of labels has the name of the label for a pattern, one of values the letter of its query.</summary>
    private static IEnumerable<JsonObject> Columns(Panel panel)
    {
        foreach (var label in panel.Labels)
        {
            yield return new() { ["pattern"] = label.Label, ["alias"] = label.Header, ["type"] = "string" };
        }

        foreach (var (place, query) in panel.Queries.Index().Where(q => q.Item.Name.Length > 0))
        {
            yield return new()
            {
                ["pattern"] = $"Value #{DashboardJson.RefId(place)}",
                ["alias"] = query.Name,
                ["type"] = "number",
                ["decimals"] = 0,
            };
        }
    }
}
