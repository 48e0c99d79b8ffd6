using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using static Automount.Findings.FindingCatalog;

namespace AutomountAgent.Rules;

/// <summary>The state of the autofs mounts themselves: whether a daemon listens, whether pods see what is mounted, what earlier daemons left behind.</summary>
internal static class RootStateRules
{
    private const int MostNames = 3;

    /// <summary>Traps that no daemon serves any more: catatonic ones, and those whose daemon is gone without the kernel having noticed.</summary>
    public static IEnumerable<Finding> Abandoned(NodeState state) =>
        Roots(state).Where(r => r.Catatonic || !r.DaemonAlive).Select(r => r.Catatonic
            ? Make(AutomountRootCatatonic, r, $"mount point {r.MountPoint} ({r.Source}) has no automount daemon behind it: keys that are not mounted answer No such file or directory")
            : Make(AutomountRootOrphaned, r, $"the automount daemon behind mount point {r.MountPoint} ({r.Source}, process {r.DaemonPid}) is gone: keys that are not mounted answer No such file or directory"));

    /// <summary>Daemons that the kernel cannot tell who asks, one finding for all.</summary>
    public static IEnumerable<Finding> Foreign(NodeState state)
    {
        var roots = Roots(state).Where(r => r.DaemonForeign).ToList();
        return roots.Count == 0 ? [] : [new()
        {
            Kind = AutomountForeignPids,
            Subject = "automount",
            Root = roots[0].MountPoint,
            Message = $"automount (process {roots[0].DaemonPid}) runs in a pid namespace of its own: to the node and its pods, keys that are not mounted below "
                + $"{Names(roots.Select(r => r.MountPoint))} answer No such file or directory",
        }];
    }

    /// <summary>Traps whose mounts do not reach containers.</summary>
    public static IEnumerable<Finding> Private(NodeState state) =>
        Roots(state).Where(r => !r.Shared).Select(r => Make(
            AutomountRootPrivate,
            r,
            $"mount point {r.MountPoint} has private propagation{(r.ParentShared ? "" : ", as has what it is mounted on")}: pods never see what is mounted there, and get Too many levels of symbolic links (newer kernels: Operation not permitted)"));

    /// <summary>Traps over traps.</summary>
    public static IEnumerable<Finding> Stacked(NodeState state) =>
        Roots(state).Where(r => !r.Covers.IsEmpty).Select(r => Make(
            AutomountRootStacked,
            r,
            $"mount point {r.MountPoint} lies over {r.Covers.Length} older {(r.Covers.Length == 1 ? "one" : "ones")} that an earlier automount left: what is mounted below that is out of reach on the node"));

    /// <summary>Containers that hold a trap which the node has replaced, and behind which nobody listens.</summary>
    public static IEnumerable<Finding> Outdated(NodeState state)
    {
        if (state.Mounts?.Seen is not { } mounts)
        {
            yield break;
        }

        var current = mounts.Roots.Select(r => r.Device).ToHashSet(StringComparer.Ordinal);
        var old = from space in state.Holders?.Seen?.Namespaces ?? []
                  from root in space.Roots
                  where !root.Served && !current.Contains(root.Device)
                  group space.Process by root.Source;
        foreach (var group in old)
        {
            var processes = group.Distinct().ToList();
            yield return new()
            {
                Kind = AutomountRootOutdated,
                Subject = group.Key,
                Message = $"{processes.Count} {(processes.Count == 1 ? "container has" : "containers have")} an old mount point of {group.Key} without a daemon, from before automount was restarted: "
                    + Names(processes.Select(p => p.ToString()), "; "),
            };
        }
    }

    private static string Names(IEnumerable<string> names, string between = ", ") =>
        names.ToList() is var all && all.Count > MostNames ? string.Join(between, all.Take(MostNames)) + between + "…" : string.Join(between, all);

    private static IEnumerable<AutofsRoot> Roots(NodeState state) => state.Mounts?.Seen?.Roots.Where(r => r.Kind != "offset") ?? [];

    private static Finding Make(FindingKind kind, AutofsRoot root, string message) =>
        new() { Kind = kind, Subject = root.MountPoint, Root = root.MountPoint, Message = message };
}
