using System.Text.RegularExpressions;
using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rules 35, 36 and 38: what OpenShift's Prometheus takes from users.</summary>
internal static partial class MonitoringCheck
{
    public const string Group = "monitoring.coreos.com";

    // Nobody writes a longer one, and the patterns take time.
    private const int LongestExpression = 16384;

    private static readonly string[] Files = ["bearerTokenFile", "caFile", "certFile", "keyFile"];

    public static IEnumerable<PackagingFinding> Run(ManifestSet set) =>
        set.Manifests.Where(m => m.Group == Group).SelectMany(m => m.Kind switch
        {
            "ScrapeConfig" or "Probe" or "Prometheus" or "PrometheusAgent" => [MonitorKind.At(m.Place,
                $"{Quote.Plain(m.Title)} does nothing on OpenShift")],
            "ServiceMonitor" or "PodMonitor" => Monitor(m, set),
            "PrometheusRule" => Rules(m),
            _ => [],
        }).Concat(TextFiles(set));

    private static bool IsOfPlatform(string name) => name.StartsWith("openshift-", StringComparison.Ordinal)
        || name.StartsWith("kube-", StringComparison.Ordinal);

    private static IEnumerable<PackagingFinding> Monitor(Manifest monitor, ManifestSet set)
    {
        if (IsOfPlatform(monitor.Namespace))
        {
            yield return MonitorNamespace.At(monitor.Root.At("metadata", "namespace")!.Place,
                $"{Quote.Plain(monitor.Title)} is in namespace {Quote.Of(monitor.Namespace)}");
        }

        var labels = set.OfKind("Namespace", "").FirstOrDefault(n => n.Name == monitor.Namespace)?.Root.At("metadata", "labels");
        foreach (var (key, value) in new[] { ("openshift.io/cluster-monitoring", "true"), ("openshift.io/user-monitoring", "false") })
        {
            if (labels?[key] is { } label && label.Text == value)
            {
                yield return MonitorNamespace.At(label.Place,
                    $"namespace {Quote.Of(monitor.Namespace)} of {Quote.Plain(monitor.Title)} has the label {key}: \"{value}\"");
            }
        }

        foreach (var entry in (monitor.Spec?.All() ?? []).SelectMany(n => n.Entries))
        {
            if (Files.Contains(entry.Key.Text))
            {
                yield return MonitorFiles.At(entry.Key.Place, $"{Quote.Plain(monitor.Title)} has {entry.Key.Text}");
            }
            else if (entry is { Key.Text: "insecureSkipVerify", Value: { Plain: true, Text: "true" } })
            {
                yield return MonitorInsecure.At(entry.Key.Place, $"{Quote.Plain(monitor.Title)} has insecureSkipVerify: true");
            }
        }
    }

    private static IEnumerable<PackagingFinding> Rules(Manifest rules) =>
        from rule in IsOfPlatform(rules.Namespace) ? [] : rules.Spec.Each("groups").SelectMany(g => g.Each("rules"))
        let expression = rule["expr"]
        where expression?.Text is { Length: < LongestExpression }
        let metric = PlatformMetric().Match(NotMetrics().Replace(expression.Text!, " "))
        where metric.Success
        select PlatformMetrics.At(expression.Place,
            $"{Quote.Of(rule.TextAt("alert") ?? rule.TextAt("record"))} uses the metric {Quote.Of(metric.Value)} of the platform");

    private static IEnumerable<PackagingFinding> TextFiles(ManifestSet set)
    {
        var texts = set.NodeFiles.Select(f => f.Text).Concat(set.Units).Concat(set.Scripts).Concat(set.Containerfiles.Select(c => c.Text));
        foreach (var text in texts)
        {
            foreach (var (index, line) in text.Lines.Index().Where(l => l.Item.Contains(TextFolder, StringComparison.Ordinal)
                && !l.Item.TrimStart().StartsWith('#')))
            {
                yield return TextFile.At(text.At(index, TextFolder),
                    $"{Quote.Plain(text.Of(index))} uses the textfile directory of node_exporter");
            }
        }

        foreach (var path in set.Manifests.SelectMany(m => m.PodSpec.Each("volumes")).Select(v => v.At("hostPath", "path")).OfType<Node>())
        {
            if (path.Text?.Contains(TextFolder, StringComparison.Ordinal) == true)
            {
                yield return TextFile.At(path.Place, "a hostPath is the textfile directory of node_exporter");
            }
        }
    }

    private const string TextFolder = "node_exporter/textfile";

    // Strings, label matchers and lists of labels.
    [GeneratedRegex("""\{[^}]*\}|"[^"]*"|'[^']*'|\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)|#[^\n]*""")]
    private static partial Regex NotMetrics();

    [GeneratedRegex(@"(?<![A-Za-z0-9_:])(?:node|kube)_[a-z][A-Za-z0-9_:]*")]
    private static partial Regex PlatformMetric();
}
