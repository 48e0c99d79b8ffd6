using Automount.Findings;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;
using Prometheus;

namespace AutomountAgent.Output.Metrics;

/// <summary>The verdict: states of the links, and findings.</summary>
internal sealed class LinkSeries(MetricFactory metrics)
{
    private const string FindingsHelp = "Findings that are raised, by code; follows is the code of the finding that they only follow from.";

    private readonly Family state = Family.Gauge(
        metrics, "automount_link_state", "State of a link of the chain: 1 for the state that it is in, 0 for the others.", "link", "state");

    private readonly Family first = Family.Gauge(
        metrics, "automount_first_broken", "The first broken link of the chain and the code of its finding; absent when none is broken.",
        "link", "code");

    private readonly Family findings = Family.Gauge(metrics, "automount_findings", FindingsHelp, "code", "severity");

    /// <summary>The same name with one label more, which is absent where a finding follows from no other.</summary>
    private readonly Family consequences = Family.Gauge(metrics, "automount_findings", FindingsHelp, "code", "severity", "follows");

    private readonly Family silenced = Family.Gauge(
        metrics, "automount_findings_silenced", "Findings that are not reported because the configuration silences them, by code.", "code");

    /// <summary>Makes the series those of a published state.</summary>
    public void Write(MetricsInput input)
    {
        foreach (var link in input.Report?.Links ?? [])
        {
            foreach (var verdict in Verdicts.All)
            {
                state.Set(link.State == verdict ? 1 : 0, link.Link.Name(), verdict.Name());
            }
        }

        state.RemoveOthers();
        if (input.Report?.FirstBroken is { } broken)
        {
            first.Set(1, broken.Kind.Link.Name(), broken.Kind.Code);
        }

        first.RemoveOthers();
        foreach (var group in (input.Report?.Findings ?? []).GroupBy(f => (f.Kind, f.Severity, f.FollowsFrom)).OrderBy(
            g => g.Key.Kind.Code, StringComparer.Ordinal))
        {
            var (kind, severity, cause) = group.Key;
            if (cause is null)
            {
                findings.Set(group.Count(), kind.Code, severity.Name());
            }
            else
            {
                consequences.Set(group.Count(), kind.Code, severity.Name(), cause);
            }
        }

        findings.RemoveOthers();
        consequences.RemoveOthers();
        silenced.Replace(input.Report?.Silenced.Select(s => (s.Key, (double)s.Value)), Series.Sum);
    }
}
