using System.Globalization;
using AutomountAgent.Collect.Proc;
using AutomountAgent.Derive;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Probe;

/// <summary>
/// Finds who uses a mount, from proc(5) alone: no path on the mount is walked. MountUsersCollector reports what it sees; here, what
/// cannot be seen counts as in use. Reading <c>maps</c> of a process that hangs may hang as well, so only the prober's process calls this.
/// </summary>
internal static class UsersOfMount
{
    /// <summary>The first user in words; null when there is none.</summary>
    /// <param name="mount">The mount.</param>
    /// <param name="own">The mounts of this namespace.</param>
    /// <param name="host">Where proc(5) is.</param>
    /// <exception cref="IOException">A process could not be looked into.</exception>
    /// <exception cref="UnauthorizedAccessException">A process may not be looked into.</exception>
    public static string? First(NamespaceMount mount, NamespaceMounts own, HostPaths host)
    {
        var root = own.ParentOf(mount);
        var names = new ProcessFiles(host);
        var copies = new Dictionary<string, (List<NamespaceMount> Copies, string? MountUser)>();
        foreach (var folder in Directory.EnumerateDirectories(host.Processes))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                continue;
            }

            try
            {
                var space = LibCFiles.ReadLink(Path.Combine(folder, "ns", "mnt"));
                if (space is null)
                {
                    // A process that has ended, or is about to.
                    continue;
                }

                if (!copies.TryGetValue(space, out var there))
                {
                    there = copies[space] = Copies(NamespaceMounts.Parse(File.ReadAllText(Path.Combine(folder, "mountinfo"))), mount, root);
                }

                if ((there.MountUser ?? Use(folder, there.Copies)) is { } use)
                {
                    return $"{names.Name(pid)} {use}";
                }
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException
                || (e is IOException && !Directory.Exists(folder)))
            {
                // It ended in the meantime.
            }
        }

        return null;
    }

    /// <summary>
    /// The copies of the mount in one namespace. One that stands on a copy of the same automount root goes when the mount goes; any other
    /// one stays, as in a container that was given just this directory.
    /// </summary>
    private static (List<NamespaceMount> Copies, string? MountUser) Copies(
        NamespaceMounts space, NamespaceMount mount, NamespaceMount? root)
    {
        var copies = space.Mounts.Where(other => other.Device == mount.Device && other.Source == mount.Source).ToList();
        var stays = copies.Find(copy => space.ParentOf(copy) is not { Receives: true } parent || parent.Device != root?.Device);
        return (copies, stays is null || stays.Id == mount.Id ? null : $"has it mounted at {stays.MountPoint} in a namespace of its own");
    }

    private static string? Use(string folder, List<NamespaceMount> copies)
    {
        if (copies.Count == 0)
        {
            return null;
        }

        if (IsOn(LibCFiles.ReadLink(Path.Combine(folder, "cwd")), copies))
        {
            return "has its working directory there";
        }

        if (IsOn(LibCFiles.ReadLink(Path.Combine(folder, "root")), copies))
        {
            return "has its root directory there";
        }

        // Not fd: the framework follows the links of a folder that it lists. These are plain files.
        foreach (var info in Directory.EnumerateFiles(Path.Combine(folder, "fdinfo")))
        {
            if (MountId(info) is { } id && copies.Exists(copy => copy.Id == id))
            {
                return "has a file open there";
            }
        }

        return File.ReadLines(Path.Combine(folder, "maps")).Any(line => IsOn(Mapped(line), copies)) ? "has a file mapped there" : null;
    }

    private static bool IsOn(string? path, List<NamespaceMount> copies) =>
        path is not null && copies.Exists(copy => CoveringMount.Covers(copy.MountPoint, path));

    /// <summary>The path at the end of a line of <c>maps</c>; null when nothing is mapped from a file.</summary>
    private static string? Mapped(string line) => line.IndexOf('/') is var start and >= 0 ? line[start..] : null;

    private static int? MountId(string info)
    {
        try
        {
            return DescriptorInfo.MountId(info);
        }
        catch (FileNotFoundException)
        {
            // Closed in the meantime.
            return null;
        }
    }
}
