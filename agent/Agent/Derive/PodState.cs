using System.Collections.Immutable;
using AutomountAgent.Model;

namespace AutomountAgent.Derive;

/// <summary>How a pod fares with its automounted paths; of several faults the first one here.</summary>
internal enum PodState
{
    /// <summary>A volume is a directory of the node's own disk.</summary>
    LocalDisk,

    /// <summary>It has a mount on which calls block or fail.</summary>
    Hung,

    /// <summary>It has a mount of which the file handle is no longer valid.</summary>
    Stale,

    /// <summary>It has an automount root behind which nobody listens.</summary>
    DeadRoot,

    /// <summary>It has a private copy of an automount root.</summary>
    Private,

    /// <summary>None of these.</summary>
    Ok,
}

/// <summary>The states of pods.</summary>
internal static class PodStates
{
    /// <summary>All states, in the order in which metrics list them.</summary>
    public static ImmutableArray<PodState> All { get; } =
        [PodState.Ok, PodState.Private, PodState.DeadRoot, PodState.Stale, PodState.Hung, PodState.LocalDisk];

    /// <summary>The lower-case name of a state, as in the label <c>state</c>.</summary>
    public static string Name(this PodState state) => state switch
    {
        PodState.LocalDisk => "local-disk",
        PodState.Hung => "hung",
        PodState.Stale => "stale",
        PodState.DeadRoot => "dead-root",
        PodState.Private => "private",
        _ => "ok",
    };

    /// <summary>The state of a mount of a pod.</summary>
    public static PodState Of(PodMount mount, PodMountHealth health) => mount switch
    {
        { Kind: PodMountKind.Local } => PodState.LocalDisk,
        { Kind: PodMountKind.Autofs, CameAlong: true } => PodState.Ok,
        { Kind: PodMountKind.Autofs, Served: false } => PodState.DeadRoot,
        { Kind: PodMountKind.Autofs, Receives: false } => PodState.Private,
        { Kind: PodMountKind.Nfs } => OfNfs(health.StateOf(mount)),
        _ => PodState.Ok,
    };

    /// <summary>The pods with automounted paths, each with its state.</summary>
    public static IEnumerable<(string Pod, PodState State)> Pods(NodeState state)
    {
        var health = new PodMountHealth(state);
        return (state.Pods?.Seen?.Containers ?? [])
            .Where(container => container.Pod.Length > 0)
            .GroupBy(container => container.Pod, StringComparer.Ordinal)
            .Select(pod => (pod.Key, pod.SelectMany(container => container.Mounts).Min(mount => Of(mount, health))));
    }

    private static PodState OfNfs(HealthState state) => state switch
    {
        HealthState.Hung or HealthState.Failed => PodState.Hung,
        HealthState.Stale => PodState.Stale,
        _ => PodState.Ok,
    };
}
