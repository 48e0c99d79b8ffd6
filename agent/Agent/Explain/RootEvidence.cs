using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Explain;

/// <summary>What was seen of automount and of the autofs mount that covers a path. Pure.</summary>
internal static class RootEvidence
{
    /// <summary>The unit, and the autofs mount.</summary>
    public static string Of(NodeState state, PathTrace trace)
    {
        var unit = state.Automount?.Seen?.Unit is { } known
            ? $"{known.Name} is {known.ActiveState}"
            : "systemd was not asked for automount";
        return trace.Root.Length == 0 ? unit : $"{unit}; {OfRoot(state, trace.Root)}";
    }

    /// <summary>An older autofs mount below is what processes have that began before the newer one.</summary>
    private static string Covered(AutofsRoot root) => root.Covers.IsEmpty ? "" : ", mounted over an older one";

    private static string OfRoot(NodeState state, string point)
    {
        if (state.Mounts?.Seen?.Roots.LastOrDefault(root => root.MountPoint == point) is not { } mounted)
        {
            return $"no autofs mount is at {point}";
        }

        var expiry = mounted.Timeout == TimeSpan.Zero
            ? "mounts below it do not expire"
            : $"mounts below it expire after {mounted.Timeout.TotalSeconds:0} s";
        var daemon = mounted.IsServed ? $"served by process {mounted.DaemonPid}" : "served by nobody";
        return $"{point} is an autofs mount of {mounted.Source}{Covered(mounted)}, {daemon}; {PropagationEvidence.Of(mounted)}; {expiry}";
    }
}
