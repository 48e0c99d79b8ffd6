using Automount.Findings;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using static Automount.Findings.FindingCatalog;

namespace AutomountAgent.Rules;

/// <summary>Compares the mount points of the master map with the autofs mounts of the kernel.</summary>
internal static class RootRules
{
    /// <summary>Mount points of the master map that are not mounted. Nothing is said while the master map or the mount table is not known.</summary>
    public static IEnumerable<Finding> Missing(NodeState state)
    {
        if (state.Mounts?.Seen is not { } mounts)
        {
            yield break;
        }

        var direct = mounts.Roots.Where(r => r.Kind == "direct").Select(r => r.MountPoint).ToHashSet();
        foreach (var entry in state.Maps.Master.Effective())
        {
            if (entry.Kind == MasterEntryKind.Direct)
            {
                var keys = state.Maps.Maps.FirstOrDefault(m => m.Name == entry.Map)?.Entries ?? [];
                var missing = keys.Where(k => k.Key.Length > 1 && k.Key[0] == '/' && !direct.Contains(k.Key.TrimEnd('/'))).ToList();
                if (missing.Count > 0)
                {
                    yield return Make(
                        missing[0].Key, entry, $"{missing.Count} of {keys.Length} direct mount points of map {entry.Map} are not mounted, {missing[0].Key} for one");
                }
            }
            else if (entry.Kind is MasterEntryKind.Indirect or MasterEntryKind.Hosts && !IsDangling(entry, state) && !mounts.Roots.Any(r => IsOf(r, entry)))
            {
                yield return Make(entry.MountPoint, entry, $"the master map has {entry.MountPoint} ({entry.Map}), but automount has not mounted it");
            }
        }

        static Finding Make(string point, MasterEntry entry, string message) => new()
        {
            Kind = AutomountRootMissing,
            Subject = point,
            Root = point,
            Message = message,
            Source = new FindingSource(Map: entry.Map, Key: entry.MountPoint, Dn: entry.Record.Dn),
        };
    }

    /// <summary>Some versions of automount mount nothing for a map that does not exist: then the map is to blame (<c>map/dangling-map</c>).</summary>
    private static bool IsDangling(MasterEntry entry, NodeState state) =>
        entry.IsServed && !state.Maps.Maps.Any(m => m.Name == entry.Map);

    /// <summary>
    /// Whether a root is that of an entry. The kernel has the mount point with symbolic links resolved (<c>/home</c> is <c>/var/home</c> on CoreOS);
    /// resolving it here would walk the path, so the end of the path and the name of the map tell.
    /// </summary>
    internal static bool IsOf(AutofsRoot root, MasterEntry entry) =>
        root.MountPoint == entry.MountPoint || (root.Source == entry.Map && root.MountPoint.EndsWith(entry.MountPoint, StringComparison.Ordinal));
}
