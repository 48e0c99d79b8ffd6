using AutomountAgent.Model;

namespace AutomountAgent.Derive;

/// <summary>A mount that should have expired: nobody has worked on it for more than twice the timeout of its root.</summary>
/// <param name="Mount">The mount.</param>
/// <param name="Root">Its root.</param>
/// <param name="KeptAlive">statfs(2) calls keep it; otherwise no call reaches its server, and something holds it.</param>
/// <param name="Idle">For how long nobody has worked on it, as far as was watched.</param>
internal sealed record OverdueMount(NfsMount Mount, AutofsRoot Root, bool KeptAlive, TimeSpan Idle)
{
    /// <summary>How many are told of: the longest idle ones.</summary>
    public const int Maximum = 20;

    /// <summary>
    /// Less than this is within what expiring takes: automount looks every quarter of the timeout, and unmounting takes its time.
    /// </summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The overdue mounts of a state, the longest idle first. A required path is none, since the agent itself may keep it; nor is a mount
    /// that hangs or fails, since that is the fault to name. Counters belong to a superblock: where mounts share one, the use of one is
    /// taken for the use of all.
    /// </summary>
    public static IReadOnlyList<OverdueMount> Of(NodeState state)
    {
        if (state.Mounts is not { Seen: { } mounts, At: var now })
        {
            return [];
        }

        var roots = mounts.Roots
            .Where(r => r.Timeout > TimeSpan.Zero)
            .DistinctBy(r => r.MountPoint)
            .ToDictionary(r => r.MountPoint, StringComparer.Ordinal);
        var required = state.Required?.Seen?.Paths.Select(p => p.Mount).ToHashSet(StringComparer.Ordinal) ?? [];
        return
        [
            .. mounts.Nfs
                .Where(m => m.Root is not null
                    && !required.Contains(m.MountPoint)
                    && state.Health.StateOf(m) is HealthState.Healthy or HealthState.Slow)
                .Select(m => roots.TryGetValue(m.Root!, out var root) && state.Health.Of(m)?.Traffic is { } traffic
                    ? Of(m, root, traffic, now)
                    : null)
                .OfType<OverdueMount>()
                .OrderByDescending(o => o.Idle)
                .Take(Maximum),
        ];
    }

    private static OverdueMount? Of(NfsMount mount, AutofsRoot root, Traffic traffic, DateTimeOffset now)
    {
        var limit = 2 * root.Timeout > Least ? 2 * root.Timeout : Least;
        if (TimeSpan.FromSeconds(traffic.Last.Age) <= limit || now - traffic.LastWork <= limit)
        {
            return null;
        }

        if (now - traffic.LastUse > limit)
        {
            return new(mount, root, false, now - traffic.LastUse);
        }

        // With strictexpire such calls do not count, so something else holds the mount, and shows when they stop.
        return !root.StrictExpire && traffic.StatFsLooks >= 2 && now - traffic.LastStatFs < limit
            ? new(mount, root, true, now - traffic.LastWork)
            : null;
    }
}
