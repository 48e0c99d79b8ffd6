using System.Collections.Immutable;
using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>
/// Rules of the link <c>pod</c> about what containers have of automount. Roots that came along with a larger volume, as agents of the node
/// have its whole file system, are not judged: nobody means to use them.
/// </summary>
internal static class PodRules
{
    /// <summary>So many pods are named one by one for a fault; one finding tells of the others.</summary>
    private const int MaxPods = 50;

    private const int MaxNames = 3;

    /// <summary>Judges the containers.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        if (state.Pods?.Seen is not { } seen)
        {
            return [];
        }

        var health = new PodMountHealth(state);
        var found =
            from container in seen.Containers
            where container.Pod.Length > 0
            from mount in container.Mounts
            let fault = PodStates.Of(mount, health)
            where fault != PodState.Ok
            select new PodFault(fault, container, mount, health.Find(mount)?.Host);
        var byFault = found.ToLookup(f => f.State);
        return
        [
            .. EachPod(byFault[PodState.LocalDisk], PodFindings.LocalDisk, LocalDisk),
            .. byFault[PodState.Hung].GroupBy(f => f.Server ?? "").Select(Hung),
            .. EachPod(byFault[PodState.Stale], PodFindings.MountStale, Stale),
            .. state.IsAutomountRunning ? EachPod(byFault[PodState.DeadRoot], PodFindings.DeadRoot, DeadRoot) : [],
            .. EachPod(byFault[PodState.Private], PodFindings.PrivatePropagation, Private),
        ];
    }

    private static IEnumerable<Finding> EachPod(IEnumerable<PodFault> faults, FindingKind kind, Func<PodFault, string> message)
    {
        var pods = faults.GroupBy(f => f.Container.Pod, StringComparer.Ordinal).ToList();
        var named = pods.Count <= MaxPods ? pods : pods.Take(MaxPods - 1);
        foreach (var pod in named)
        {
            var first = pod.First();
            var more = pod.Count() > 1 ? $"; {pod.Count() - 1} more of its mounts as well" : "";
            yield return new()
            {
                Kind = kind,
                Subject = pod.Key,
                Message = $"pod {pod.Key}, container {first.Container.Name}: {message(first)}{more}",
                Root = first.Mount.Root.Length > 0 ? first.Mount.Root : null,
                Path = first.Mount.Path.Length > 0 ? first.Mount.Path : null,
                Server = first.Server,
                Pods = [pod.Key],
            };
        }

        if (pods.Count > MaxPods)
        {
            var others = pods.Skip(MaxPods - 1).Select(pod => pod.Key).ToList();
            yield return new()
            {
                Kind = kind,
                Subject = "other pods",
                Message = $"{others.Count} more pods have the same fault: {RuleText.First(others, MaxNames)}",
                Pods = [.. others.Take(MaxPods)],
            };
        }
    }

    private static string LocalDisk(PodFault fault) =>
        $"{fault.Mount.MountPoint} is {fault.Mount.Path} of the node's own file system, below the automount root {fault.Mount.Root}: the "
            + "directory was made while nothing was mounted, and what the pod writes stays on this node";

    private static string Stale(PodFault fault) =>
        $"{fault.Mount.MountPoint} ({fault.Mount.Source}) is stale: calls on it fail with Stale file handle";

    private static string DeadRoot(PodFault fault) =>
        $"{fault.Mount.MountPoint} ({fault.Mount.Source}) is a mount point from before automount was restarted, without a daemon: keys "
            + "that are not mounted there answer No such file or directory for ever";

    private static string Private(PodFault fault) =>
        $"{fault.Mount.MountPoint} is a private copy of {fault.Mount.Root}: keys that were not mounted when the pod started answer "
            + "Too many levels of symbolic links (newer kernels: Operation not permitted)";

    private static Finding Hung(IGrouping<string, PodFault> server)
    {
        var pods = server.Select(f => f.Container.Pod).Distinct().ToImmutableArray();
        var mounts = server.Select(f => $"{f.Mount.MountPoint} of {f.Container.Pod}").Distinct().ToList();
        return new()
        {
            Kind = PodFindings.MountHung,
            Subject = server.Key,
            Server = server.Key.Length > 0 ? server.Key : null,
            Message = $"{RuleText.Counted(pods.Length, "pod has", "pods have")} mounts of {server.Key} that hang: "
                + RuleText.First(mounts, MaxNames),
            Pods = [.. pods.Take(MaxPods)],
        };
    }

    private sealed record PodFault(PodState State, PodContainer Container, PodMount Mount, string? Server);
}
