using Automount.Maps;
using AutomountAgent.Model;

namespace AutomountAgent.Derive;

/// <summary>Finds the server of a mount in a <see cref="ServersSnapshot"/>, also where the mount names it by address. Immutable.</summary>
internal sealed class ServerIndex
{
    private readonly Dictionary<ServerTarget, ServerState> byTarget = [];
    private readonly Dictionary<(string Address, int Version, int Port, bool Udp), ServerState> byAddress = [];

    /// <summary>Indexes a view; null is a view without a server.</summary>
    public ServerIndex(ServersSnapshot? view)
    {
        foreach (var server in view?.Servers ?? [])
        {
            byTarget.TryAdd(server.Target, server);
            if (server.Address.Length > 0)
            {
                byAddress.TryAdd((server.Address, server.Target.Version, server.Target.Port, server.Target.Udp), server);
            }
        }
    }

    /// <summary>The server that is asked this way, or null when it was not asked.</summary>
    public ServerState? Find(ServerTarget target) => byTarget.GetValueOrDefault(target);

    /// <summary>The server of a mount, or null when it was not asked.</summary>
    public ServerState? Find(NfsMount mount) =>
        Find(mount.Target) ?? byAddress.GetValueOrDefault((mount.Address, mount.Version, mount.Port, mount.Udp));
}
