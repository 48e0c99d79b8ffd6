using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Derive;

namespace AutomountAgent.Rules;

/// <summary>
/// Containers that hold an autofs mount which the node has replaced, and behind which no daemon listens. Those of pods have
/// <see cref="PodRules"/>.
/// </summary>
internal static class OutdatedRootRules
{
    private const int MaxNames = 3;

    /// <summary>Judges the mount namespaces while automount runs: one finding for all containers that hold the mount of one map.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        if (!state.IsAutomountRunning || state is not { Mounts.Seen: { } mounts, MountUsers.Seen: { } holders })
        {
            return [];
        }

        var current = mounts.Roots.Select(r => r.Device).ToHashSet(StringComparer.Ordinal);
        var old = from space in holders.Namespaces
                  where space.Process.Pod.Length == 0
                  from root in space.Roots
                  where !root.Served && !current.Contains(root.Device)
                  group space.Process by root.Source;
        return old.Select(map => Outdated(map.Key, [.. map.Distinct().Select(p => p.ToString())]));
    }

    private static Finding Outdated(string map, IReadOnlyCollection<string> processes)
    {
        var containers = RuleText.Counted(processes.Count, "container has", "containers have");
        return new()
        {
            Kind = AutomountFindings.RootOutdated,
            Subject = map,
            Message = $"{containers} an old mount point of {map} without a daemon, from before automount was restarted: "
                + RuleText.First(processes, MaxNames, "; "),
        };
    }
}
