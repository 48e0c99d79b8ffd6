using System.Text;
using AutomountPackaging.Emit.Monitoring;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Emit;

public class AlertTests
{
    private const string N1 = "instance=\"n1\"";

    /// <summary>For each alert: series that raise it, the labels it then has, and series that are near but well.</summary>
    private static readonly (string Alert, string[] Firing, string Labels, string[] Quiet)[] Cases =
    [
        ("AutomountLinkBroken",
            [$"automount_link_state{{{N1},link=\"server\",state=\"broken\"}} 1x60"], $"{N1},link=\"server\",state=\"broken\"",
            [$"automount_link_state{{{N1},link=\"server\",state=\"broken\"}} 0x60",
                $"automount_link_state{{{N1},link=\"server\",state=\"degraded\"}} 1x60"]),
        ("AutomountLinkBrokenOnManyNodes",
            [.. Nodes(3, 2)], "link=\"server\"",
            [.. Nodes(4, 2)]),
        ("AutomountSssdOffline",
            [$"automount_sssd_domain_online{{{N1},domain=\"d\"}} 0x60"], $"{N1},domain=\"d\"",
            [$"automount_sssd_domain_online{{{N1},domain=\"d\"}} 1x60"]),
        ("AutomountUnitInactive",
            [$"automount_unit_active{{{N1},unit=\"autofs.service\"}} 0x60"], $"{N1},unit=\"autofs.service\"",
            [$"automount_unit_active{{{N1},unit=\"autofs.service\"}} 1x60"]),
        ("AutomountRootMissing",
            [$"automount_root_mounted{{{N1},root=\"/data\"}} 0x60"], $"{N1},root=\"/data\"",
            [$"automount_root_mounted{{{N1},root=\"/data\"}} 1x60"]),
        ("AutomountMapIncomplete",
            [$"automount_map_entries{{{N1},map=\"m\",view=\"sssd\"}} 2x60", $"automount_map_entries{{{N1},map=\"m\",view=\"ldap\"}} 3x60"],
                $"{N1},map=\"m\"",
            [$"automount_map_entries{{{N1},map=\"m\",view=\"sssd\"}} 3x60", $"automount_map_entries{{{N1},map=\"m\",view=\"ldap\"}} 3x60"]),
        ("AutomountServerDown",
            [$"automount_nfs_server_up{{{N1},server=\"s\"}} 0x60"], $"{N1},server=\"s\"",
            [$"automount_nfs_server_up{{{N1},server=\"s\"}} 1x60"]),
        ("AutomountMountsHung",
            [$"automount_nfs_mounts{{{N1},server=\"s\",state=\"hung\"}} 1x60"], $"{N1},server=\"s\",state=\"hung\"",
            [$"automount_nfs_mounts{{{N1},server=\"s\",state=\"hung\"}} 0x60",
                $"automount_nfs_mounts{{{N1},server=\"s\",state=\"healthy\"}} 5x60"]),
        ("AutomountMountsStale",
            [$"automount_nfs_mounts{{{N1},server=\"s\",state=\"stale\"}} 1x60",
                $"automount_nfs_mounts{{{N1},server=\"s\",state=\"failed\"}} 0x60"], $"{N1},server=\"s\"",
            [$"automount_nfs_mounts{{{N1},server=\"s\",state=\"stale\"}} 0x60",
                $"automount_nfs_mounts{{{N1},server=\"s\",state=\"unknown\"}} 1x60"]),
        ("AutomountRetransmissions",
            [$"automount_nfs_rpc_requests_total{{{N1},server=\"s\"}} 0+100x60",
                $"automount_nfs_rpc_retransmissions_total{{{N1},server=\"s\"}} 0+10x60"], $"{N1},server=\"s\"",
            [$"automount_nfs_rpc_requests_total{{{N1},server=\"s\"}} 0+100x60",
                $"automount_nfs_rpc_retransmissions_total{{{N1},server=\"s\"}} 0+4x60"]),
        ("AutomountServerSlow",
            [.. RoundTrips(fast: 9, slow: 1)], $"{N1},server=\"s\"",
            [.. RoundTrips(fast: 30, slow: 1)]),
        ("AutomountRequiredPathNotReady",
            [$"automount_required_path_ready{{{N1},path=\"/data/a\"}} 0x60"], $"{N1},path=\"/data/a\"",
            [$"automount_required_path_ready{{{N1},path=\"/data/a\"}} 1x60"]),
        ("AutomountCheckFailing",
            [$"automount_check_success{{{N1},check=\"sssd\"}} 0x60"], $"{N1},check=\"sssd\"",
            [$"automount_check_success{{{N1},check=\"sssd\"}} 1x60"]),
        ("AutomountCheckStale",
            [$"automount_check_last_run_timestamp_seconds{{{N1},check=\"sssd\"}} 0x60",
                $"automount_check_interval_seconds{{{N1},check=\"sssd\"}} 600x60"], $"{N1},check=\"sssd\"",
            [$"automount_check_last_run_timestamp_seconds{{{N1},check=\"sssd\"}} 0+60x60",
                $"automount_check_interval_seconds{{{N1},check=\"sssd\"}} 60x60",
                $"automount_check_last_run_timestamp_seconds{{{N1},check=\"maps\"}} 0x60",
                $"automount_check_interval_seconds{{{N1},check=\"maps\"}} 3600x60"]),
        ("AutomountConfigRefused",
            [$"automount_config_last_reload_successful{{{N1}}} 0x60"], N1,
            [$"automount_config_last_reload_successful{{{N1}}} 1x60"]),
        ("AutomountProbersAbandoned",
            [$"automount_probers_abandoned{{{N1}}} 1x60"], N1,
            [$"automount_probers_abandoned{{{N1}}} 0x60"]),
        ("AutomountAgentDown",
            [$"up{{{N1},job=\"automount-metrics\"}} 0x60"], $"{N1},job=\"automount-metrics\"",
            [$"up{{{N1},job=\"automount-metrics\"}} 1x60", $"up{{{N1},job=\"another\"}} 0x60"]),
        ("AutomountAgentAbsent",
            [$"up{{{N1},job=\"another\"}} 1x60"], "job=\"automount-metrics\"",
            [$"up{{{N1},job=\"automount-metrics\"}} 0x60"]),
    ];

