using System.Collections.Immutable;
using AutomountAgent.Model;

namespace AutomountAgent.Derive;

/// <summary>What a person wants to see of a node on one screen, beside the chain and its findings. Pure.</summary>
/// <param name="Servers">The NFS servers of maps and mounts.</param>
/// <param name="Roots">The mount points of automount, without offsets.</param>
/// <param name="Required">The required paths.</param>
/// <param name="Pods">The pods with automounted paths, those that fare worst first.</param>
internal sealed record NodeOverview(
    ImmutableArray<ServerOverview> Servers,
    ImmutableArray<RootOverview> Roots,
    ImmutableArray<PathOverview> Required,
    ImmutableArray<PodOverview> Pods)
{
    /// <summary>That of a state.</summary>
    public static NodeOverview Of(NodeState state)
    {
        var mounts = state.Mounts?.Seen?.Nfs ?? [];
        var byServer = mounts.ToLookup(mount => mount.Target);
        var byRoot = mounts.ToLookup(mount => mount.Root);
        return new(
            [.. (state.Servers?.Seen?.Servers ?? []).Select(server => Of(server, state, byServer[server.Target]))],
            [.. (state.Mounts?.Seen?.Roots ?? []).Where(root => root.Kind != AutofsMountKind.Offset).Select(root => Of(root, byRoot))],
            [.. (state.Required?.Seen?.Paths ?? []).Select(p => new PathOverview(p.Path, p.Readiness == Readiness.Ready, p.Detail))],
            PodsOf(state));
    }

    private static ServerOverview Of(ServerState server, NodeState state, IEnumerable<NfsMount> mounts) => new(
        server.Target.Host,
        $"{server.Target.Version}",
        state.Health.Of(server.Target)?.Debounced.State ?? HealthState.Unknown,
        server.ResponseTime,
        [.. mounts.GroupBy(state.Health.StateOf).OrderBy(group => group.Key).Select(group => new MountCount(group.Key, group.Count()))],
        server.Outcome == ServerOutcome.Up ? "" : server.Detail);

    private static RootOverview Of(AutofsRoot root, ILookup<string?, NfsMount> mounts) =>
        new(root.MountPoint, root.Source, mounts[root.MountPoint].Count(), root.Timeout, root.IsServed);

    private static ImmutableArray<PodOverview> PodsOf(NodeState state)
    {
        var paths = (state.Pods?.Seen?.Containers ?? [])
            .SelectMany(container => container.Mounts.Select(mount => (container.Pod, Path: PathOf(mount))))
            .Distinct()
            .ToLookup(mount => mount.Pod, mount => mount.Path);
        return
        [
            .. PodStates.Pods(state)
                .OrderBy(pod => pod.State)
                .Select(pod => new PodOverview(pod.Pod, pod.State, [.. paths[pod.Pod].Order(StringComparer.Ordinal)])),
        ];
    }

    private static string PathOf(PodMount mount) => mount.Path.Length > 0 ? mount.Path : mount.Source;
}

/// <summary>An NFS server as one version is used.</summary>
/// <param name="Host">Host as maps and mounts write it.</param>
/// <param name="Version">Version of NFS.</param>
/// <param name="State">How it is, after what was seen for some time.</param>
/// <param name="ResponseTime">Round trip time of its last answer; null when it did not answer.</param>
/// <param name="Mounts">Its mounts by state.</param>
/// <param name="Detail">Why it is not up; empty when it is.</param>
internal sealed record ServerOverview(
    string Host, string Version, HealthState State, TimeSpan? ResponseTime, ImmutableArray<MountCount> Mounts, string Detail);

/// <summary>How many mounts are in a state.</summary>
/// <param name="State">The state.</param>
/// <param name="Count">How many.</param>
internal readonly record struct MountCount(HealthState State, int Count);

/// <summary>A mount point of automount.</summary>
/// <param name="MountPoint">Where it is.</param>
/// <param name="Map">Its map, as the mount table names it.</param>
/// <param name="Mounts">How many NFS mounts are below it.</param>
/// <param name="Timeout">Idle time after which they expire; zero for never.</param>
/// <param name="IsServed">A daemon is behind it.</param>
internal sealed record RootOverview(string MountPoint, string Map, int Mounts, TimeSpan Timeout, bool IsServed);

/// <summary>A required path.</summary>
/// <param name="Path">The path.</param>
/// <param name="IsReady">Pods can use it.</param>
/// <param name="Detail">What was seen.</param>
internal sealed record PathOverview(string Path, bool IsReady, string Detail);

/// <summary>A pod with automounted paths.</summary>
/// <param name="Pod">Namespace and name.</param>
/// <param name="State">How the worst of its paths is.</param>
/// <param name="Paths">Its paths, as the node has them.</param>
internal sealed record PodOverview(string Pod, PodState State, ImmutableArray<string> Paths);
