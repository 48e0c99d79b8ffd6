using AutomountAgent.Model;
using Prometheus;

namespace AutomountAgent.Output.Metrics;

/// <summary>
/// The conditions of the node, in the form that kube-state-metrics gives those of the node object (<c>kube_node_status_condition</c>): one
/// series for each status, 1 for the one that it has.
/// </summary>
internal sealed class ConditionSeries(MetricFactory metrics)
{
    private readonly Family conditions = Family.Gauge(
        metrics,
        "automount_node_condition",
        "Condition of the node, by status (true, false, unknown): 1 for the status that it has, 0 for the others.",
        "condition",
        "status");

    /// <summary>Makes the series those of a published state.</summary>
    public void Write(MetricsInput input)
    {
        foreach (var condition in input.Report?.Conditions ?? [])
        {
            foreach (var status in NodeConditions.Statuses)
            {
                conditions.Set(condition.Status == status ? 1 : 0, condition.Type.Name(), status.Name().ToLowerInvariant());
            }
        }

        conditions.RemoveOthers();
    }
}
