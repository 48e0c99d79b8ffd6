using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>
/// Compares what automount has loaded, as the kernel's mount table shows it, with the maps as they are now: mount points and direct keys
/// that are gone from the maps, other maps, other timeouts. What is in the maps and not loaded is judged by <see cref="RootRules"/>.
/// </summary>
internal static class LoadedRules
{
    /// <summary>
    /// Judges the autofs mounts while automount runs. One counts only when the maps were read after it was seen: an older copy of them
    /// proves nothing.
    /// </summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        if (!state.IsAutomountRunning || state is not { Automount.Seen: { } automount, Mounts.Seen: { } mounts, Maps.Content: not null })
        {
            return [];
        }

        var readAt = NodeMaps.ReadAt(state);
        var top = Top(mounts.Roots.Where(r => IsServed(r) && (r.Since is null || r.Since < readAt)));
        var indirect = top.Where(r => r.Kind != AutofsMountKind.Direct).ToList();
        return [.. Stale(indirect, state.Maps), .. StaleDirect(top, state), .. Changed(indirect, automount, state)];
    }

    private static bool IsServed(AutofsRoot root) => root is { Kind: not AutofsMountKind.Offset, Catatonic: false, DaemonAlive: true };

    /// <summary>The roots that lie below no other one: the others are submounts, which a map entry made and not the master map.</summary>
    private static List<AutofsRoot> Top(IEnumerable<AutofsRoot> roots)
    {
        var top = new List<AutofsRoot>();
        foreach (var root in roots.OrderBy(r => r.MountPoint, StringComparer.Ordinal))
        {
            if (top.Count == 0 || !IsBelow(root, top[^1]))
            {
                top.Add(root);
            }
        }

        return top;
    }

    /// <summary>Nothing of automount lies below a direct mount point: it is a key of a map, and so is a root with a longer path.</summary>
    private static bool IsBelow(AutofsRoot root, AutofsRoot other) =>
        other.Kind != AutofsMountKind.Direct && root.MountPoint.StartsWith(other.MountPoint + "/", StringComparison.Ordinal);

    private static IEnumerable<Finding> Stale(List<AutofsRoot> roots, KnownMaps maps) => roots
        .ExceptBy(maps.Master.Entries.Select(e => e.MountPoint).Concat(maps.Master.Errors.Select(e => e.Record.Key))
            .Select(maps.KernelPath), r => r.MountPoint)
        .Select(r => Make(
            AutomountFindings.RootStale,
            r,
            $"{r.MountPoint} ({r.Source}) is not in the master map any more, but automount still serves it: "
                + "it has not been reloaded since"));

    private static IEnumerable<Finding> StaleDirect(List<AutofsRoot> roots, NodeState state)
    {
        var entries = state.Maps.Master.Entries.Where(e => e.MountPoint == MasterEntry.DirectMountPoint).ToList();
        var maps = entries.SelectMany(e => e.Maps).Select(m => state.Maps.Find(m.Map)).ToList();
        if (maps.Contains(null) || entries.Any(e => e.Kind != MasterEntryKind.Direct))
        {
            return []; // A map that is not known may have any key.
        }

        var keys = maps.SelectMany(m => m!.Entries).Select(e => state.Maps.KernelPath(e.Key)).ToHashSet();
        return roots
            .Where(r => r.Kind == AutofsMountKind.Direct && !keys.Contains(r.MountPoint))
            .GroupBy(r => r.Source)
            .Select(StaleKeys);
    }

    private static Finding StaleKeys(IGrouping<string, AutofsRoot> map)
    {
        var (first, count) = (map.First(), map.Count());
        var points = RuleText.Counted(count, "direct mount point", "direct mount points");
        var are = Wording.Of(count, "is", "are");
        var them = Wording.Of(count, "it", "them");
        return Make(
            AutomountFindings.RootStale,
            first,
            $"{points} of map {map.Key} {are} not in it any more, {first.MountPoint} for one, but automount still serves {them}: "
                + $"it has not been reloaded since, or something was mounted on {them} when it was");
    }

    private static IEnumerable<Finding> Changed(List<AutofsRoot> roots, AutomountSnapshot automount, NodeState state) => state.Maps.Master
        .Effective()
        .Where(e => e.Kind == MasterEntryKind.Indirect)
        .Select(e => (Entry: e, Root: roots.Find(r => RootRules.IsOf(r, e, state.Maps))))
        .Where(e => e.Root is not null)
        .Select(e => OtherMap(e.Root!, e.Entry, automount, state.Master) ?? OtherTimeout(e.Root!, e.Entry, automount))
        .OfType<Finding>();

    /// <summary>
    /// The kernel shows the map with which a mount point was mounted. After a reload automount serves the new map below the old name, so
    /// from then on what counts is whether the entry was seen to change after it.
    /// </summary>
    private static Finding? OtherMap(AutofsRoot root, MasterEntry entry, AutomountSnapshot automount, MasterHistory history)
    {
        if (history.Former.GetValueOrDefault(entry.MountPoint) is { } former && former.SeenAt > automount.LoadedAt)
        {
            return OtherMap(root, former.Map, entry.Map);
        }

        var isNameOld = automount.WasReloaded || root.Since < automount.LoadedAt;
        var source = RootRules.SourceOf(entry);
        return isNameOld || root.Source == source || !IsPlain(root.Source) || !IsPlain(source)
            ? null
            : OtherMap(root, root.Source, entry.Map);
    }

    private static Finding OtherMap(AutofsRoot root, string loaded, string map) => Make(
        AutomountFindings.RootOtherMap,
        root,
        $"{root.MountPoint} is mounted with map {loaded}, the master map now says {map}: automount has not been reloaded since");

    private static Finding? OtherTimeout(AutofsRoot root, MasterEntry entry, AutomountSnapshot automount)
    {
        if ((entry.Options.Timeout ?? automount.Timeout) is not { } timeout || timeout == root.Timeout)
        {
            return null;
        }

        var expires = $"{root.MountPoint} expires after {root.Timeout.TotalSeconds:0} s";
        if (entry.Options.Timeout is not null)
        {
            return Make(
                AutomountFindings.RootTimeout,
                root,
                $"{expires}, the master map says {timeout.TotalSeconds:0} s: it was changed after automount had read it");
        }

        var message = $"{expires}, and its entry of the master map gives no timeout, so that it should be the {timeout.TotalSeconds:0} s "
            + "of autofs.conf: one was removed, or autofs.conf was changed, and a reload does not take that over";
        return Make(AutomountFindings.RootTimeout, root, message) with { Remedy = "systemctl restart autofs." };
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
