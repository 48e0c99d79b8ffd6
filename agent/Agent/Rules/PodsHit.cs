using System.Collections.Immutable;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>
/// Adds to findings of servers and mounts the pods that they hit: those that have a mount of the server, and those that have a whole
/// automount root below which the node has one. Pure.
/// </summary>
internal static class PodsHit
{
    private const int MaxNames = 3;
    private const int MaxPods = 50;

    /// <summary>The same findings in the same order.</summary>
    public static IEnumerable<Finding> Name(IReadOnlyCollection<Finding> findings, NodeState state)
    {
        if (state.Pods?.Seen is not { Containers.IsEmpty: false } seen)
        {
            return findings;
        }

        var pods = new Lazy<ILookup<string, string>>(
            () => ByServer(seen, state).ToLookup(p => p.Server, p => p.Pod, StringComparer.Ordinal));
        return findings.Select(f => IsOfMounts(f) ? Named(f, [.. pods.Value[f.Server!].Distinct()]) : f);
    }

    private static bool IsOfMounts(Finding finding) =>
        finding is { Server: not null, Kind.Link: Link.Server or Link.Mount, Severity: not Severity.Info };

    private static Finding Named(Finding finding, ImmutableArray<string> pods) => pods.IsEmpty ? finding : finding with
    {
        Message = $"{finding.Message}; {RuleText.Counted(pods.Length, "pod has", "pods have")} its mounts: "
            + RuleText.First(pods, MaxNames),
        Pods = [.. pods.Take(MaxPods)],
    };

    private static IEnumerable<(string Server, string Pod)> ByServer(PodsSnapshot seen, NodeState state)
    {
        var health = new PodMountHealth(state);
        var hosts = (state.Mounts?.Seen?.Nfs ?? [])
            .Where(m => m.Root is not null)
            .GroupBy(m => m.Root!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(m => m.Host).Distinct().ToList());
        foreach (var container in seen.Containers.Where(c => c.Pod.Length > 0))
        {
            foreach (var mount in container.Mounts)
            {
                var servers = mount switch
                {
                    { Kind: PodMountKind.Nfs } => health.Find(mount) is { } nfs ? [nfs.Host] : [],
                    { Kind: PodMountKind.Autofs, Receives: true, CameAlong: false } => hosts.GetValueOrDefault(mount.Root, []),
                    _ => [],
                };
                foreach (var server in servers)
                {
                    yield return (server, container.Pod);
                }
            }
        }
    }
}
