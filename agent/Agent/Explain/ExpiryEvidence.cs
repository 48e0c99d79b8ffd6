using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Explain;

/// <summary>When a mount expires, and what keeps it. Pure.</summary>
internal static class ExpiryEvidence
{
    /// <summary>A clause; null when nothing is known. No call was made on the mount to know it: that would keep it.</summary>
    public static string? Of(NodeState state, NfsMount mount)
    {
        if (mount.Root is null)
        {
            return "automount did not mount it, so it does not expire";
        }

        if (state.Mounts?.Seen?.Roots.LastOrDefault(root => root.MountPoint == mount.Root) is not { } root)
        {
            return null;
        }

        if (root.Timeout == TimeSpan.Zero)
        {
            return "it does not expire";
        }

        var after = $"it expires {root.Timeout.TotalSeconds:0} s after its last use";
        return state.Health.Of(mount)?.Traffic is { } traffic ? $"{after}, which was {Ago(traffic.At - traffic.LastUse)}" : after;
    }

    private static string Ago(TimeSpan idle) => idle < TimeSpan.FromSeconds(1) ? "just now" : $"{idle.TotalSeconds:0} s ago";
}
