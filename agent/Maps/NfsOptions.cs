using System.Globalization;

namespace Automount.Maps;

/// <summary>What must be known of NFS mount options (nfs(5)) to ask the server the way the mount would.</summary>
/// <param name="Version">3 or 4 (every 4.x). Without an option it is 4, which RHEL's mount.nfs tries first. Version 2, which no
/// current client has, counts as 3.</param>
/// <param name="Port">Port of the NFS service: <c>port=</c>, else 2049.</param>
/// <param name="Hard">Calls are retried without end; false with <c>soft</c> or <c>softerr</c>.</param>
/// <param name="Protocol"><c>proto=</c> without a trailing 6: tcp, udp or rdma.</param>
public readonly record struct NfsOptions(int Version, int Port, bool Hard, string Protocol)
{
    /// <summary>Port of the NFS service (RFC 7530).</summary>
    public const int DefaultPort = 2049;

    /// <summary>The server is to be asked over UDP. NFSv4 never runs over it (RFC 7530).</summary>
    public bool Udp => Version == 3 && Protocol == "udp";

    /// <summary>Reads the options; of contradicting ones the last wins, and what is not understood is left to mount.nfs.</summary>
    /// <param name="options">Comma-separated options of map and entry.</param>
    public static NfsOptions Parse(string options)
    {
        var nfs = new NfsOptions(4, DefaultPort, true, "tcp");
        var explicitVersion = 0;
        foreach (var range in options.AsSpan().Split(','))
        {
            var option = options.AsSpan(range);
            var equals = option.IndexOf('=');
            var name = equals < 0 ? option : option[..equals];
            var value = equals < 0 ? default : option[(equals + 1)..];
            switch (name)
            {
                case "vers" or "nfsvers":
                    explicitVersion = Major(value) ?? explicitVersion;
                    break;
                case "v2" or "v3" or "v4" or "v4.0" or "v4.1" or "v4.2" when equals < 0:
                    explicitVersion = Major(name[1..]) ?? explicitVersion;
                    break;
                case "port":
                    nfs = nfs with { Port = PortOf(value) ?? nfs.Port };
                    break;
                case "hard":
                    nfs = nfs with { Hard = true };
                    break;
                case "soft" or "softerr":
                    nfs = nfs with { Hard = false };
                    break;
                case "proto" or "tcp" or "udp" or "rdma":
                    nfs = nfs with { Protocol = Family(name is "proto" ? value : name) ?? nfs.Protocol };
                    break;
            }
        }

        var version4 = MountOptions.FileSystem(options) == "nfs4" || explicitVersion is 0 or 4;
        return nfs with { Version = version4 ? 4 : 3 };
    }

    private static int? PortOf(ReadOnlySpan<char> text)
    {
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        return isNumber && port is > 0 and <= 65535 ? port : null;
    }

    private static int? Major(ReadOnlySpan<char> version) => version switch
    {
        ['4'] or ['4', '.', ..] => 4,
        "3" or "2" => 3,
        _ => null,
    };

    private static string? Family(ReadOnlySpan<char> protocol) => protocol switch
    {
        "tcp" or "tcp6" => "tcp",
        "udp" or "udp6" => "udp",
        "rdma" or "rdma6" => "rdma",
        _ => null,
    };
}
