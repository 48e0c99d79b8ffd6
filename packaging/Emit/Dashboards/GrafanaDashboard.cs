using System.Text.Json.Nodes;

namespace AutomountPackaging.Emit.Dashboards;

/// <summary>
/// The dashboard for Grafana 10 and newer: panels stat, timeseries and table on its grid of 24 columns, without those of Angular, which
/// Grafana 12 no longer has. The data source is chosen when it is imported.
/// </summary>
internal static class GrafanaDashboard
{
    private const int Columns = 24;

    /// <summary>The document.</summary>
    public static JsonObject Document() => new()
    {
        ["title"] = Board.Title,
        ["uid"] = Board.Uid,
        ["tags"] = new JsonArray("automount"),
        ["schemaVersion"] = 39,
        ["editable"] = true,
        ["refresh"] = "30s",
        ["time"] = new JsonObject { ["from"] = "now-1h", ["to"] = "now" },
        ["templating"] = new JsonObject
        {
            ["list"] = DashboardJson.List(Board.Variables.Select(v => Variable(v.Name, v.Series, v.Label)).Prepend(DataSourceVariable())),
        },
        ["panels"] = DashboardJson.List(Placed()),
    };

    private static JsonObject DataSource() => new() { ["type"] = "prometheus", ["uid"] = "${datasource}" };

    private static JsonObject DataSourceVariable() => new()
    {
        ["name"] = "datasource",
        ["label"] = "Data source",
        ["type"] = "datasource",
        ["query"] = "prometheus",
    };

    private static JsonObject Variable(string name, string series, string label) => new()
    {
        ["name"] = name,
        ["type"] = "query",
        ["datasource"] = DataSource(),
        ["query"] = new JsonObject { ["query"] = $"label_values({series}, {label})", ["refId"] = name },
        ["refresh"] = 2,
        ["sort"] = 1,
        ["multi"] = true,
        ["includeAll"] = true,
        ["allValue"] = ".+",
        ["current"] = new JsonObject { ["text"] = "All", ["value"] = "$__all" },
    };

    /// <summary>Rows and panels, each below what comes before it.</summary>
    private static IEnumerable<JsonObject> Placed()
    {
        var ids = new PanelIds();
        var y = 0;
        foreach (var row in Board.Rows)
        {
            yield return new()
            {
                ["id"] = ids.Next(),
                ["type"] = "row",
                ["title"] = row.Title,
                ["collapsed"] = false,
                ["gridPos"] = Place(0, y++, Columns, 1),
                ["panels"] = new JsonArray(),
            };
            var x = 0;
            foreach (var panel in row.Panels)
            {
                var (width, height) = (panel.Width * 2, Height(panel.Form));
                if (x + width > Columns)
                {
                    (x, y) = (0, y + height);
                }

                yield return PanelOf(panel, ids.Next(), Place(x, y, width, height));
                x += width;
            }

            y += Height(row.Panels[^1].Form);
        }
    }

    private static int Height(PanelForm form) => form is PanelForm.Number ? 4 : 8;

    private static JsonObject Place(int x, int y, int width, int height) => new() { ["x"] = x, ["y"] = y, ["w"] = width, ["h"] = height };

    private static JsonObject PanelOf(Panel panel, int id, JsonObject place) => new()
    {
        ["id"] = id,
        ["type"] = Kind(panel.Form),
        ["title"] = panel.Title,
        ["description"] = panel.Description,
        ["datasource"] = DataSource(),
        ["gridPos"] = place,
        ["targets"] = DashboardJson.List(panel.Queries.Select((q, i) => Target(q, i, panel.Form))),
        ["fieldConfig"] = new JsonObject { ["defaults"] = Defaults(panel), ["overrides"] = new JsonArray() },
        ["options"] = Options(panel.Form),
        ["transformations"] = DashboardJson.List(Transformations(panel)),
    };

    private static string Kind(PanelForm form) => form switch
    {
        PanelForm.Number => "stat",
        PanelForm.Graph => "timeseries",
        _ => "table",
    };

