using System.Collections.Immutable;
using System.Net;
using Automount.Maps;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Servers;

/// <summary>A server to ask, and the mounts that make it urgent.</summary>
/// <param name="Target">How to ask it.</param>
/// <param name="InUse">Addresses that mounts of it use; empty when nothing is mounted from it, or the mounts do not tell.</param>
/// <param name="Mounted">True when something is mounted from it.</param>
internal sealed record PlannedServer(ServerTarget Target, ImmutableArray<IPAddress> InUse, bool Mounted)
{
    /// <summary>When mounts of it last got a reply over TCP, by the address in use; without addresses that gave none.</summary>
    public ImmutableDictionary<IPAddress, DateTimeOffset> Replies { get; init; } = ImmutableDictionary<IPAddress, DateTimeOffset>.Empty;

    /// <summary>Addresses in use that count as up without a call.</summary>
    public ImmutableArray<IPAddress> Spared { get; init; } = [];

    /// <summary>True when a required path is mounted from it, or is to be.</summary>
    public bool Required { get; init; }

    /// <summary>Whether this node depends on it now: it is asked in every round then.</summary>
    public bool IsNeeded => Mounted || Required;
}

/// <summary>Which servers to ask: those that the maps, required paths and the mount table name, each once. Pure.</summary>
internal static class ServerPlan
{
    /// <summary>
    /// Makes the plan, ordered by host, version and port. automount mounts a name with several addresses by address: such a mount belongs
    /// to the map's name when <paramref name="addressesOf"/> says that the name has that address.
    /// </summary>
    /// <param name="named">What the maps name.</param>
    /// <param name="required">What required paths are mounted from; the maps need not name it: the key of a wildcard may.</param>
    /// <param name="mounts">The NFS mounts.</param>
    /// <param name="addressesOf">The addresses of a host as far as they are known.</param>
    /// <param name="repliedAt">When a mount last got a reply over TCP; null when it is not known to have.</param>
    public static IReadOnlyList<PlannedServer> Make(
        IReadOnlyCollection<ServerTarget> named,
        IReadOnlySet<ServerTarget> required,
        IReadOnlyCollection<NfsMount> mounts,
        Func<string, ImmutableArray<IPAddress>> addressesOf,
        Func<NfsMount, DateTimeOffset?> repliedAt)
    {
        var inUse = named.Union(required)
            .ToDictionary(target => target, _ => (Mounted: false, Addresses: new Dictionary<IPAddress, DateTimeOffset?>()));
        var byAddress = new Dictionary<(IPAddress, int Version, int Port, bool Udp), ServerTarget>();
        foreach (var target in inUse.Keys)
        {
            foreach (var address in addressesOf(target.Host))
            {
                byAddress.TryAdd((address, target.Version, target.Port, target.Udp), target);
            }
        }

        foreach (var mount in mounts)
        {
            var target = mount.Target;
            if (!inUse.ContainsKey(target)
                && HostAddress.Parse(mount.Host) is { } literal
                && byAddress.TryGetValue((literal, mount.Version, mount.Port, mount.Udp), out var name))
            {
                target = name;
            }

            var addresses = inUse.TryGetValue(target, out var row) ? row.Addresses : [];
            if (IPAddress.TryParse(mount.Address, out var address))
            {
                addresses[address] = Later(addresses.GetValueOrDefault(address), repliedAt(mount));
            }

            inUse[target] = (true, addresses);
        }

        return
        [
            .. inUse
                .Select(row => new PlannedServer(row.Key, [.. row.Value.Addresses.Keys], row.Value.Mounted)
                {
                    Replies = Known(row.Value.Addresses),
                    Required = required.Contains(row.Key),
                })
                .OrderBy(row => row.Target.Host, StringComparer.Ordinal)
                    .ThenBy(row => row.Target.Version)
                    .ThenBy(row => row.Target.Port)
                    .ThenBy(row => row.Target.Udp),
        ];
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one > other || other is null ? one : other;

    private static ImmutableDictionary<IPAddress, DateTimeOffset> Known(Dictionary<IPAddress, DateTimeOffset?> replies) =>
        replies.Where(reply => reply.Value.HasValue).ToImmutableDictionary(reply => reply.Key, reply => reply.Value!.Value);
}
