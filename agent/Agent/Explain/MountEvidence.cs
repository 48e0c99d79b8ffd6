using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Explain;

/// <summary>What is mounted at a path now, and which pods use it. Pure.</summary>
internal static class MountEvidence
{
    /// <summary>The mount and its health, or that there is none yet; then the pods.</summary>
    public static string Of(NodeState state, PathTrace trace)
    {
        if (state.Mounts?.Seen is not { } table)
        {
            return "";
        }

        var users = UsersEvidence.Of(state, trace);
        return users is null ? OfMount(state, trace, table) : $"{OfMount(state, trace, table)}; {users}";
    }

    private static string OfMount(NodeState state, PathTrace trace, MountsSnapshot table)
    {

        if (CoveringMount.Find(table, trace.Canonical, null) is not { } mount)
        {
            return "not mounted now: automount mounts it at the next access";
        }

        if (mount.Nfs is not { } nfs)
        {
            return $"{mount.MountPoint} is mounted, and is not NFS";
        }

        var retries = nfs.Hard ? "hard" : "soft";
        string?[] clauses =
        [
            $"{nfs.Source} is mounted on {nfs.MountPoint}, {retries}: {state.Health.StateOf(nfs).Name()}",
            ExpiryEvidence.Of(state, nfs),
            SelinuxEvidence.Of(table),
        ];
        return string.Join("; ", clauses.OfType<string>());
    }
}
