using AutomountAgent.Model;

namespace AutomountAgent.Derive;

/// <summary>The mount that serves a path.</summary>
/// <param name="MountPoint">Where it is mounted.</param>
/// <param name="Device">major:minor of its superblock.</param>
/// <param name="Nfs">The NFS mount; null when automount mounted something else.</param>
/// <param name="Root">The autofs mount point that it lies under or on; null when automount did not make it.</param>
internal sealed record CoveringMount(string MountPoint, string Device, NfsMount? Nfs, string? Root)
{
    /// <summary>What makes it this mount and no other on the same mount point.</summary>
    public (string MountPoint, string Device) Key => (MountPoint, Device);

    /// <summary>
    /// The mount that serves a path, or null when none does: the longest mount point that the path equals or lies below. A longer autofs
    /// mount point on the way means that the path itself is not mounted yet. Text only; symbolic links are the business of <paramref
    /// name="known"/>.
    /// </summary>
    /// <param name="mounts">The mount table.</param>
    /// <param name="path">The path.</param>
    /// <param name="known">The mount on which the prober last found the path; null when it did not. It wins while it is there.</param>
    public static CoveringMount? Find(MountsSnapshot mounts, string path, (string MountPoint, string Device)? known)
    {
        CoveringMount? found = null;
        foreach (var mount in mounts.Nfs)
        {
            found = Better(found, new(mount.MountPoint, mount.Device, mount, mount.Root));
        }

        foreach (var mount in mounts.Others)
        {
            found = Better(found, new(mount.MountPoint, mount.Device, null, mount.Root));
        }

        return found is not null && !IsKnown(found) && mounts.Roots.Any(IsAutofsAbove) ? null : found;

        bool IsKnown(CoveringMount mount) => known == (mount.MountPoint, mount.Device);

        bool IsAutofsAbove(AutofsRoot root) => root.MountPoint.Length > found.MountPoint.Length && Covers(root.MountPoint, path);

        CoveringMount? Better(CoveringMount? best, CoveringMount mount)
        {
            if (IsKnown(mount))
            {
                return mount;
            }

            if (best is not null && (IsKnown(best) || best.MountPoint.Length > mount.MountPoint.Length))
            {
                return best;
            }

            return Covers(mount.MountPoint, path) ? mount : best;
        }
    }

    /// <summary>Whether a path equals a mount point or lies below it, by text.</summary>
    public static bool Covers(string mountPoint, string path) =>
        path.StartsWith(mountPoint, StringComparison.Ordinal)
        && (path.Length == mountPoint.Length || mountPoint.EndsWith('/') || path[mountPoint.Length] == '/');
}
