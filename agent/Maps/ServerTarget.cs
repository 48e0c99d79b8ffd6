namespace Automount.Maps;

/// <summary>How a server is to be asked: what makes two entries of a map use the same service.</summary>
/// <param name="Host">Host as the map writes it.</param>
/// <param name="Version">NFS version for the RPC call: 3 or 4.</param>
/// <param name="Port">Port: that of <c>port=</c>, else 2049.</param>
public sealed record ServerTarget(string Host, int Version, int Port)
{
    /// <summary>Over UDP, which NFSv3 entries may ask for (<c>proto=udp</c>); else over TCP.</summary>
    public bool Udp { get; init; }

    /// <summary>How a host is asked for what is mounted with some options.</summary>
    public static ServerTarget Of(string host, NfsOptions options) => new(host, options.Version, options.Port) { Udp = options.Udp };
}
