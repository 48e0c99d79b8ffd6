using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Output.Metrics;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Output.Web;

/// <summary>Where the endpoint takes its answers from: memory only. Each may be called by several requests concurrently.</summary>
/// <param name="Newest">The state and the verdict on it that are published at this moment.</param>
/// <param name="Counters">What the agent did.</param>
/// <param name="Usage">What this process uses.</param>
/// <param name="Healthy">True while the rounds of the daemon go on.</param>
internal sealed record EndpointSources(Func<MetricsInput> Newest, Counters Counters, Func<ProcessUsage?> Usage, Func<bool> Healthy)
{
    /// <summary>
    /// What pods still have to wait for, in one line; null when the first round is done and every required path is ready.
    /// </summary>
    public static string? NotReady(NodeState state, ChainReport? report)
    {
        if (report is null || state.Required is null)
        {
            return "the first round is not done yet";
        }

        if (state.Required is { Seen: null, Unavailable: var reason })
        {
            return $"the required paths could not be looked at: {Printable.Escape(reason ?? "unknown")}";
        }

        if (state.Required?.Seen?.Problems.FirstOrDefault(p => p.Kind == RequiredMapTrouble.NotKnown) is { } unknown)
        {
            return $"the paths of {Printable.Escape(unknown.Pattern)} are not known: {Printable.Escape(unknown.Detail)}";
        }

        var missing = state.Required?.Seen?.Paths.Where(p => p.Readiness != Readiness.Ready).ToArray() ?? [];
        return missing switch
        {
            [] => null,
            [var only] => $"required path {Printable.Escape(only.Path)} is not ready: {Printable.Escape(only.Detail)}",
            [var first, ..] =>
                $"{missing.Length} required paths are not ready, the first: {Printable.Escape(first.Path)}: " +
                $"{Printable.Escape(first.Detail)}",
        };
    }
}
