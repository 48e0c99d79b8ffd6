using Automount.Maps;
using AutomountAgent.Model;

namespace AutomountAgent.Derive;

/// <summary>Joins what the maps say about a path with what is known of the servers that it can be mounted from.</summary>
internal static class PathTargets
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
        if (found.Mount is not { } mount)
        {
            return new(point, null, found.Message);
        }

        var hosts = mount.Locations.SelectMany(location => location.Hosts).Select(host => host.Name).ToList();
        if (mount.Kind != MountKind.Nfs || hosts.Exists(host => state.Maps.Binds(host, mount.Options, root.Options)))
        {
            return new(point, null);
        }

        var options = NfsOptions.Parse(mount.Options);
        var servers = hosts.ConvertAll(host => ServerTarget.Of(host, options));
        var up = state.Servers?.Seen?.Servers.Where(s => s.Outcome == ServerOutcome.Up).Select(s => s.Target).ToHashSet() ?? [];

        // Of several replicas automount takes one that answers, so the path can be mounted as long as any does.
        return new(point, servers.Find(up.Contains) ?? servers.FirstOrDefault());
    }
}
