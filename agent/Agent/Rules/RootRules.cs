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
        return state.Maps.Master.Effective().Select(e => Missing(e, state.Maps, mounts, direct)).OfType<Finding>();
    }

    private static Finding? Missing(MasterEntry entry, KnownMaps maps, MountsSnapshot mounts, HashSet<string> direct) => entry.Kind switch
    {
        MasterEntryKind.Direct => MissingKeys(entry, maps, direct),
        MasterEntryKind.Indirect or MasterEntryKind.Hosts => MissingPoint(entry, maps, mounts),
        _ => null,
    };

    private static Finding? MissingKeys(MasterEntry entry, KnownMaps maps, HashSet<string> direct)
    {
        var keys = entry.Maps.SelectMany(m => maps.Find(m.Map)?.Entries ?? []).ToList();
        var missing = keys.Where(k => k.Key is ['/', _, ..] && !direct.Contains(maps.KernelPath(k.Key))).ToList();
        return missing.Count == 0 ? null : Make(
            missing[0].Key, entry, maps, $"{missing.Count} of {keys.Count} direct mount points of map {entry.Map} are not mounted, "
                + $"{missing[0].Key} for one");
    }

    private static Finding? MissingPoint(MasterEntry entry, KnownMaps maps, MountsSnapshot mounts)
    {
        if (IsDangling(entry, maps) || mounts.Roots.Any(r => IsOf(r, entry, maps)))
        {
            return null;
        }

        return Make(entry.MountPoint, entry, maps, $"the master map has {entry.MountPoint} ({entry.Map}), but automount has not mounted it");
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
