using AutomountAgent.Act;
using AutomountAgent.Chain;
using AutomountAgent.Maps;
using AutomountAgent.Observe.Server;

namespace AutomountAgent.Run;

/// <summary>Joins what the maps say about a path with what is known of the servers that it can be mounted from.</summary>
public static class PathTargets
{
    /// <summary>What the maps say about a path; null when they are not known, or no mount point covers it.</summary>
    public static PathTarget? Of(NodeState state, string path)
    {
        var found = state.Maps.Resolve(path);
        if (found.Root is not { } root)
        {
            return null;
        }

        var point = root.Kind == MasterEntryKind.Direct ? found.MountPoint ?? path : root.MountPoint;
        var target = new PathTarget(point, found.Map, found.Key, null, null, found.Message);
        if (found.Mount is not { Kind: MountKind.Nfs } mount)
        {
            return target;
        }

        var options = NfsOptions.Parse(mount.Options);
        var replicas = mount.Locations
            .SelectMany(location => location.Hosts, (location, host) => (location.Path, Server: NfsServers.TargetOf(host.Name, options)))
            .ToList();
        var up = state.Servers?.Seen?.Servers.Where(s => s.Outcome == ServerOutcome.Up).Select(s => s.Target).ToHashSet() ?? [];

        // Of several replicas automount takes one that answers, so the path can be mounted as long as any does.
        var chosen = replicas.Find(r => up.Contains(r.Server)) is { Server: not null } alive ? alive : replicas.FirstOrDefault();
        return chosen.Server is null
            ? target
            : target with { Location = $"{chosen.Server.Host}:{chosen.Path}", Server = chosen.Server, Why = "" };
    }
}
