using System.Collections.Immutable;

namespace AutomountAgent.Model;

/// <summary>A mount that went away below an automount root: expired, or unmounted by hand.</summary>
/// <param name="Root">The automount root.</param>
/// <param name="MountPoint">Where it was mounted.</param>
internal sealed record Expiration(string Root, string MountPoint);

/// <summary>Finds the mounts that went away between two polls of the mount table. Pure.</summary>
internal static class Expirations
{
    /// <summary>
    /// The mounts of <paramref name="before"/> that automount had made and that are gone in <paramref name="after"/>. A mount that was
    /// replaced in between by another one on the same point (other device, or a lower age) is gone, too.
    /// </summary>
    public static ImmutableArray<Expiration> Between(MountsSnapshot before, MountsSnapshot after)
    {
        var nfs = new Dictionary<(string, string), NfsMount>(after.Nfs.Length);
        foreach (var mount in after.Nfs)
        {
            nfs[(mount.MountPoint, mount.Device)] = mount;
        }

        var gone = ImmutableArray.CreateBuilder<Expiration>();
        foreach (var mount in before.Nfs)
        {
            if (mount.Root is { } root
                && !(nfs.TryGetValue((mount.MountPoint, mount.Device), out var now) && !IsYounger(now.Statistics, mount.Statistics)))
            {
                gone.Add(new(root, mount.MountPoint));
            }
        }

        var others = after.Others.ToHashSet();
        foreach (var mount in before.Others)
        {
            if (!others.Contains(mount))
            {
                gone.Add(new(mount.Root, mount.MountPoint));
            }
        }

        return gone.ToImmutable();
    }

    private static bool IsYounger(NfsStatistics? now, NfsStatistics? before) =>
        now is not null && before is not null && now.Age < before.Age;
}
