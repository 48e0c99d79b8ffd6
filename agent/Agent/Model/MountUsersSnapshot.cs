using System.Collections.Immutable;

namespace AutomountAgent.Model;

/// <summary>
/// Who uses the node's mounts besides the node itself: mount namespaces with autofs mounts of their own, and processes that use mounts.
/// </summary>
/// <param name="Namespaces">The mount namespaces other than the agent's own, each by one process of it.</param>
/// <param name="MountUsers">Who holds the mounts that should have expired; only those were looked for.</param>
/// <param name="Searched">The mounts that were looked for, by mount point and device.</param>
/// <param name="Monitors">Monitors that run here and are known to call statfs(2) on every mount.</param>
/// <param name="Problem">Why not everything was looked at; empty when it was.</param>
internal sealed record MountUsersSnapshot(
    ImmutableArray<ForeignNamespace> Namespaces,
    ImmutableArray<MountUser> MountUsers,
    ImmutableHashSet<(string MountPoint, string Device)> Searched,
    ImmutableArray<string> Monitors,
    string Problem);

/// <summary>A process, as a person can find it.</summary>
/// <param name="Pid">Its id on the node.</param>
/// <param name="Name">Its name (<c>comm</c>).</param>
/// <param name="Pod">Its pod, as <c>namespace/name</c>, or by its UID where the name is not known; empty when it is in none.</param>
/// <param name="Container">Id of its container, shortened as crictl does; empty when it is in none.</param>
internal sealed record ProcessName(int Pid, string Name, string Pod, string Container)
{
    /// <summary>For example <c>bash (pid 12, pod 0f…, container 3a…)</c>.</summary>
    public override string ToString()
    {
        var pod = Pod.Length > 0 ? $", pod {Pod}" : "";
        var container = Container.Length > 0 ? $", container {Container}" : "";
        return $"{Name} (pid {Pid}{pod}{container})";
    }
}

/// <summary>A mount namespace other than the agent's own, and the autofs mounts in it.</summary>
/// <param name="Process">A process of it.</param>
/// <param name="Roots">automount's autofs mounts in it.</param>
internal sealed record ForeignNamespace(ProcessName Process, ImmutableArray<ForeignRoot> Roots);

/// <summary>An autofs mount in another mount namespace.</summary>
/// <param name="Source">The map, as automount names it.</param>
/// <param name="Device">major:minor of its superblock: the same as on the node while both are the same mount.</param>
/// <param name="Served">A daemon listens behind it; true as well when nobody can tell.</param>
internal sealed record ForeignRoot(string Source, string Device, bool Served);

/// <summary>Somebody who holds a mount.</summary>
/// <param name="MountPoint">The mount, as the node has it.</param>
/// <param name="Process">Who.</param>
/// <param name="How">With what: <c>open file</c>, <c>working directory</c>, <c>root directory</c>, <c>program</c> or <c>mapped
/// file</c>.</param>
internal sealed record MountUser(string MountPoint, ProcessName Process, string How);
