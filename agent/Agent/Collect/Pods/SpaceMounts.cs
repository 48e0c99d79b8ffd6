using System.Collections.Immutable;
using Automount.Text;
using AutomountAgent.Collect.Proc;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Pods;

/// <summary>An autofs mount of a container.</summary>
/// <param name="Root">The mount.</param>
/// <param name="On">What of which file system it is mounted on.</param>
internal sealed record SpaceRoot(AutofsRoot Root, FilePlace On);

/// <summary>A directory in a file system: what fields 3 and 4 of mountinfo say.</summary>
/// <param name="Device">major:minor of the superblock.</param>
/// <param name="Directory">The directory, seen from the root of the file system.</param>
internal readonly record struct FilePlace(string Device, string Directory);

/// <summary>A directory of an ordinary file system that a container has.</summary>
/// <param name="MountPoint">Where the container has it.</param>
/// <param name="Place">What it is.</param>
internal sealed record SpaceBind(string MountPoint, FilePlace Place);

/// <summary>What of a mount namespace may belong to automount. Pure.</summary>
/// <param name="Roots">The autofs mounts, without offsets.</param>
/// <param name="Nfs">The NFS mounts; <see cref="NfsMount.Root"/> is the autofs mount below it in this namespace.</param>
/// <param name="Binds">Directories of ordinary file systems.</param>
internal sealed record SpaceMounts(
    ImmutableArray<SpaceRoot> Roots, ImmutableArray<NfsMount> Nfs, ImmutableArray<SpaceBind> Binds)
{
    /// <summary>Nothing.</summary>
    public static SpaceMounts None { get; } = new([], [], []);

    /// <summary>A container has some ten mounts; more than this are those of a program that mounts by itself.</summary>
    private const int MaxOfKind = 1000;

    /// <summary>Reads a mount table. What no path leads to any more is left out.</summary>
    public static SpaceMounts Read(MountTable table)
    {
        var roots = ImmutableArray.CreateBuilder<SpaceRoot>();
        var nfs = ImmutableArray.CreateBuilder<NfsMount>();
        var binds = ImmutableArray.CreateBuilder<SpaceBind>();
        for (var i = 0; i < table.Count; i++)
        {
            switch (table.Kind(i))
            {
                case MountKind.Autofs when roots.Count < MaxOfKind && !MountsReader.IsCoveredByAutofs(table, i):
                    roots.Add(new(MountsReader.Root(table, i), On(table, i)));
                    break;
                case MountKind.Nfs when nfs.Count < MaxOfKind && !table.IsHidden(i) && !CameAlong(table, i):
                    nfs.Add(MountsReader.Nfs(table, i));
                    break;
                case MountKind.Other when binds.Count < MaxOfKind && IsOfDisk(table.Line(i)) && !table.IsHidden(i):
                    binds.Add(new(ProcText.Decode(table.Line(i).MountPoint), Place(table.Line(i))));
                    break;
            }
        }

        return new(roots.ToImmutable(), nfs.ToImmutable(), binds.ToImmutable());
    }

    /// <summary>
    /// Whether a mount stands on a directory of the node that receives what the node mounts: it comes and goes with the node's. The root of
    /// a container receives as well, but nothing of the node is mounted there.
    /// </summary>
    private static bool CameAlong(MountTable table, int index)
    {
        var parent = table.ParentOf(index);
        if (parent < 0 || table.Kind(parent) != MountKind.Other)
        {
            return false;
        }

        var line = table.Line(parent);
        return (line.Receives || line.Shared) && !line.MountPoint.SequenceEqual("/"u8);
    }

    private static FilePlace On(MountTable table, int index) =>
        table.ParentOf(index) is var parent and >= 0 ? Place(table.Line(parent)) : default;

    private static FilePlace Place(MountLine line) => new(ProcText.Decode(line.Device), ProcText.Decode(line.Root));

    /// <summary>File systems that hold no directory of an automount root; most mounts of a container are of these.</summary>
    private static bool IsOfDisk(MountLine line) =>
        !line.FileSystem.SequenceEqual("proc"u8)
        && !line.FileSystem.SequenceEqual("sysfs"u8)
        && !line.FileSystem.SequenceEqual("tmpfs"u8)
        && !line.FileSystem.SequenceEqual("devpts"u8)
        && !line.FileSystem.SequenceEqual("mqueue"u8)
        && !line.FileSystem.SequenceEqual("autofs"u8)
        && !line.FileSystem.StartsWith("cgroup"u8);
}
