namespace Automount.Maps;

/// <summary>That mounting from a host needs its portmapper (rpcbind, port 111), and what for.</summary>
/// <param name="Host">Host as the map writes it.</param>
/// <param name="WithoutVersion">
/// automount sees neither version nor port in an entry: it then asks the portmapper before it mounts, whatever version mount.nfs would
/// take (autofs: modules/mount_nfs.c and replicated.c), and drops a host whose portmapper does not answer.
/// </param>
/// <param name="Mountd">An entry is for NFSv3 without <c>mountport=</c>: mount.nfs asks the portmapper for mountd, and mountd for the root
/// handle (nfs(5)).</param>
public sealed record PortmapNeed(string Host, bool WithoutVersion, bool Mountd)
{
    /// <summary>
    /// Asked over UDP: portmapper and mountd where <c>mountproto=udp</c> says so or, without it, <c>proto=udp</c> (nfs-utils:
    /// nfs_mount_protocol); for automount's own question <c>proto=udp</c> alone counts.
    /// </summary>
    public bool Udp { get; init; }

    /// <summary>What an entry needs of the portmapper of a host; null when it does not need it.</summary>
    /// <param name="host">The host.</param>
    /// <param name="options">Comma-separated options of map and entry.</param>
    public static PortmapNeed? Of(string host, string options)
    {
        var probe = AutomountProbe.Of(options);
        var (mountPort, mountUdp, isMount3) = (false, (bool?)null, probe.Version is 2 or 3);
        foreach (var range in options.AsSpan().Split(','))
        {
            var option = options.AsSpan(range);
            var equals = option.IndexOf('=');
            var value = equals < 0 ? default : option[(equals + 1)..];
            switch (equals < 0 ? option : option[..equals])
            {
                case "v2" or "v3" when equals < 0:
                    isMount3 = true;
                    break;
                case "mountproto":
                    mountUdp = value is "udp" or "udp6";
                    break;
                case "mountport":
                    mountPort = AutomountProbe.IsPositive(value);
                    break;
            }
        }

        isMount3 |= probe.Version is null && NfsOptions.IsOfMountProtocol(options);
        if (isMount3 && !mountPort)
        {
            return new(host, probe.AsksPortmapper && probe.Version is null, true) { Udp = mountUdp ?? probe.Udp };
        }

        return probe.AsksPortmapper ? new(host, probe.Version is null, false) { Udp = probe.Udp } : null;
    }
}
