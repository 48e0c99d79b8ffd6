using Automount.Findings;

namespace Automount.Catalog;

/// <summary>Faults of the link <c>pod</c>: what is so in containers and not on the node.</summary>
public static class PodFindings
{
    private static readonly KindList Kinds = new(Link.Pod);

    /// <summary>Calls on mounts of the server block or fail.</summary>
    private static readonly Dependency ServerDown = new(
        Same.Server, "server/refused", "server/unreachable", "server/hung", "mount/hung");

    public static IReadOnlyList<FindingKind> All => Kinds.All;

    public static FindingKind LocalDisk { get; } = Kinds.Error(
        "pod/local-disk",
        "A pod writes to the node's own disk instead of NFS",
        "The volume of the pod is a path below an automount root, but its directory is one of the node's own file system: it was made, by "
            + "the container runtime as a rule, while nothing was mounted there. The pod sees an empty directory, and what it writes "
            + "stays on this node, hidden below the mount point.",
        "Stop the pod; save what it wrote (mount --bind / /mnt on the node shows the path below /mnt without what is mounted on it); "
            + "remove the directory; start the pod again. In the pod, type: Directory on the hostPath keeps the runtime from making it.");

    public static FindingKind CreateHung { get; } = Kinds.Warning(
        "pod/create-hung",
        "A pod hangs in creation",
        "The container runtime is still at an earlier request of the kubelet to make this container, while something below an automount "
            + "root does not answer. CRI-O and containerd look at each hostPath (stat, mkdir) without a time limit, so a hung server keeps "
            + "the pod in ContainerCreating with the error that its name is reserved.",
        "Repair the first broken link; the runtime goes on by itself. crictl ps -a; journalctl -u crio -u containerd.",
        new Dependency(Same.Node, "server/hung", "server/unreachable", "server/refused", "mount/hung", "automount/suspended"));

    public static FindingKind MountHung { get; } = Kinds.Warning(
        "pod/mount-hung",
        "Pods have a mount that hangs",
        "Processes of these pods that use the mount block in D state: probes time out, and the pods cannot be stopped until the server "
            + "answers.",
        "Repair the server. Do not delete the pods by force: their processes stay, and a new pod on the same mount hangs as well.",
        ServerDown);

    public static FindingKind MountStale { get; } = Kinds.Error(
        "pod/mount-stale",
        "A pod has a stale mount",
        "The server no longer knows the file handle (ESTALE): the export was made anew or moved. A container keeps the mount with which it "
            + "was started, so the pod sees Stale file handle until it is started again.",
        "Restart the pod that the message names, once the path works on the node.",
        new Dependency(Same.Server, "mount/required-stale"));

    public static FindingKind DeadRoot { get; } = Kinds.Warning(
        "pod/dead-root",
        "A pod has an old mount point without a daemon",
        "automount was restarted and made new mount points; the pod was started before and has the old one, behind which nobody listens. "
            + "In it, keys that are not mounted answer No such file or directory for ever.",
        "Restart the pod that the message names. automount keeps its mount points over systemctl reload, and over a restart while they "
            + "are busy.");

    public static FindingKind PrivatePropagation { get; } = Kinds.Warning(
        "pod/private-propagation",
        "A pod has a private copy of a mount point",
        "The volume has mountPropagation None, the default. What automount mounts after the start of the pod never reaches it: keys that "
            + "were not mounted by then answer Too many levels of symbolic links (ELOOP; newer kernels: Operation not permitted, EPERM), "
            + "and each attempt mounts the key on the node for nobody.",
        "Set mountPropagation: HostToContainer on the volumeMount, and restart the pod; or mount the directory of one key instead of the "
            + "whole root.",
        new Dependency(Same.Root, "automount/root-private"));
}
