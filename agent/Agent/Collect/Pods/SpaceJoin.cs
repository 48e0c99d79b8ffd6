using System.Collections.Immutable;
using Automount.Maps;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Pods;

/// <summary>
/// Joins the mounts of a container with those of the node: an autofs mount and an NFS mount by their superblocks, which both share, and a
/// directory of a disk by its path on the node. Pure, but for what it remembers in <see cref="Space.Known"/>.
/// </summary>
/// <param name="node">The node's mounts.</param>
/// <param name="isRoot">Whether a path is a mount point of automount: one that is mounted, or one of the master map.</param>
/// <param name="places">Where the node has its directories.</param>
/// <param name="listens">Whether a process has a pipe open, by process id and inode.</param>
internal sealed class SpaceJoin(MountsSnapshot node, Func<string, bool> isRoot, NodePlaces places, Func<int, long, bool> listens)
{
    private readonly Dictionary<string, AutofsRoot> rootByDevice = node.Roots.DistinctBy(r => r.Device).ToDictionary(r => r.Device);
    private readonly ILookup<string, NfsMount> nfsByDevice = node.Nfs.ToLookup(m => m.Device, StringComparer.Ordinal);

    /// <summary>Whether the node has a superblock mounted.</summary>
    public bool IsOnNode(string device) => nfsByDevice.Contains(device);

    /// <summary>The mounts of a container that belong to automount.</summary>
    public ImmutableArray<PodMount> Mounts(Space space) =>
    [
        .. space.Mounts.Roots.Select(Autofs),
        .. Nfs(space).Select(mount => Nfs(mount, space)).OfType<PodMount>(),
        .. space.Mounts.Binds.Select(Local).OfType<PodMount>(),
    ];

    /// <summary>
    /// The NFS mounts that a container keeps. What lies on a copy of an automount root that receives comes and goes with the node's.
    /// </summary>
    public IEnumerable<NfsMount> Nfs(Space space)
    {
        var following = space.Mounts.Roots
            .Where(r => (r.Root.Receives || r.Root.Shared) && rootByDevice.ContainsKey(r.Root.Device))
            .Select(r => r.Root.MountPoint)
            .ToHashSet(StringComparer.Ordinal);
        return space.Mounts.Nfs.Where(mount => mount.Root is null || !following.Contains(mount.Root));
    }

    private PodMount Autofs(SpaceRoot space)
    {
        var there = space.Root;
        var here = rootByDevice.GetValueOrDefault(there.Device);
        var point = here?.MountPoint ?? node.Roots.FirstOrDefault(r => r.Source == there.Source)?.MountPoint ?? "";
        return new(PodMountKind.Autofs, there.MountPoint, there.Device, there.Source, point, point)
        {
            Receives = there.Receives || there.Shared,
            Served = here?.IsServed ?? IsServed(there),
            CameAlong = point.Length > 0 && places.PathsOf(space.On).Any(path => MountPath.IsAtOrBelow(point, path)),
        };
    }

    private bool IsServed(AutofsRoot root) =>
        !root.Catatonic && (root.DaemonPid <= 0 || root.Pipe <= 0 || listens(root.DaemonPid, root.Pipe));

    /// <summary>Null for a mount that has nothing to do with automount, such as a volume that the kubelet mounted.</summary>
    private PodMount? Nfs(NfsMount there, Space space)
    {
        var key = (there.Device, there.Source);
        if (OnNode(there) is { Root: { } root } here)
        {
            space.Known[key] = (root, MountPath.Join(here.MountPoint, Rest(there, here)));
        }
        else if (IsOnNode(there.Device) && !space.Known.ContainsKey(key))
        {
            return null;
        }

        var (known, path) = space.Known.GetValueOrDefault(key, ("", ""));
        return new(PodMountKind.Nfs, there.MountPoint, there.Device, there.Source, known, path);
    }

    /// <summary>The node's mount of the same superblock that leads to the same directory; one of automount's before others.</summary>
    private NfsMount? OnNode(NfsMount there) => nfsByDevice[there.Device]
        .Where(here => MountPath.IsAtOrBelow(there.Source, here.Source))
        .OrderByDescending(here => here.Root is not null)
        .ThenByDescending(here => here.Source.Length)
        .FirstOrDefault();

    private static string Rest(NfsMount there, NfsMount here) => MountPath.Below(there.Source, here.Source);

    private PodMount? Local(SpaceBind bind)
    {
        foreach (var path in places.PathsOf(bind.Place))
        {
            if (RootAbove(path) is { } root)
            {
                return new(PodMountKind.Local, bind.MountPoint, bind.Place.Device, "", root, path);
            }
        }

        return null;
    }

    private string? RootAbove(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
        {
            if (isRoot(path[..end]))
            {
                return path[..end];
            }
        }

        return null;
    }
}
