using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using static Automount.Findings.FindingCatalog;

namespace AutomountAgent.Rules;

/// <summary>Mounts that should have expired and did not: who holds them, or what keeps them alive. A mount that is worked on is never named.</summary>
internal static class ExpiryRules
{
    private const int MostNames = 3;

    /// <summary>Judges the overdue mounts.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        var overdue = OverdueMount.Of(state);
        var holders = state.Holders?.Seen;
        return
        [
            .. overdue.Where(o => !o.KeptAlive && holders?.Searched.Contains((o.Mount.MountPoint, o.Mount.Device)) == true).Select(o => Held(o, holders!)),
            .. overdue.Where(o => o.KeptAlive).GroupBy(o => o.Root.MountPoint, StringComparer.Ordinal).Select(group => KeptAlive([.. group], holders)),
        ];
    }

    private static Finding Held(OverdueMount overdue, HoldersView view)
    {
        var holders = view.Holders.Where(h => h.MountPoint == overdue.Mount.MountPoint).ToList();
        var names = string.Join("; ", holders.Take(MostNames).Select(h => $"{h.Process}, {h.How}")) + (holders.Count > MostNames ? "; …" : "");
        return new()
        {
            Kind = MountHeld,
            Subject = overdue.Mount.MountPoint,
            Path = overdue.Mount.MountPoint,
            Root = overdue.Root.MountPoint,
            Server = overdue.Mount.Host,
            Message = $"{overdue.Mount.MountPoint} has been idle for more than twice its timeout of {Seconds(overdue.Root)} and does not expire: "
                + (names.Length > 0 ? $"held by {names}" : "no process was found that holds it" + (view.Problem.Length > 0 ? $" ({view.Problem})" : "")),
        };
    }

    private static Finding KeptAlive(IReadOnlyList<OverdueMount> overdue, HoldersView? view)
    {
        var root = overdue[0].Root;
        var names = string.Join(", ", overdue.Select(o => o.Mount.MountPoint).Order(StringComparer.Ordinal).Take(MostNames)) + (overdue.Count > MostNames ? ", …" : "");
        var culprit = view is { Monitors.IsEmpty: false } ? $"; {string.Join(" and ", view.Monitors)} runs here and does that" : "; node_exporter is the usual one";
        return new()
        {
            Kind = MountKeptAlive,
            Subject = root.MountPoint,
            Root = root.MountPoint,
            Message = $"mounts below {root.MountPoint} are used by nobody and never expire (timeout {Seconds(root)}), because a monitor calls statfs() on them{culprit}: {names}",
        };
    }

    private static string Seconds(AutofsRoot root) => $"{root.Timeout.TotalSeconds:0} s";
}
