using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>
/// Mounts that should have expired and did not: which process uses them, or what keeps them alive. A mount that is in use is never named.
/// </summary>
internal static class ExpiryRules
{
    private const int MaxNames = 3;

    /// <summary>Judges the overdue mounts.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        var overdue = OverdueMount.Of(state);
        var holders = state.MountUsers?.Seen;
        var held = overdue.Where(o => !o.KeptAlive && holders?.Searched.Contains((o.Mount.MountPoint, o.Mount.Device)) == true);
        var keptAlive = overdue.Where(o => o.KeptAlive).GroupBy(o => o.Root.MountPoint, StringComparer.Ordinal);
        return [.. held.Select(o => Held(o, holders!)), .. keptAlive.Select(group => KeptAlive([.. group], holders))];
    }

    private static Finding Held(OverdueMount overdue, MountUsersSnapshot view)
    {
        var point = overdue.Mount.MountPoint;
        return new()
        {
            Kind = MountFindings.Held,
            Subject = point,
            Path = point,
            Root = overdue.Root.MountPoint,
            Server = overdue.Mount.Host,
            Message = $"{point} has been idle for more than twice its timeout of {Seconds(overdue.Root)} and does not expire: "
                + HeldBy(point, view),
        };
    }

    private static string HeldBy(string mountPoint, MountUsersSnapshot view)
    {
        var names = view.MountUsers.Where(h => h.MountPoint == mountPoint).Select(h => $"{h.Process}, {h.How}").ToList();
        return names.Count == 0
            ? $"no process was found that holds it{RuleText.Because(view.Problem)}"
            : $"held by {RuleText.First(names, MaxNames, "; ")}";
    }

    private static Finding KeptAlive(IReadOnlyList<OverdueMount> overdue, MountUsersSnapshot? view)
    {
        var root = overdue[0].Root;
        var names = RuleText.First([.. overdue.Select(o => o.Mount.MountPoint).Order(StringComparer.Ordinal)], MaxNames);
        return new()
        {
            Kind = MountFindings.KeptAlive,
            Subject = root.MountPoint,
            Root = root.MountPoint,
            Message = $"mounts below {root.MountPoint} are used by nobody and never expire (timeout {Seconds(root)}), "
                + $"because a monitor calls statfs() on them; {Culprit(view)}: {names}",
        };
    }

    private static string Culprit(MountUsersSnapshot? view) => view is { Monitors.IsEmpty: false }
        ? $"{string.Join(" and ", view.Monitors)} runs here and does that"
        : "node_exporter is the usual one";

    private static string Seconds(AutofsRoot root) => $"{root.Timeout.TotalSeconds:0} s";
}
