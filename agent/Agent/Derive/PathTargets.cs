using System.Collections.Immutable;
using Automount.Maps;
using Automount.Maps.Sources;
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
        if (found.Mount is null)
        {
            return new(point, null, found.Message);
        }

        var servers = Servers(state.Maps, found);
        if (servers.IsEmpty)
        {
            return new(point, null);
        }

        var up = state.Servers?.Seen?.Servers.Where(s => s.Outcome == ServerOutcome.Up).Select(s => s.Target).ToHashSet() ?? [];

        // Of several replicas automount takes one that answers, so the path can be mounted as long as any does.
        return new(point, servers.FirstOrDefault(up.Contains) ?? servers[0]);
    }

    /// <summary>The servers that a path can be mounted from; none when it is not mounted from any, or the maps do not know it.</summary>
    public static ImmutableArray<ServerTarget> Servers(KnownMaps maps, string path) => Servers(maps, maps.Resolve(path));

    /// <summary>What a server must export for a path, host by host; nothing when the maps do not lead to one.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="path">The path as the maps have it.</param>
    public static IEnumerable<ExportLocation> Exports(KnownMaps maps, string path)
    {
        if (maps.Resolve(path) is not { Mount: { Kind: MountKind.Nfs } mount, Root: { } root })
        {
            return [];
        }

        return
            from location in mount.Locations
            from host in location.Hosts
            where !maps.Binds(host.Name, mount.Options, root.Options)
            select ExportLocation.Of(host.Name, location.Path, mount.Options);
    }

    private static ImmutableArray<ServerTarget> Servers(KnownMaps maps, PathResolution found)
    {
        if (found is not { Root: { } root, Mount: { Kind: MountKind.Nfs } mount })
        {
            return [];
        }

        var hosts = mount.Locations.SelectMany(location => location.Hosts).Select(host => host.Name).ToList();
        if (hosts.Exists(host => maps.Binds(host, mount.Options, root.Options)))
        {
            return [];
        }

        var options = NfsOptions.Parse(mount.Options, maps.Inputs.Node.NfsDefaultProtocol);
        return [.. hosts.Select(host => ServerTarget.Of(host, options))];
    }
}
