using AutomountAgent.Model;
using Prometheus;

namespace AutomountAgent.Output.Metrics;

/// <summary>The LDAP servers, by URI as sssd.conf writes it.</summary>
internal sealed class DirectorySeries(MetricFactory metrics)
{
    private readonly Family up = Family.Gauge(
        metrics, "automount_directory_server_up",
        "Whether an LDAP server answered for the directory when it was last asked; one is asked only when those before it fail.",
        "server");

    /// <summary>Makes the series those of a published state.</summary>
    public void Write(MetricsInput input) => up.Replace(
        input.State.Directory?.Seen?.Domains.SelectMany(d => d.Servers).Select(s => (s.Uri, s.Outcome.IsFinal ? 1.0 : 0)),
        Math.Min);
}
