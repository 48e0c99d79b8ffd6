using System.Collections.Immutable;
using Automount.Text;
using Automount.Maps;
using AutomountAgent.Collect.Proc;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Autofs;

/// <summary>
/// Looks at the directories on the way to mount points, for symbolic links and for files in the place of directories. It goes step by step
/// and never through a mount that may ask a server or automount: what is beyond is not looked at. Steps that were looked at count once.
/// </summary>
internal sealed class MountPointWalk
{
    /// <summary>A node with more steps has its mount points in this many directories at least.</summary>
    private const int MaxSteps = 4096;

    private const int MaxFollowed = 40;

    /// <summary>File systems that ask nobody else.</summary>
    private static readonly HashSet<string> Local = new(StringComparer.Ordinal)
    {
        "rootfs", "xfs", "ext2", "ext3", "ext4", "btrfs", "f2fs", "zfs", "overlay", "tmpfs", "ramfs", "squashfs", "erofs", "vfat",
    };

    private readonly HostPaths paths;
    private readonly HashSet<string>? foreign;
    private readonly Dictionary<string, FileType> types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> links = new(StringComparer.Ordinal);

    /// <summary>Begins a walk with the mounts as they are now.</summary>
    /// <param name="paths">Where the files are.</param>
    public MountPointWalk(HostPaths paths)
    {
        this.paths = paths;
        foreign = ForeignMounts(paths);
    }

    /// <summary>The links that were found.</summary>
    public SymbolicLinks Links => SymbolicLinks.Of(links);

    /// <summary>What is neither a directory nor a link, in the place of one.</summary>
    public ImmutableSortedSet<string> NoDirectories => types
        .Where(step => step.Value == FileType.Other)
        .Select(step => step.Key)
        .ToImmutableSortedSet(StringComparer.Ordinal);

    /// <summary>Walks along a path.</summary>
    /// <param name="path">Absolute; its last step is looked at as well.</param>
    public void Along(string path)
    {
        if (foreign is null || path is not ['/', _, ..] || path.Contains('\0') || MountPath.HasParentStep(path))
        {
            return;
        }

        path = MountPath.Collapse(path);
        for (var (at, followed) = (0, 0); at < path.Length && followed <= MaxFollowed;)
        {
            var end = path.IndexOf('/', at + 1);
            var step = end < 0 ? path : path[..end];
            switch (TypeOf(step))
            {
                case FileType.Directory:
                    at = step.Length;
                    break;
                case FileType.Link when links.TryGetValue(step, out var target):
                    (path, at, followed) = (MountPath.Join(target, MountPath.Below(path, step)), 0, followed + 1);
                    break;
                default:
                    return;
            }
        }
    }

    private FileType TypeOf(string step)
    {
        if (types.TryGetValue(step, out var known))
        {
            return known;
        }

        if (foreign!.Contains(step) || types.Count >= MaxSteps)
        {
            return FileType.None;
        }

        var type = LibCFiles.TypeOf(paths.At(step[1..]));
        if (type == FileType.Link && Target(step) is { } target)
        {
            links[step] = target;
        }

        return types[step] = type;
    }

    /// <summary>Where a symbolic link leads, as an absolute path of the node.</summary>
    private string? Target(string link) =>
        LibCFiles.TryReadLink(paths.At(link[1..])) is { Length: > 0 } target && !target.Contains('\0')
            ? Path.GetFullPath(target, Path.GetDirectoryName(link)!)
            : null;

    /// <summary>Where something is mounted that may ask somebody; null when that is not known.</summary>
    private static HashSet<string>? ForeignMounts(HostPaths paths)
    {
        try
        {
            var table = MountTable.Parse(File.ReadAllBytes(paths.MountInfo));
            var found = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < table.Count; i++)
            {
                if (!Local.Contains(ProcText.Decode(table.Line(i).FileSystem)))
                {
                    found.Add(ProcText.Decode(table.Line(i).MountPoint));
                }
            }

            return found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
