using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>
/// The state of the autofs mounts themselves: whether a daemon listens, whether pods see what is mounted, what earlier daemons left
/// behind.
/// </summary>
internal static class RootStateRules
{
    private const int MaxNames = 3;

    private const string NoSuchFile = "keys that are not mounted answer No such file or directory";

    /// <summary>
    /// autofs mounts that no daemon serves any more: catatonic ones, and those whose daemon is gone without the kernel having noticed.
    /// While automount does not run, that is the fault.
    /// </summary>
    public static IEnumerable<Finding> Abandoned(NodeState state) =>
        state.IsAutomountRunning ? Roots(state).Select(Abandoned).OfType<Finding>() : [];

    private static Finding? Abandoned(AutofsRoot root)
    {
        if (root.Catatonic)
        {
            return Make(
                AutomountFindings.RootCatatonic,
                root,
                $"mount point {root.MountPoint} ({root.Source}) has no automount daemon behind it: {NoSuchFile}");
        }

        return root.DaemonAlive ? null : Make(
            AutomountFindings.RootOrphaned,
            root,
            $"the automount daemon behind mount point {root.MountPoint} ({root.Source}, process {root.DaemonPid}) is gone: {NoSuchFile}");
    }

    /// <summary>Daemons to which the kernel cannot name the process that asks, one finding for all.</summary>
    public static IEnumerable<Finding> Foreign(NodeState state)
    {
        var roots = Roots(state).Where(r => r.DaemonForeign).ToList();
        if (roots.Count > 0)
        {
            var points = roots.ConvertAll(r => r.MountPoint);
            yield return new()
            {
                Kind = AutomountFindings.ForeignPids,
                Subject = "automount",
                Message = $"automount (process {roots[0].DaemonPid}) runs in a pid namespace of its own: to the node and its pods, keys "
                    + $"that are not mounted below {RuleText.First(points, MaxNames)} answer No such file or directory",
            };
        }
    }

    /// <summary>autofs mounts below which mounts do not reach containers.</summary>
    public static IEnumerable<Finding> Private(NodeState state) => Roots(state).Where(r => !r.Shared).Select(Private);

    private static Finding Private(AutofsRoot root)
    {
        var parent = root.ParentShared ? "" : ", as has what it is mounted on";
        return Make(
            AutomountFindings.RootPrivate,
            root,
            $"mount point {root.MountPoint} has private propagation{parent}: pods never see what is mounted there, and get "
                + "Too many levels of symbolic links (newer kernels: Operation not permitted)");
    }

    /// <summary>autofs mounts over older ones.</summary>
    public static IEnumerable<Finding> Stacked(NodeState state) => Roots(state).Where(r => !r.Covers.IsEmpty).Select(r => Make(
        AutomountFindings.RootStacked,
        r,
        $"mount point {r.MountPoint} lies over {RuleText.Counted(r.Covers.Length, "older one", "older ones")} "
            + "that an earlier automount left: what is mounted below that is out of reach on the node"));

    private static IEnumerable<AutofsRoot> Roots(NodeState state) => state is { Automount.Seen: not null, Mounts.Seen: { } mounts }
        ? mounts.Roots.Where(r => r.Kind != AutofsMountKind.Offset)
        : [];

    private static Finding Make(FindingKind kind, AutofsRoot root, string message) =>
        new() { Kind = kind, Subject = root.MountPoint, Root = root.MountPoint, Message = message };
}
