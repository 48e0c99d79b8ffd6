using Automount.Configuration;
using AutomountAgent.Explain;
using AutomountAgent.Hosting;
using AutomountAgent.Model;

namespace AutomountAgent.Commands;

/// <summary>The chain of each path that a pod has, from one look of the collectors and rules of the daemon.</summary>
internal static class ExplainPod
{
    /// <summary>A pod that has more automounted paths than this has an agent of the node in it.</summary>
    private const int MaxPaths = 50;

    /// <summary>Looks, and explains. Servers are asked for the export of the first path alone, so that it ends in time.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="pod">The pod, as <c>namespace/name</c>.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<(IReadOnlyList<Explanation> Explained, Verdict Verdict)> RunAsync(
        Settings settings, string pod, TimeSpan timeout, CancellationToken cancel)
    {
        var started = TimeProvider.System.GetTimestamp();
        var only = settings with { RequiredPaths = [], RequiredMaps = [], RequiredFromPods = false };
        var (state, report) = await OneRound.RunAsync(only, timeout, cancel);
        var explainer = new PodExplainer(state, report, pod);
        var chains = new Dictionary<string, Explanation>(StringComparer.Ordinal);
        var explained = new List<Explanation>();
        foreach (var (container, mount) in explainer.Mounts.Take(MaxPaths))
        {
            if (mount.Path.Length > 0 && !chains.ContainsKey(mount.Path))
            {
                var left = chains.Count == 0 ? timeout - TimeProvider.System.GetElapsedTime(started) : TimeSpan.Zero;
                chains[mount.Path] = await new PathExplanation(TimeProvider.System).OfAsync(
                    Question.Of(mount.Path), state, report, left, cancel);
            }

            explained.Add(explainer.Explain(container, mount, chains.GetValueOrDefault(mount.Path)));
        }

        IReadOnlyList<Explanation> all = explained.Count == 0 ? [explainer.WithoutMounts()] : explained;
        return (all, Verdicts.Worst(all.Select(e => e.Verdict)));
    }
}
