using System.Text;

namespace PackagingTests.Emit.Support;

/// <summary>Writes what <c>promtool test rules</c> reads.</summary>
internal static class PromtoolTest
{
    /// <summary>An alert is evaluated each minute in a cluster; five are enough here, and promtool is slow.</summary>
    public const string Head = "rule_files: [rules.yaml]\nevaluation_interval: 5m\ntests:\n";

    /// <summary>One test: series, and the alerts that fire at a time, by name; a name without any must not fire.</summary>
    public static string Of(IEnumerable<string> series, string time, params IEnumerable<(string Alert, string[] Expected)> alerts)
    {
        var text = new StringBuilder("  - interval: 1m\n    input_series:\n");
        foreach (var one in series)
        {
            var blank = one.LastIndexOf(' ');
            text.Append($"      - {{series: '{one[..blank]}', values: '{one[(blank + 1)..]}'}}\n");
        }

        text.Append("    alert_rule_test:\n");
        foreach (var (alert, expected) in alerts)
        {
            text.Append($"      - {{eval_time: {time}, alertname: {alert}, exp_alerts: [{string.Join(", ", expected)}]}}\n");
        }

        return text.ToString();
    }

    /// <summary>An alert that is expected, by its labels as PromQL writes them.</summary>
    public static string Labels(string labels, string severity)
    {
        var pairs = labels.Length == 0 ? "" : labels.Replace("=\"", ": \"").Replace("\",", "\", ") + ", ";
        return $"{{exp_labels: {{{pairs}severity: {severity}}}}}";
    }
}
