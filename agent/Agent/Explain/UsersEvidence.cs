using Automount.Maps;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Explain;

/// <summary>Which pods of the node use a path. Pure.</summary>
internal static class UsersEvidence
{
    private const int MaxNames = 5;

    /// <summary>The pods with a volume there, and those with the whole mount point; null when no pod was seen that has either.</summary>
    public static string? Of(NodeState state, PathTrace trace)
    {
        var mounts = (
            from container in state.Pods?.Seen?.Containers ?? []
            where container.Pod.Length > 0
            from mount in container.Mounts
            select (container.Pod, Mount: mount)).ToList();
        var volumes = mounts.Where(m => m.Mount.Path.Length > 0 && IsSame(m.Mount.Path, trace.Canonical) && !IsRoot(m.Mount));
        var roots = mounts.Where(m => IsRoot(m.Mount) && trace.Root.Length > 0 && m.Mount.Root == trace.Root);
        string?[] clauses =
        [
            Named("as a volume", [.. volumes.Select(m => m.Pod)]),
            Named($"with all of {trace.Root}", [.. roots.Select(m => m.Pod)]),
        ];
        return clauses.OfType<string>().ToList() is { Count: > 0 } told ? $"used {string.Join("; ", told)}" : null;
    }

    private static bool IsRoot(PodMount mount) => mount.Kind == PodMountKind.Autofs;

    private static bool IsSame(string volume, string path) => MountPath.IsAtOrBelow(path, volume) || MountPath.IsAtOrBelow(volume, path);

    private static string? Named(string how, IReadOnlyCollection<string> pods)
    {
        var names = pods.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? null : $"{how} by {Wording.Some(names, MaxNames)}";
    }
}
