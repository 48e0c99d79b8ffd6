using System.Collections.Immutable;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;
using Prometheus;

namespace AutomountAgent.Output.Metrics;

/// <summary>
/// The series that say what the state of the node is, in the order of the chain. What was not seen yet is absent, never zero; what is gone
/// is removed. Not thread-safe.
/// </summary>
internal sealed class StateMirror
{
    private readonly CollectorRegistry registry = Prometheus.Metrics.NewCustomRegistry();
    private readonly ImmutableArray<Section> sections;
    private readonly ProcessSeries process;

    /// <summary>Adds every family to the registry, in the order of the page.</summary>
    public StateMirror()
    {
        var metrics = Prometheus.Metrics.WithCustomRegistry(registry);
        metrics.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        sections =
        [
            new(i => i.Agent, new AgentSeries(metrics).Write),
            new(i => i.Report, new LinkSeries(metrics).Write),
            new(i => i.Report, new ConditionSeries(metrics).Write),
            new(i => i.State.Directory, new DirectorySeries(metrics).Write),
            new(i => (i.State.Directory, i.State.Sssd, i.State.Automount, i.State.Compared, i.Step), new MapSeries(metrics).Write),
            new(i => (i.State.Mounts, i.Report), new RootSeries(metrics).Write),
            new(i => (i.State.Sssd, i.State.Automount), new UnitSeries(metrics).Write),
            new(i => i.State.Servers, new ServerSeries(metrics).Write),
            new(i => (i.State.Mounts, i.State.Pods, i.State.Health), new MountSeries(metrics).Write),
            new(i => (i.State.Mounts, i.State.Pods, i.State.Health), new PodSeries(metrics).Write),
            new(i => i.Rpc, new RpcSeries(metrics).Write),
            new(i => i.State.Required, new RequiredSeries(metrics).Write),
            new(i => (i.State.Checks, i.Step), new CheckSeries(metrics).Write),
            new(i => (i.State.Configuration, i.Step), new ConfigurationSeries(metrics).Write),
        ];
        process = new ProcessSeries(metrics);
    }

    /// <summary>Makes the series those of a published state.</summary>
    /// <param name="input">What is published.</param>
    /// <param name="usage">What this process uses now; null when it is not known.</param>
    public void Update(MetricsInput input, ProcessUsage? usage)
    {
        foreach (var section in sections)
        {
            section.Update(input);
        }

        process.Write(usage, input.Step);
    }

    /// <summary>Appends all series to a page.</summary>
    public void AppendTo(MemoryStream page, ExpositionFormat format) => registry.AppendTo(page, format);
}
