using AutomountAgent.Model;

namespace AutomountAgent.Derive;

/// <summary>
/// Names the server of a mount as the map does. A host with several addresses is mounted by one of them, and the kernel has only that:
/// without the map one server would be two, and a fault of it a fault of an address that nobody knows.
/// </summary>
internal static class MountHost
{
    /// <summary>The mount with its host.</summary>
    public static NfsMount Named(NfsMount mount, NodeState state)
    {
        if (mount.Root is null || HostAddress.Parse(mount.Server) is null)
        {
            return mount;
        }

        var locations = state.Maps.ResolveKernelPath(mount.MountPoint).Mount?.Locations ?? [];
        var hosts = locations.SelectMany(location => location.Hosts).Select(host => host.Name).Distinct().ToList();
        return hosts.Count switch
        {
            0 => mount,
            1 => mount with { Host = hosts[0] },
            _ => mount with { Host = hosts.Find(host => IsAt(host, mount.Address, state)) ?? hosts[0] },
        };
    }

    private static bool IsAt(string host, string address, NodeState state) =>
        host == address || (state.Servers?.Seen?.Servers.Any(server => server.Target.Host == host && server.Address == address) ?? false);
}
