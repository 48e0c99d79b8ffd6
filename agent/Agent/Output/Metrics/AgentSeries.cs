using Automount.Text;
using Prometheus;

namespace AutomountAgent.Output.Metrics;

/// <summary>Which agent this is.</summary>
internal sealed class AgentSeries(MetricFactory metrics)
{
    private readonly Family agent = Family.Gauge(
        metrics, "automount_agent_info", "Version and revision of the agent.", "version", "revision");

    /// <summary>Makes the series those of a published state.</summary>
    public void Write(MetricsInput input)
    {
        agent.Set(1, Printable.Escape(input.Agent.Version), Printable.Escape(input.Agent.Revision));
        agent.RemoveOthers();
    }
}