    [Fact]
    public void EveryAlertHasACase() => Assert.Equal(Alerts.All.Select(a => a.Name), Cases.Select(c => c.Alert));

    [Fact]
    public void PromtoolFindsTheRulesGood()
    {
        using var folder = new TestFolder();
        folder.Write("rules.yaml", Rules(withAnnotations: true));

        var result = Tool.RunOrSkip("promtool", folder.Path, "check", "rules", "rules.yaml");

        Assert.True(result.Status == 0, result.Output + result.Errors);
        Assert.Contains($"{Alerts.All.Length} rules found", result.Output);
    }

    [Fact]
    public void EachAlertFiresWhenItShouldAndNotBefore()
    {
        using var folder = new TestFolder();
        // Without annotations: promtool compares them to the letter, and they are prose.
        folder.Write("rules.yaml", Rules(withAnnotations: false));
        folder.Write("tests.yaml", Tests());

        var result = Tool.RunOrSkip("promtool", folder.Path, "test", "rules", "tests.yaml");

        Assert.True(result.Status == 0, result.Output + result.Errors);
    }

    [Fact]
    public void EachAlertHasASectionInTheRunbookThatItsLinkLeadsTo()
    {
        var rules = Case.Emit(Case.Values() with { Runbooks = "https://docs.example.com/packaging.html" })
            .Text("monitoring/prometheusrule.yaml");
        var headings = File.ReadLines(Path.Combine(Repository.Root, "docs/packaging.md")).Where(l => l.StartsWith("### "))
            .Select(l => l[4..]).ToArray();

        foreach (var alert in Alerts.All)
        {
            Assert.Contains(alert.Name, headings);
            Assert.Contains($"runbook_url: \"https://docs.example.com/packaging.html#{alert.Name.ToLowerInvariant()}\"", rules);
        }
    }

    [Fact]
    public void WithoutAPublishedRunbookThereAreNoLinks() =>
        Assert.DoesNotContain("runbook_url", Case.Emit(Case.Values()).Text("monitoring/prometheusrule.yaml"));

    private static IEnumerable<string> Nodes(int all, int broken) =>
        from i in Enumerable.Range(0, all)
        let value = i < broken ? 1 : 0
        select $"automount_link_state{{instance=\"n{i}\",link=\"server\",state=\"broken\"}} {value}x60";

    /// <summary>Calls in a minute that took at most half a second, and up to a second.</summary>
    private static IEnumerable<string> RoundTrips(int fast, int slow) =>
        new (string Bound, int Count)[] { ("0.5", fast), ("1", fast + slow), ("+Inf", fast + slow) }
            .Select(b => $"automount_nfs_server_response_duration_seconds_bucket{{{N1},server=\"s\",le=\"{b.Bound}\"}} 0+{b.Count}x60");

    /// <summary>What is below spec of the PrometheusRule is a rules file.</summary>
    private static string Rules(bool withAnnotations)
    {
        var lines = Case.Emit(Case.Values() with { Runbooks = "https://docs.example.com/x" }).Text("monitoring/prometheusrule.yaml")
            .Split('\n').SkipWhile(l => l != "spec:").Skip(1);
        string[] annotations = ["annotations:", "  summary", "  description", "  runbook"];
        return string.Join('\n', lines.Where(l => withAnnotations || !annotations.Any(a => l.StartsWith($"          {a}"))));
    }

    private static string Tests()
    {
        var text = new StringBuilder("rule_files: [rules.yaml]\nevaluation_interval: 1m\ntests:\n");
        foreach (var (alert, firing, labels, quiet) in Cases)
        {
            var expected = $"{labels.Replace("=\"", ": \"").Replace("\",", "\", ")}, "
                + $"severity: {Alerts.All.Single(a => a.Name == alert).Severity}";
            text.Append(One(firing, alert, "50m", $"[{{exp_labels: {{{expected}}}}}]"));
            text.Append(One(firing, alert, "0m", "[]"));
            text.Append(One(quiet, alert, "50m", "[]"));
        }

        return text.ToString();
    }

    private static string Input(string series)
    {
        var blank = series.LastIndexOf(' ');
        return $"      - {{series: '{series[..blank]}', values: '{series[(blank + 1)..]}'}}";
    }

    private static string One(string[] series, string alert, string time, string expected) => $$"""
          - interval: 1m
            input_series:
        {{string.Join('\n', series.Select(Input))}}
            alert_rule_test:
              - {eval_time: {{time}}, alertname: {{alert}}, exp_alerts: {{expected}}}

        """;
}
