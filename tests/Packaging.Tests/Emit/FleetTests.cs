using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AutomountPackaging.Emit.Dashboards;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Emit;

/// <summary>
/// A real Prometheus scrapes two hundred nodes and evaluates the emitted rules, a real Alertmanager groups as the emitted sample says, and
/// a webhook counts what a person would get. Minutes are seconds here.
/// </summary>
public class FleetTests
{
    private const int Nodes = 200;

    [Fact]
    public async Task OneFaultIsNotifiedOnceAndTwoFaultsTwice()
    {
        Tool.SkipUnlessInstalled("prometheus", "prometheus");
        Tool.SkipUnlessInstalled("prometheus-alertmanager", "prometheus-alertmanager");
        using var folder = new TestFolder();
        using var fleet = new SimulatedFleet(Nodes);
        var files = Case.Emit(Case.Values());
        folder.Write("rules.yaml", Regex.Replace(EmittedRules.Text(Case.Values()), @"for: \d+[mhd]", "for: 6s"));
        folder.Write("alertmanager.yml", AlertmanagerConfig(files.Text("sample/alertmanagerconfig.yaml"), fleet.Webhook));
        var (prometheus, alertmanager) = (SimulatedFleet.FreePort(), SimulatedFleet.FreePort());
        folder.Write("prometheus.yml", fleet.PrometheusConfig(alertmanager));

        using var notifying = new Daemon("prometheus-alertmanager", folder.Path,
            "--config.file=alertmanager.yml", "--storage.path=am", $"--web.listen-address=127.0.0.1:{alertmanager}",
            "--cluster.listen-address=");
        using var scraping = new Daemon("prometheus", folder.Path,
            "--config.file=prometheus.yml", "--storage.tsdb.path=data", $"--web.listen-address=127.0.0.1:{prometheus}");
        await fleet.WaitFor(() => fleet.Scrapes > 2 * Nodes, "scraped", scraping);
        Assert.Empty(fleet.Notifications);

        fleet.IsServerDead = true;
        await fleet.WaitFor(() => fleet.Notifications.Count > 0, "notified of the server", notifying);
        await fleet.Settle();
        Assert.InRange(fleet.Notifications.Count, 1, 2);
        Assert.All(fleet.Notifications, n => Assert.Contains("AutomountServerDown", n));
        Assert.Contains(fleet.Notifications, n => n.Contains("\"critical\"") && n.Contains($"does not answer {Nodes} of {Nodes} nodes"));

        await ThePanelsSayWhichServerAndSinceWhen(prometheus);

        var before = fleet.Notifications.Count;
        fleet.IsDirectoryDead = true;
        await fleet.WaitFor(() => fleet.Notifications.Count > before, "notified of the directory", notifying);
        await fleet.Settle();
        Assert.InRange(fleet.Notifications.Count, before + 1, before + 2);
        Assert.All(fleet.Notifications.Skip(before), n => Assert.Contains("AutomountDirectoryDown", n));
    }

    /// <summary>The dashboards' queries, as a browser sends them for all nodes and servers.</summary>
    private static async Task ThePanelsSayWhichServerAndSinceWhen(int prometheus)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{prometheus}/api/v1/query") };
        foreach (var panel in Board.Rows.SelectMany(r => r.Panels))
        {
            foreach (var query in panel.Queries)
            {
                var rows = await Ask(client, DashboardTests.Asked(query));
                if (panel.Form is PanelForm.Table)
                {
                    var keys = rows.Select(r => r.GetProperty("metric").GetProperty(panel.Labels[0].Label).GetString());
                    Assert.Equal(rows.Count, keys.Distinct().Count());
                }
            }
        }

        var servers = Board.Rows.SelectMany(r => r.Panels).Single(p => p is { Form: PanelForm.Table, Queries.Length: 4 });
        var answers = new List<string>();
        foreach (var query in servers.Queries)
        {
            var row = Assert.Single(await Ask(client, DashboardTests.Asked(query)));
            Assert.Equal("nfs2", row.GetProperty("metric").GetProperty("server").GetString());
            answers.Add(row.GetProperty("value")[1].GetString()!);
        }

        Assert.Equal([$"{Nodes}", $"{Nodes}", "1"], answers[..3]);
        Assert.InRange(double.Parse(answers[3], CultureInfo.InvariantCulture), 0, 10);
    }

    private static async Task<List<JsonElement>> Ask(HttpClient client, string query)
    {
        var answer = await client.GetStringAsync($"?query={Uri.EscapeDataString(query)}");
        return [.. JsonDocument.Parse(answer).RootElement.GetProperty("data").GetProperty("result").EnumerateArray()];
    }

    /// <summary>The grouping and the inhibition of the sample, in the form that Alertmanager itself reads.</summary>
    private static string AlertmanagerConfig(string sample, string webhook)
    {
        var groups = Regex.Match(sample, @"groupBy: (\[.*\])").Groups[1].Value;
        var equal = Regex.Match(sample, @"equal: (\[.*\])").Groups[1].Value;
        return $$"""
            route: {receiver: operators, group_by: {{groups}}, group_wait: 3s, group_interval: 4s, repeat_interval: 12h}
            inhibit_rules:
              - {source_matchers: ['severity = critical'], target_matchers: ['severity != critical'], equal: {{equal}}}
            receivers:
              - name: operators
                webhook_configs: [{url: '{{webhook}}', send_resolved: false}]

            """;
    }
}
