using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using static Automount.Findings.FindingCatalog;

namespace AutomountAgent.Rules;

/// <summary>What SELinux forbids on NFS mounts; nothing on a node that has neither mounts nor mount points.</summary>
internal static class SelinuxRules
{
    /// <summary>Judges the booleans that are off.</summary>
    public static IEnumerable<Finding> Run(NodeState state) => state.Mounts?.Seen is { } mounts && (!mounts.Roots.IsEmpty || !mounts.Nfs.IsEmpty)
        ? mounts.SelinuxOff.Select(name => name == SelinuxBoolean.Containers
            ? Make(MountSelinuxContainers, name, "containers that are not privileged get Permission denied on every NFS mount")
            : Make(MountSelinuxHomes, name, "logins and services of the node get Permission denied in home directories on NFS"))
        : [];

    private static Finding Make(FindingKind kind, string name, string breaks) =>
        new() { Kind = kind, Subject = name, Message = $"SELinux is enforcing, and its boolean {name} is off: {breaks}" };
}
