using System.Text.Json;
using AutomountPackaging.Emit.Dashboards;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Emit;

public class DashboardTests
{
    /// <summary>What every panel asks, for all nodes and servers: as the programs send it.</summary>
    internal static IEnumerable<string> Queries => Board.Rows.SelectMany(r => r.Panels).SelectMany(p => p.Queries).Select(Asked);

    internal static string Asked(Query query) => Board.Variables.Aggregate(query.Expression, (e, v) => e.Replace($"${v.Name}", ".+"));

    [Fact]
    public void TheConsoleGetsOnlyPanelsThatItShows()
    {
        var map = EmittedManifests.Documents(Case.Emit(Case.Values()).Text("monitoring/dashboard.yaml")).Single();
        using var dashboard = JsonDocument.Parse(map.Text("data/automount.json")!);
        var panels = dashboard.RootElement.GetProperty("rows").EnumerateArray()
            .SelectMany(r => r.GetProperty("panels").EnumerateArray()).ToList();

        Assert.Equal("openshift-config-managed", map.Text("metadata/namespace"));
        Assert.Equal(Board.Rows.Sum(r => r.Panels.Count(p => p.Form is not PanelForm.Matrix)), panels.Count);
        Assert.All(panels, p => Assert.Contains(p.GetProperty("type").GetString(), new[] { "singlestat", "graph", "table" }));
        Assert.Equal(panels.Count, panels.Select(p => p.GetProperty("id").GetInt32()).Distinct().Count());
    }

    [Fact]
    public void GrafanaGetsEveryPanelOnItsGridAndNoneOfAngular()
    {
        using var dashboard = JsonDocument.Parse(Case.Emit(Case.Values()).Text(DashboardManifests.GrafanaPath));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();
        var places = panels.Select(p => p.GetProperty("gridPos")).Select(Cells).ToList();

        Assert.Equal(Board.Rows.Sum(r => r.Panels.Length + 1), panels.Count);
        Assert.All(panels, p => Assert.Contains(p.GetProperty("type").GetString(), new[] { "row", "stat", "timeseries", "table" }));
        Assert.All(places, cells => Assert.All(cells, c => Assert.InRange(c.X, 0, 23)));
        Assert.Equal(places.Sum(c => c.Count), places.SelectMany(c => c).Distinct().Count());
    }

    [Fact]
    public void EveryNumberIsOfTheNodesAndServersThatAreChosen() =>
        Assert.All(Board.Rows.SelectMany(r => r.Panels).SelectMany(p => p.Queries), q => Assert.Contains("$node", q.Expression));

    [Fact]
    public void RowsOfATableHaveTheirFirstLabelForAKey() => Assert.All(
        Board.Rows.SelectMany(r => r.Panels).Where(p => p.Form is PanelForm.Table),
        p => Assert.Equal(p.Labels.Select(l => l.Label).Order(StringComparer.Ordinal), p.Labels.Select(l => l.Label)));

    [Fact]
    public void PromtoolAcceptsEveryQuery()
    {
        using var folder = new TestFolder();
        var rules = Queries.Select((q, i) => $"      - record: panel:query:{i}\n        expr: {JsonSerializer.Serialize(q)}\n");
        folder.Write("rules.yaml", $"groups:\n  - name: panels\n    rules:\n{string.Concat(rules)}");

        var result = Tool.RunOrSkip("promtool", folder.Path, "check", "rules", "rules.yaml");

        Assert.True(result.Status == 0, result.Output + result.Errors);
    }

    private static List<(int X, int Y)> Cells(JsonElement place)
    {
        var (x, y) = (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32());
        return [.. Enumerable.Range(x, place.GetProperty("w").GetInt32())
            .SelectMany(column => Enumerable.Range(y, place.GetProperty("h").GetInt32()).Select(line => (column, line)))];
    }
}
