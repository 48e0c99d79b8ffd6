using System.Collections.Immutable;

namespace AutomountAgent.Model;

/// <summary>The running containers that have automounted paths, as their mount namespaces show them.</summary>
/// <param name="Containers">One for each container; those without such a path are left out.</param>
/// <param name="Nfs">NFS mounts that the node itself has no more, one for each superblock.</param>
/// <param name="Problem">Why not every container was looked at; empty when all were.</param>
internal sealed record PodsSnapshot(ImmutableArray<PodContainer> Containers, ImmutableArray<NfsMount> Nfs, string Problem)
{
    /// <summary>Nothing runs here.</summary>
    public static PodsSnapshot Empty { get; } = new([], [], "");

    /// <summary>Pods whose containers the runtime does not get made, by its journal.</summary>
    public ImmutableArray<StuckPod> Stuck { get; init; } = [];

    /// <summary>Why the runtime's journal cannot be read; empty when it can, or when there is no runtime.</summary>
    public string JournalProblem { get; init; } = "";

    /// <summary>The paths of the node that volumes of pods bind: what has to be mounted for the pod to start again, each once.</summary>
    public IEnumerable<string> VolumePaths => Containers
        .Where(container => container.Pod.Length > 0)
        .SelectMany(container => container.Mounts)
        .Where(mount => mount is { Kind: PodMountKind.Nfs, Root.Length: > 0, Path.Length: > 0 })
        .Select(mount => mount.Path)
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);
}

/// <summary>A container with automounted paths.</summary>
/// <param name="Pod">Its pod as <c>namespace/name</c>, by its UID where no name is known; empty for a container of no pod.</param>
/// <param name="Name">Its name; its shortened id where no name is known.</param>
/// <param name="Pid">A process of it.</param>
/// <param name="Mounts">Its mounts that belong to automount.</param>
internal sealed record PodContainer(string Pod, string Name, int Pid, ImmutableArray<PodMount> Mounts);

/// <summary>One mount of a container that belongs to automount, or should.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="MountPoint">Where the container has it.</param>
/// <param name="Device">major:minor of its superblock.</param>
/// <param name="Source">The map of an autofs mount, <c>host:/path</c> of an NFS mount; empty otherwise.</param>
/// <param name="Root">The automount root of the node that it is or lies below, as the node has it; empty when that is not known.</param>
/// <param name="Path">The same path on the node; empty when that is not known.</param>
internal sealed record PodMount(PodMountKind Kind, string MountPoint, string Device, string Source, string Root, string Path)
{
    /// <summary>An autofs mount: what is mounted on the node below it appears in the container.</summary>
    public bool Receives { get; init; } = true;

    /// <summary>An autofs mount: it is one that the node has now, or a daemon listens behind it all the same.</summary>
    public bool Served { get; init; } = true;

    /// <summary>An autofs mount that came along with a volume of something larger, such as the root of the node.</summary>
    public bool CameAlong { get; init; }
}

/// <summary>What a mount of a container is.</summary>
internal enum PodMountKind
{
    /// <summary>An autofs mount: a whole automount root.</summary>
    Autofs,

    /// <summary>An NFS mount that stays whatever the node mounts: a volume of one key, or what a private copy of a root has kept.</summary>
    Nfs,

    /// <summary>A directory of the node's own file system, of which the path lies below an automount root.</summary>
    Local,
}

/// <summary>A pod of which a container does not get made.</summary>
/// <param name="Pod">The pod, as <c>namespace/name</c>.</param>
/// <param name="Container">Name of the container; empty where the pod itself is not made.</param>
/// <param name="At">When the runtime said so last.</param>
/// <param name="Stage">What the runtime says it is at; empty where it does not say.</param>
/// <param name="Runtime">The runtime that said so: <c>CRI-O</c> or <c>containerd</c>.</param>
internal sealed record StuckPod(string Pod, string Container, DateTimeOffset At, string Stage, string Runtime);
