using System.Text.RegularExpressions;
using AutomountPackaging.Emit.Monitoring;
using AutomountPackaging.Emit.NodeConditions;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Emit;

/// <summary>
/// What documents, alerts and the dashboard name is there: metrics on the agent's page, alerts in the rules, conditions of the node.
/// </summary>
public partial class NamedMetricsTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "tests/Agent.Tests/Output/Metrics/page.prom"));

    [Fact]
    public void EveryMetricThatIsNamedIsOnThePage()
    {
        var named = Documents().Append(("alerts", string.Join('\n', Alerts.All.Select(a => a.Expression))))
            .Append(("dashboard", string.Join('\n', DashboardTests.Queries)))
            .SelectMany(text => Metric().Matches(text.Item2.Replace("\\_", "_")).Select(match => (text.Item1, match.Value)))
            .Distinct()
            .ToList();

        Assert.True(named.Count > 30, $"{named.Count} names found");
        Assert.DoesNotContain(named, name => !Regex.IsMatch(Page, $@"(?m)^(# TYPE )?{name.Value}[ {{]"));
    }

    [Fact]
    public void EveryAlertThatIsNamedIsInTheRules()
    {
        var alerts = Alerts.All.Select(a => a.Name).Concat(ReporterManifests.Conditions).ToHashSet();
        var named = Documents().SelectMany(text => Alert().Matches(text.Text).Select(match => (text.File, match.Value))).ToList();

        Assert.True(named.Count > 10, $"{named.Count} names found");
        Assert.DoesNotContain(named, name => !alerts.Contains(name.Value));
    }

    private static IEnumerable<(string File, string Text)> Documents() => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
        .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "systemd/man")))
        .Append(Path.Combine(Repository.Root, "README.md"))
        .Select(file => (Path.GetFileName(file), File.ReadAllText(file).Replace("\\_", "_")));

    [GeneratedRegex(@"\bautomount_[a-z_]+[a-z]\b(?![.(*_])")]
    private static partial Regex Metric();

    /// <summary>An alert as a word of its own: types and files of the sources have another ending.</summary>
    [GeneratedRegex(@"(?m)(?<=^# |`|\[)Automount(?!Agent\b|Findings|Packaging)[A-Z][A-Za-z]+(?=`|\]|$)")]
    private static partial Regex Alert();
}
