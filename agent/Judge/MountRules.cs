using AutomountAgent.Act;
using AutomountAgent.Chain;
using AutomountAgent.Maps;
using AutomountAgent.Observe.Mounts;
using AutomountAgent.Observe.Server;
using static AutomountAgent.Chain.FindingCatalog;

namespace AutomountAgent.Judge;

/// <summary>Rules of the link <c>mount</c>: mounts whose server does not answer, and the required paths.</summary>
public static class MountRules
{
    /// <summary>Judges mounts and required paths.</summary>
    public static IEnumerable<Finding> Run(NodeState state) => [.. Required(state), .. HangingMounts(state)];

    private static IEnumerable<Finding> HangingMounts(NodeState state)
    {
        if (state.Mounts?.Seen is not { } mounts || state.Servers?.Seen is not { } servers)
        {
            yield break;
        }

        var silent = servers.Servers
            .Where(s => s.Mounted && s.Outcome is ServerOutcome.Hung or ServerOutcome.Refused or ServerOutcome.Unreachable)
            .Select(s => s.Target.Host)
            .ToHashSet();
        foreach (var group in mounts.Nfs.Where(m => silent.Contains(m.Server)).GroupBy(m => m.Server))
        {
            var count = group.Count();
            var hard = group.Count(m => m.Hard);
            yield return new Finding
            {
                Kind = MountHung,
                Subject = group.Key,
                Message = $"{count} {(count == 1 ? "mount" : "mounts")} of {group.Key} {(count == 1 ? "hangs" : "hang")} ({hard} hard): {Some(group)}",
                Server = group.Key,
            };
        }
    }

    private static string Some(IEnumerable<NfsMount> mounts)
    {
        var points = mounts.Select(m => m.MountPoint).Order(StringComparer.Ordinal).Take(4).ToList();
        return points.Count < 4 ? string.Join(", ", points) : string.Join(", ", points.Take(3)) + ", …";
    }

    private static IEnumerable<Finding> Required(NodeState state) =>
        state.Required?.Seen?.Paths.Where(p => p.Readiness != Readiness.Ready).Select(p => new Finding
        {
            Kind = KindOf(p, state),
            Subject = p.Path,
            Path = p.Path,
            Message = $"required path {p.Path} is not ready: {p.Detail}",
        }) ?? [];

    private static FindingKind KindOf(RequiredPath path, NodeState state) => path.Readiness switch
    {
        Readiness.Hung => MountRequiredHung,
        Readiness.Stale => MountRequiredStale,
        Readiness.Failed => MountRequiredFailed,
        _ when path.Mount is null && state.Maps.Content is not null && state.Maps.Resolve(path.MapPath ?? path.Path).Step switch
        {
            ResolutionStep.KeyMissing or ResolutionStep.OffsetMissing => MountKeyMissing,
            ResolutionStep.NotBelowRoot => MountNotAutomounted,
            _ => null,
        }
        is { } kind => kind,
        Readiness.NotTried => MountRequiredBlocked,
        _ => MountTriggerFailed,
    };
}
