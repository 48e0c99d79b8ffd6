using AutomountAgent.Model;
using Prometheus;

namespace AutomountAgent.Output.Metrics;

/// <summary>sssd's domains and the units of the chain.</summary>
internal sealed class UnitSeries(MetricFactory metrics)
{
    private readonly Family domains = Family.Gauge(
        metrics, "automount_sssd_domain_online", "Whether sssd believes the servers of a domain to be reachable.", "domain");

    private readonly Family units = Family.Gauge(
        metrics, "automount_unit_active", "Whether a systemd unit of the chain is active.", "unit");

    /// <summary>Makes the series those of a published state.</summary>
    public void Write(MetricsInput input)
    {
        var (sssd, automount) = (input.State.Sssd?.Seen, input.State.Automount?.Seen);
        domains.Replace(
            from domain in sssd?.Domains ?? []
            where domain.Online.HasValue
            select (domain.Name, domain.Online!.Value ? 1.0 : 0),
            Math.Min);
        units.Replace(
            new[] { automount?.Unit, sssd?.Unit }.OfType<UnitState>().Select(u => (u.Name, u.ActiveState == "active" ? 1.0 : 0)),
            Math.Min);
    }
}
