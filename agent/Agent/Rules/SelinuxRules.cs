using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>What SELinux forbids on NFS mounts; nothing on a node that has neither NFS nor autofs mounts.</summary>
internal static class SelinuxRules
{
    /// <summary>Judges the booleans that are off.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        if (state.Mounts?.Seen is not { } mounts || (mounts.Roots.IsEmpty && mounts.Nfs.IsEmpty))
        {
            return [];
        }

        return mounts.SelinuxOff.Select(Off);
    }

    private static Finding Off(string name) => name == SelinuxBoolean.Containers
        ? Make(MountFindings.SelinuxContainers, name, "containers that are not privileged get Permission denied on every NFS mount")
        : Make(MountFindings.SelinuxHomes, name, "logins and services of the node get Permission denied in home directories on NFS");

    private static Finding Make(FindingKind kind, string name, string breaks) =>
        new() { Kind = kind, Subject = name, Message = $"SELinux is enforcing, and its boolean {name} is off: {breaks}" };
}
