using Automount.Maps;
using AutomountAgent.Model;

namespace AutomountAgent.Derive;

/// <summary>
/// How the NFS mounts of containers are: that of the mount with the same superblock, on the node or, where the node has it no more, in a
/// container.
/// </summary>
/// <param name="state">What was observed.</param>
internal sealed class PodMountHealth(NodeState state)
{
    private readonly ILookup<string, NfsMount> byDevice = state.NfsMounts.ToLookup(m => m.Device, StringComparer.Ordinal);

    /// <summary>
    /// The mount that shares the superblock; of several the one that leads to the same directory. Null when there is none.
    /// </summary>
    public NfsMount? Find(PodMount mount) => byDevice[mount.Device]
        .OrderByDescending(m => MountPath.IsAtOrBelow(mount.Source, m.Source))
        .ThenByDescending(m => m.Source.Length)
        .FirstOrDefault();

    /// <summary>Its state.</summary>
    public HealthState StateOf(PodMount mount) => Find(mount) is { } found ? state.Health.StateOf(found) : HealthState.Unknown;
}
