using Automount.Maps;
using Automount.Text;
using AutomountAgent.Collect.Proc;
using MountKind = AutomountAgent.Collect.Proc.MountKind;

namespace AutomountAgent.Collect.Pods;

/// <summary>
/// Where the node has the directories of its own file systems: a volume of a container is named by file system and directory, and the path
/// on the node follows from the node's own mounts. What lies below an autofs mount is left out, since that is what automount mounted.
/// Pure.
/// </summary>
internal sealed class NodePlaces
{
    private readonly ILookup<string, (string Directory, string MountPoint)> mounts;

    /// <summary>Reads the node's mount table, as far as it has some file systems.</summary>
    /// <param name="table">The mount table.</param>
    /// <param name="devices">major:minor of the file systems that are asked for.</param>
    public NodePlaces(MountTable table, IReadOnlySet<string> devices) => mounts = Read(table, devices)
        .ToLookup(m => m.Device, m => (m.Directory, m.MountPoint), StringComparer.Ordinal);

    /// <summary>
    /// The paths that lead to a directory, those by the nearest mounts: several where the node has the same directory in several places.
    /// </summary>
    public IEnumerable<string> PathsOf(FilePlace place)
    {
        var above = mounts[place.Device ?? ""].Where(m => MountPath.IsAtOrBelow(place.Directory, m.Directory)).ToList();
        var nearest = above.Count == 0 ? 0 : above.Max(m => m.Directory.Length);
        return above
            .Where(m => m.Directory.Length == nearest)
            .Select(m => MountPath.Join(m.MountPoint, MountPath.Below(place.Directory, m.Directory)));
    }

    private static IEnumerable<(string Device, string Directory, string MountPoint)> Read(MountTable table, IReadOnlySet<string> devices)
    {
        var found = new List<(string, string, string)>();
        for (var i = 0; i < table.Count; i++)
        {
            var line = table.Line(i);
            if (table.Kind(i) == MountKind.Other && ProcText.Decode(line.Device) is var device && devices.Contains(device)
                && table.RootOf(i) < 0)
            {
                found.Add((device, ProcText.Decode(line.Root), ProcText.Decode(line.MountPoint)));
            }
        }

        return found;
    }
}
