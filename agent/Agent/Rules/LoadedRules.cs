using Automount.Findings;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using static Automount.Findings.FindingCatalog;

namespace AutomountAgent.Rules;

/// <summary>
/// Compares what automount has loaded, as the kernel's mount table shows it, with the maps as they are now: mount points and direct keys that are gone
/// from the maps, other maps, other timeouts. What is in the maps and not loaded, <see cref="RootRules"/> tells.
/// </summary>
internal static class LoadedRules
{
    /// <summary>Judges the roots. A root counts only when the maps were read after it was seen, or an old copy of them would be held against it.</summary>
    /// <param name="automount">automount, which runs.</param>
    /// <param name="state">The state that it is from.</param>
    public static IEnumerable<Finding> Run(AutomountView automount, NodeState state)
    {
        if (state.Mounts?.Seen is not { } mounts || state.Maps.Content is not { } content)
        {
            return [];
        }

        var readAt = content.File is null ? NodeMaps.ServedAt(state) : state.Automount!.At;
        var top = Top(mounts.Roots.Where(r => r.Kind != "offset" && !r.Catatonic && r.DaemonAlive && (r.Since is null || r.Since < readAt)));
        var indirect = top.Where(r => r.Kind != "direct").ToList();
        return [.. Stale(indirect, state.Maps.Master), .. StaleDirect(top, state), .. Changed(indirect, automount, state.Maps.Master)];
    }

    /// <summary>The roots that lie below no other one: the others are submounts, which a map entry made and not the master map.</summary>
    private static List<AutofsRoot> Top(IEnumerable<AutofsRoot> roots)
    {
        var top = new List<AutofsRoot>();
        foreach (var root in roots.OrderBy(r => r.MountPoint, StringComparer.Ordinal))
        {
            if (top.Count == 0 || top[^1].Kind == "direct" || !root.MountPoint.StartsWith(top[^1].MountPoint + "/", StringComparison.Ordinal))
            {
                top.Add(root);
            }
        }

        return top;
    }

    private static IEnumerable<Finding> Stale(List<AutofsRoot> roots, MasterMap master)
    {
        foreach (var root in roots.Where(r => !master.Entries.Any(e => RootRules.IsOf(r, e)) && master.Errors.All(e => e.Record.Key != r.MountPoint)))
        {
            yield return Make(AutomountRootStale, root, $"{root.MountPoint} ({root.Source}) is not in the master map any more, but automount still serves it: it has not been reloaded since");
        }
    }

    private static IEnumerable<Finding> StaleDirect(List<AutofsRoot> roots, NodeState state)
    {
        var entries = state.Maps.Master.Entries.Where(e => e.MountPoint == MasterEntry.DirectMountPoint).ToList();
        var maps = entries.Select(e => state.Maps.Maps.FirstOrDefault(m => m.Name == e.Map)).ToList();
        if (maps.Contains(null) || entries.Any(e => e.Kind != MasterEntryKind.Direct))
        {
            yield break; // A map that is not known may have any key.
        }

        var keys = maps.SelectMany(m => m!.Entries).Select(e => e.Key.TrimEnd('/')).ToHashSet();
        foreach (var map in roots.Where(r => r.Kind == "direct" && !keys.Contains(r.MountPoint) && !keys.Any(k => IsLinked(r, k))).GroupBy(r => r.Source))
        {
            var first = map.First();
            var (count, are) = map.Count() is var n && n == 1 ? ("1 direct mount point", "is") : ($"{n} direct mount points", "are");
            yield return Make(
                AutomountRootStale, first, $"{count} of map {map.Key} {are} not in it any more, {first.MountPoint} for one, but automount still serves {(n == 1 ? "it" : "them")}: it has not been reloaded since");
        }
    }

    /// <summary>The kernel has mount points with symbolic links resolved: /home/x may be /var/home/x.</summary>
    private static bool IsLinked(AutofsRoot root, string key) => key.Length > 1 && root.MountPoint.EndsWith(key, StringComparison.Ordinal);

    private static IEnumerable<Finding> Changed(List<AutofsRoot> roots, AutomountView automount, MasterMap master)
    {
        foreach (var entry in master.Effective().Where(e => e.Kind == MasterEntryKind.Indirect))
        {
            if (roots.Find(r => r.MountPoint == entry.MountPoint) is { } other && IsPlain(other.Source) && IsPlain(entry.Map) && other.Source != entry.Map)
            {
                yield return Make(
                    AutomountRootOtherMap, other, $"{other.MountPoint} is mounted with map {other.Source}, the master map now says {entry.Map}: automount has not been reloaded since");
            }
            else if (roots.Find(r => RootRules.IsOf(r, entry)) is { } root && (entry.Options.Timeout ?? automount.Timeout) is { } timeout && timeout != root.Timeout)
            {
                var where = entry.Options.Timeout is null ? "the configuration of automount" : "the master map";
                yield return Make(
                    AutomountRootTimeout, root, $"{root.MountPoint} expires after {root.Timeout.TotalSeconds:0} s, {where} says {timeout.TotalSeconds:0} s: it was changed after automount had read it");
            }
        }
    }

    /// <summary>A name or a path: other spellings of a map (a DN, a type in front) may stand for the same one.</summary>
    private static bool IsPlain(string map) => map.Length > 0 && map.AsSpan().IndexOfAny(":=, ") < 0;

    private static Finding Make(FindingKind kind, AutofsRoot root, string message) => new()
    {
        Kind = kind,
        Subject = root.MountPoint,
        Root = root.MountPoint,
        Message = message,
        Source = new FindingSource(Map: root.Source),
    };
}
