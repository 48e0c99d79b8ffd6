using System.Globalization;

namespace Automount.Maps;

/// <summary>That mounting from a host needs its portmapper (rpcbind, port 111), and what for.</summary>
/// <param name="Host">Host as the map writes it.</param>
/// <param name="WithoutVersion">
/// An entry gives neither version nor port: automount then asks the portmapper before it mounts, whatever version mount.nfs would take
/// (autofs: modules/replicated.c), and drops a host whose portmapper does not answer.
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
        var version = MountOptions.FileSystem(options) == "nfs4" ? '4' : '\0';
        var (port, mountPort) = (false, false);
        var (udp, mountUdp) = (false, (bool?)null);
        foreach (var range in options.AsSpan().Split(','))
        {
            var option = options.AsSpan(range);
            var equals = option.IndexOf('=');
            var value = equals < 0 ? default : option[(equals + 1)..];
            switch (equals < 0 ? option : option[..equals])
            {
                case "vers" or "nfsvers" when !value.IsEmpty:
                    version = value[0];
                    break;
                case "v2" or "v3" or "v4" or "v4.0" or "v4.1" or "v4.2" when equals < 0:
                    version = option[1];
                    break;
                case "port":
                    port = IsPositive(value);
                    break;
                case "udp" or "tcp" when equals < 0:
                    udp = option is "udp";
                    break;
                case "proto":
                    udp = value is "udp" or "udp6";
                    break;
                case "mountproto":
                    mountUdp = value is "udp" or "udp6";
                    break;
                case "mountport":
                    mountPort = IsPositive(value);
                    break;
            }
        }

        return version switch
        {
            '4' => null,
            '\0' when port => null,
            '\0' => new(host, true, false) { Udp = udp },
            _ when !mountPort => new(host, false, true) { Udp = mountUdp ?? udp },
            _ when !port => new(host, false, false) { Udp = udp },
            _ => null,
        };
    }

    private static bool IsPositive(ReadOnlySpan<char> value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
}
