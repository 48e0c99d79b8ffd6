using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>Compares the mount points of the master map with the autofs mounts of the kernel.</summary>
internal static class RootRules
{
    /// <summary>
    /// Mount points of the master map that are not mounted while automount runs. The master map and the mount table must be known.
    /// </summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        if (!state.IsAutomountRunning || state.Mounts?.Seen is not { } mounts)
        {
            return [];
        }

        var direct = mounts.Roots.Where(r => r.Kind == AutofsMountKind.Direct).Select(r => r.MountPoint).ToHashSet();
        return state.Maps.Master.Effective().SelectMany(e => Missing(e, state.Maps, mounts, direct));
    }

    private static IEnumerable<Finding> Missing(
        MasterEntry entry, KnownMaps maps, MountsSnapshot mounts, HashSet<string> direct) => entry.Kind switch
    {
        MasterEntryKind.Direct => MissingKeys(entry, maps, direct),
        MasterEntryKind.Indirect or MasterEntryKind.Hosts => MissingPoint(entry, maps, mounts),
        _ => [],
    };

    private static IEnumerable<Finding> MissingKeys(MasterEntry entry, KnownMaps maps, HashSet<string> direct)
    {
        var keys = entry.Maps.SelectMany(m => maps.Find(m.Map)?.Entries ?? []).ToList();
        var missing = keys.Where(k => k.Key is ['/', _, ..] && !direct.Contains(maps.KernelPath(k.Key))).ToList();
        if (missing.Count == 0)
        {
            return [];
        }

        var onFile = missing.Find(k => FileAt(k.Key, maps) is not null) ?? missing[0];
        var finding = Make(
            onFile.Key, entry, maps, $"{missing.Count} of {keys.Count} direct mount points of map {entry.Map} are not mounted, "
                + $"{onFile.Key} for one");
        return WithCause(finding, maps);
    }

    /// <summary>The finding, after that of the file which is its cause, if there is one.</summary>
    private static Finding[] WithCause(Finding missing, KnownMaps maps) => FileAt(missing.Subject, maps) is not { } file ? [missing] :
    [
        missing with
        {
            Kind = AutomountFindings.RootNotDirectory,
            Message = $"automount cannot mount on {missing.Subject} of map {missing.Source!.Map}, because {file} is a file",
        },
        missing,
    ];

    /// <summary>The file at a mount point or above it; null when there is none.</summary>
    private static string? FileAt(string point, KnownMaps maps)
    {
        var path = maps.KernelPath(point);
        return maps.Inputs.Node.NoDirectories.FirstOrDefault(file => MountPath.IsAtOrBelow(path, file));
    }

    private static IEnumerable<Finding> MissingPoint(MasterEntry entry, KnownMaps maps, MountsSnapshot mounts)
    {
        if (IsDangling(entry, maps) || mounts.Roots.Any(r => IsOf(r, entry, maps)))
        {
            return [];
        }

        var what = $"the master map has {entry.MountPoint} ({entry.Map}), but automount has not mounted it";
        return WithCause(Make(entry.MountPoint, entry, maps, what), maps);
    }

    private static Finding Make(string point, MasterEntry entry, KnownMaps maps, string message) => new()
    {
        Kind = AutomountFindings.RootMissing,
        Subject = point,
        Root = maps.KernelPath(point),
        Message = message,
        Source = new FindingSource(Map: entry.Map, Key: entry.MountPoint, Dn: entry.Record.Dn),
    };

    /// <summary>
    /// Some versions of automount mount nothing for a map that does not exist: then the map is to blame (<c>map/dangling-map</c>).
    /// </summary>
    private static bool IsDangling(MasterEntry entry, KnownMaps maps) => entry.IsServed && !maps.Maps.Any(m => m.Name == entry.Map);

    /// <summary>Whether a root is that of an entry.</summary>
    internal static bool IsOf(AutofsRoot root, MasterEntry entry, KnownMaps maps) => root.MountPoint == maps.KernelPath(entry.MountPoint);

    /// <summary>
    /// What the mount table shows for the map of an entry: its name; of a <c>multi</c> entry the type of its first map, where that has one.
    /// </summary>
    internal static string SourceOf(MasterEntry entry) => entry is { Others.IsEmpty: false, Type.Length: > 0 } ? entry.Type : entry.Map;
}
