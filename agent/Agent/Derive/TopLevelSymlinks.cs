using System.Collections.Immutable;
using Automount.Maps;
using AutomountAgent.Model;

namespace AutomountAgent.Derive;

/// <summary>
/// The symbolic links among the top-level directories, as on CoreOS, where <c>/home</c> leads to <c>/var/home</c>: a path may be written on
/// either side, and the map on the other. Deeper links are not followed. Pure but for what <see cref="Read"/> is given.
/// </summary>
/// <param name="Links">Target by link, both absolute, for example <c>/home</c> and <c>/var/home</c>.</param>
internal sealed record TopLevelSymlinks(ImmutableDictionary<string, string> Links)
{
    /// <summary>A node without such links.</summary>
    public static TopLevelSymlinks None { get; } = new(ImmutableDictionary<string, string>.Empty);

    /// <summary>The path as the mount table has it: its link, if it begins with one, replaced by where that leads.</summary>
    public string Canonical(string path) =>
        Links.TryGetValue(Top(path), out var target) ? MountPath.Join(target, MountPath.Below(path, Top(path))) : path;

    /// <summary>The path in every way of writing it that a map may use, itself first.</summary>
    public IEnumerable<string> Spellings(string path)
    {
        var canonical = Canonical(path);
        return Links
            .Where(link => MountPath.IsAtOrBelow(canonical, link.Value))
            .Select(link => MountPath.Join(link.Key, MountPath.Below(canonical, link.Value)))
            .Prepend(canonical)
            .Prepend(path)
            .Distinct();
    }

    /// <summary>
    /// Reads the links above some paths. A top-level directory that is a mount point is left alone: readlink(2) on it could ask an NFS
    /// server.
    /// </summary>
    /// <param name="paths">Absolute paths.</param>
    /// <param name="mounts">The mount table.</param>
    /// <param name="readLink">readlink(2): where a link points; null when it is none.</param>
    public static TopLevelSymlinks Read(IEnumerable<string> paths, MountsSnapshot mounts, Func<string, string?> readLink)
    {
        var mounted = mounts.Roots.Select(root => root.MountPoint)
            .Concat(mounts.Nfs.Select(mount => mount.MountPoint))
            .Concat(mounts.Others.Select(mount => mount.MountPoint))
            .ToHashSet(StringComparer.Ordinal);
        var links = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var top in paths.Select(Top).Where(top => top.Length > 1 && !mounted.Contains(top)).Distinct(StringComparer.Ordinal))
        {
            if (readLink(top) is { Length: > 0 } target && MountPath.Collapse(target[0] == '/' ? target : "/" + target) is var absolute
                && absolute != "/" && !MountPath.HasParentStep(absolute))
            {
                links[top] = absolute;
            }
        }

        return new(links.ToImmutable());
    }

    /// <summary>The first step of a path, with its slash.</summary>
    private static string Top(string path) => path.IndexOf('/', 1) is var end and > 0 ? path[..end] : path;
}
