using Automount.Findings;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using static Automount.Findings.FindingCatalog;

namespace AutomountAgent.Rules;

/// <summary>Rules of the link <c>mount</c>: mounts whose server does not answer, and the required paths.</summary>
internal static class MountRules
{
    /// <summary>Judges mounts and required paths.</summary>
    public static IEnumerable<Finding> Run(NodeState state) => [.. Required(state), .. HangingMounts(state), .. ExpiryRules.Run(state)];

    private static IEnumerable<Finding> HangingMounts(NodeState state)
    {
        // A soft mount of a server that is gone fails where a hard one hangs; other failures of a mount are those of a required path.
        var servers = new ServerIndex(state.Servers?.Seen);
        var hanging = state.Mounts?.Seen?.Nfs.Where(m => state.Health.StateOf(m) switch
        {
            HealthState.Hung => true,
            HealthState.Failed => servers.Find(m)?.Outcome is ServerOutcome.Refused or ServerOutcome.Unreachable,
            _ => false,
        }) ?? [];
        foreach (var group in hanging.GroupBy(m => m.Host))
        {
            var count = group.Count();
            var hard = group.Count(m => m.Hard);
            yield return new Finding
            {
                Kind = MountHung,
                Subject = group.Key,
                Message = $"{count} {(count == 1 ? "mount" : "mounts")} of {group.Key} {(count == 1 ? "hangs" : "hang")} ({hard} hard): {Some(group)}{Kernel(group.First(), state)}",
                Server = group.Key,
            };
        }
    }

    private static string Kernel(NfsMount mount, NodeState state) =>
        state.Mounts!.Seen!.Kernel?.Find(mount.Server, mount.Address) is { Complains: true } word ? $"; the kernel says: {word.Text}" : "";

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
            Message = $"required path {p.Path} is not ready: {p.Detail}{Remembered(p, state)}",
        }) ?? [];

    /// <summary>automount answers for a while without asking anyone after a key or a mount failed, even when the cause is cured meanwhile.</summary>
    private static string Remembered(RequiredPath path, NodeState state)
    {
        if (path is not { Readiness: Readiness.NotMounted, CheckedAt: not null } || state.Automount?.Seen is not { } automount)
        {
            return "";
        }

        var forgets = state.Maps.Resolve(path.Path).Root?.Options.NegativeTimeout ?? automount.NegativeTimeout;
        return $" automount remembers the failure for up to {forgets.TotalSeconds:0} s more (negative_timeout), so a cure may show that much later.";
    }

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
