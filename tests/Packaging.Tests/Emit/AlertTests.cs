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
        ("AutomountDirectoryDown",
            [$"automount_link_state{{{N1},link=\"directory\",state=\"broken\"}} 1x60"], $"{N1},link=\"directory\",state=\"broken\"",
            [$"automount_link_state{{{N1},link=\"directory\",state=\"broken\"}} 0x60",
                $"automount_link_state{{{N1},link=\"directory\",state=\"degraded\"}} 1x60"]),
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
        ("AutomountMapsBroken",
            [$"automount_findings{{{N1},code=\"map/bad-entry\",severity=\"error\"}} 1x60"], "code=\"map/bad-entry\"",
            [$"automount_findings{{{N1},code=\"map/bad-entry\",severity=\"warning\"}} 1x60",
                $"automount_findings{{{N1},code=\"map/bad-key\",severity=\"error\",follows=\"map/bad-entry\"}} 1x60"]),
        ("AutomountServerDown",
            [$"automount_nfs_server_up{{{N1},server=\"s\"}} 0x60"], $"{N1},server=\"s\"",
            [$"automount_nfs_server_up{{{N1},server=\"s\"}} 1x60"]),
        ("AutomountMountsHung",
            [$"automount_nfs_mounts{{{N1},server=\"s\",state=\"hung\"}} 1x60"], $"{N1},server=\"s\",state=\"hung\"",
            [$"automount_nfs_mounts{{{N1},server=\"s\",state=\"healthy\"}} 5x60"]),
        ("AutomountMountsStale",
            [$"automount_nfs_mounts{{{N1},server=\"s\",state=\"stale\"}} 1x60"], $"{N1},server=\"s\"",
            [$"automount_nfs_mounts{{{N1},server=\"s\",state=\"unknown\"}} 1x60"]),
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
        ("AutomountLinkBroken",
            [$"automount_first_broken{{{N1},link=\"automount\",code=\"automount/suspended\"}} 1x60",
                $"automount_link_state{{{N1},link=\"automount\",state=\"broken\"}} 1x60"],
                $"{N1},link=\"automount\",code=\"automount/suspended\"",
            [$"automount_first_broken{{{N1},link=\"map\",code=\"map/bad-entry\"}} 1x60"]),
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
            [$"automount_config_last_reload_successful{{{N1},job=\"automount-metrics\"}} 0x60"], $"{N1},job=\"automount-metrics\"",
            [$"automount_config_last_reload_successful{{{N1},job=\"automount-metrics\"}} 1x60"]),
        ("AutomountProbersAbandoned",
            [$"automount_probers_abandoned{{{N1}}} 1x60"], N1,
            [$"automount_probers_abandoned{{{N1}}} 0x60"]),
        ("AutomountAgentDown",
            [$"up{{{N1},job=\"automount-metrics\"}} 0x60"], $"{N1},job=\"automount-metrics\"",
            [$"up{{{N1},job=\"automount-metrics\"}} 1x60", $"up{{{N1},job=\"another\"}} 0x60"]),
        ("AutomountAgentAbsent",
            [$"up{{{N1},job=\"another\"}} 1x60"], "job=\"automount-metrics\"",
            [$"up{{{N1},job=\"automount-metrics\"}} 0x60"]),
        ("AutomountVersionsDiffer",
            [$"automount_agent_info{{{N1},version=\"1\"}} 1x1600", "automount_agent_info{instance=\"n2\",version=\"2\"} 1x1600"], "",
            [$"automount_agent_info{{{N1},version=\"1\"}} 1x1600", "automount_agent_info{instance=\"n2\",version=\"1\"} 1x1600"]),
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
        var rules = Alerts.All.Length + Alerts.All.Count(a => a.Fleet is not null) + Alerts.Recordings.Length;
        Assert.Contains($"{rules} rules found", result.Output);
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

    /// <summary>Three nodes that have one thing in common are told once, with the same name; two are told one by one.</summary>
    [Fact]
    public void ManyNodesAreToldOnce()
    {
        using var folder = new TestFolder();
        folder.Write("rules.yaml", Rules(withAnnotations: false));
        var text = new StringBuilder(PromtoolTest.Head);
        foreach (var (name, firing, labels, _) in Cases)
        {
            var alert = Alerts.All.Single(a => a.Name == name);
            if (alert.Fleet is { } fleet)
            {
                var shared = labels.Split(',').Single(l => l.StartsWith(fleet.Label + "="));
                text.Append(PromtoolTest.Of(OnNodes(3, firing), "50m", (name, [PromtoolTest.Labels(shared, "critical")])));
                var each = Enumerable.Range(1, 2).Select(n =>
                    PromtoolTest.Labels(labels.Replace(N1, $"instance=\"n{n}\""), alert.Severity));
                text.Append(PromtoolTest.Of(OnNodes(2, firing), "50m", (name, [.. each])));
            }
        }

        folder.Write("tests.yaml", text.ToString());
        var result = Tool.RunOrSkip("promtool", folder.Path, "test", "rules", "tests.yaml");

        Assert.True(result.Status == 0, result.Output + result.Errors);
    }

    [Fact]
    public void EachAlertHasAPageThatItsLinkLeadsTo()
    {
        var rules = Case.Emit(Case.Values() with { Runbooks = "https://docs.example.com/alerts/" }).Text("monitoring/prometheusrule.yaml");

        foreach (var alert in Alerts.All)
        {
            Assert.True(File.Exists(Path.Combine(Repository.Root, $"docs/alerts/{alert.Name}.md")), alert.Name);
            Assert.Contains($"runbook_url: \"https://docs.example.com/alerts/{alert.Name}.md\"", rules);
        }
    }

    [Fact]
    public void WithoutAPublishedRunbookThereAreNoLinks() =>
        Assert.DoesNotContain("runbook_url", Case.Emit(Case.Values()).Text("monitoring/prometheusrule.yaml"));

    private static string[] OnNodes(int count, string[] series) =>
        [.. from n in Enumerable.Range(1, count) from one in series select one.Replace(N1, $"instance=\"n{n}\"")];

    /// <summary>Calls in a minute that took at most half a second, and up to two and a half.</summary>
    private static IEnumerable<string> RoundTrips(int fast, int slow) =>
        new (string Bound, int Count)[] { ("0.5", fast), ("2.5", fast + slow), ("+Inf", fast + slow) }
            .Select(b => $"automount_nfs_server_response_duration_seconds_bucket{{{N1},server=\"s\",le=\"{b.Bound}\"}} 0+{b.Count}x60");

    private static string Rules(bool withAnnotations)
    {
        var rules = EmittedRules.Text(Case.Values() with { Runbooks = "https://docs.example.com/x" });
        return withAnnotations ? rules : EmittedRules.WithoutAnnotations(rules);
    }

    private static string Tests()
    {
        var text = new StringBuilder(PromtoolTest.Head);
        foreach (var (alert, firing, labels, quiet) in Cases)
        {
            var late = alert == "AutomountVersionsDiffer" ? "1500m" : "50m";
            var expected = PromtoolTest.Labels(labels, Alerts.All.Single(a => a.Name == alert).Severity);
            text.Append(PromtoolTest.Of(firing, late, (alert, [expected])));
            text.Append(PromtoolTest.Of(firing, "0m", (alert, [])));
            text.Append(PromtoolTest.Of(quiet, late, (alert, [])));
        }

        return text.ToString();
    }
}
