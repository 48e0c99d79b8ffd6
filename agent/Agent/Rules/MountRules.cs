using Automount.Catalog;
using Automount.Findings;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>Rules of the link <c>mount</c> about mounts on which calls block, or fail because their server is gone.</summary>
internal static class MountRules
{
    private const int MaxNames = 3;

    /// <summary>Judges the mounts: one finding for all mounts of a server.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        if (state.Mounts?.Seen is not { } mounts)
        {
            return [];
        }

        var servers = new ServerIndex(state.Servers?.Seen);
        return state.NfsMounts.Where(m => IsHanging(m, state, servers)).GroupBy(m => m.Host).Select(group => Hanging(group, mounts));
    }

    /// <summary>
    /// A soft mount of a server that is gone fails where a hard one hangs; other failures of a mount are those of a required path.
    /// </summary>
    private static bool IsHanging(NfsMount mount, NodeState state, ServerIndex servers) => state.Health.StateOf(mount) switch
    {
        HealthState.Hung => true,
        HealthState.Failed => servers.Find(mount)?.Outcome is ServerOutcome.Refused or ServerOutcome.Unreachable,
        _ => false,
    };

    private static Finding Hanging(IGrouping<string, NfsMount> mounts, MountsSnapshot view)
    {
        var (count, hard) = (mounts.Count(), mounts.Count(m => m.Hard));
        var hang = $"{RuleText.Counted(count, "mount", "mounts")} of {mounts.Key} {Wording.Of(count, "hangs", "hang")} ({hard} hard)";
        return new Finding
        {
            Kind = MountFindings.Hung,
            Subject = mounts.Key,
            Message = $"{hang}: {Names(mounts)}{Soft(mounts)}{Kernel(mounts.First(), view)}",
            Server = mounts.Key,
        };
    }

    private static string Names(IEnumerable<NfsMount> mounts) =>
        RuleText.First([.. mounts.Select(Name).Order(StringComparer.Ordinal)], MaxNames);

    /// <summary>A mount that only a container has left has the container's path.</summary>
    private static string Name(NfsMount mount) => mount.Pod is null ? mount.MountPoint : $"{mount.MountPoint} in {mount.Pod}";

    /// <summary>Who mounts soft expects an error, and with NFS 4 none comes while the connection stays open.</summary>
    private static string Soft(IEnumerable<NfsMount> mounts) =>
        mounts.Any(m => !m.Hard && m.Version == 4) ? "; soft mounts of NFS 4 fail only when the connection is lost" : "";

    private static string Kernel(NfsMount mount, MountsSnapshot view) =>
        view.Kernel?.Find(mount.Server, mount.Address) is { Complains: true } message ? $"; the kernel says: {message.Text}" : "";
}