    private static JsonObject Target(Query query, int place, PanelForm form)
    {
        var isTable = form is PanelForm.Table or PanelForm.Matrix;
        return new()
        {
            ["refId"] = DashboardJson.RefId(place),
            ["datasource"] = DataSource(),
            ["expr"] = query.Expression,
            ["legendFormat"] = query.Name,
            ["format"] = isTable ? "table" : "time_series",
            ["instant"] = form is not PanelForm.Graph,
            ["range"] = form is PanelForm.Graph,
        };
    }

    private static JsonObject Defaults(Panel panel) => panel.Form switch
    {
        PanelForm.Number => new() { ["unit"] = panel.Unit, ["decimals"] = 0, ["thresholds"] = Thresholds() },
        PanelForm.Graph => new()
        {
            ["unit"] = panel.Unit,
            ["min"] = 0,
            ["custom"] = new JsonObject { ["stacking"] = new JsonObject { ["mode"] = panel.IsStacked ? "normal" : "none" } },
        },
        PanelForm.Matrix => new()
        {
            ["mappings"] = new JsonArray(UpAndDown()),
            ["custom"] = new JsonObject { ["cellOptions"] = new JsonObject { ["type"] = "color-background" } },
        },
        _ => new() { ["unit"] = panel.Unit, ["decimals"] = 0 },
    };

    private static JsonObject Thresholds() => new()
    {
        ["mode"] = "absolute",
        ["steps"] = new JsonArray(
            new JsonObject { ["color"] = "green", ["value"] = null },
            new JsonObject { ["color"] = "red", ["value"] = 1 }),
    };

    private static JsonObject UpAndDown() => new()
    {
        ["type"] = "value",
        ["options"] = new JsonObject
        {
            ["0"] = new JsonObject { ["text"] = "down", ["color"] = "red" },
            ["1"] = new JsonObject { ["text"] = "up", ["color"] = "green" },
        },
    };

    private static JsonObject Options(PanelForm form) => form switch
    {
        PanelForm.Number => new()
        {
            ["colorMode"] = "value",
            ["reduceOptions"] = new JsonObject { ["calcs"] = new JsonArray("lastNotNull") },
        },
        PanelForm.Graph => new()
        {
            ["legend"] = new JsonObject { ["displayMode"] = "list", ["placement"] = "bottom", ["showLegend"] = true },
            ["tooltip"] = new JsonObject { ["mode"] = "multi", ["sort"] = "desc" },
        },
        _ => new() { ["showHeader"] = true },
    };

    private static JsonObject[] Transformations(Panel panel) => panel.Form switch
    {
        PanelForm.Matrix => [Matrix(panel)],
        PanelForm.Table => [Transformation("merge", []), Transformation("organize", Organized(panel))],
        _ => [],
    };

    private static JsonObject Matrix(Panel panel) => Transformation("groupingToMatrix", new()
    {
        ["rowField"] = panel.Labels[0].Label,
        ["columnField"] = panel.Labels[1].Label,
        ["valueField"] = "Value",
    });

    /// <summary>One query has the field Value, several have one each.</summary>
    private static JsonObject Organized(Panel panel)
    {
        var renamed = new JsonObject();
        var hidden = new JsonObject { ["Time"] = true };
        foreach (var label in panel.Labels)
        {
            renamed[label.Label] = label.Header;
        }

        foreach (var (place, query) in panel.Queries.Index())
        {
            var field = panel.Queries.Length == 1 ? "Value" : $"Value #{DashboardJson.RefId(place)}";
            if (query.Name.Length > 0)
            {
                renamed[field] = query.Name;
            }
            else
            {
                hidden[field] = true;
            }
        }

        return new() { ["excludeByName"] = hidden, ["renameByName"] = renamed };
    }

    private static JsonObject Transformation(string id, JsonObject options) => new() { ["id"] = id, ["options"] = options };
}
