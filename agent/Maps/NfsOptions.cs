using System.Globalization;

namespace Automount.Maps;

/// <summary>What must be known of NFS mount options (nfs(5)) to ask the server the way the mount would.</summary>
/// <param name="Version">The version that the server must answer to be mounted from: 3 or 4 (every 4.x). Version 2, which no current client
/// has, counts as 3.</param>
/// <param name="Port">Port of the NFS service: <c>port=</c>, else 2049.</param>
/// <param name="Hard">Calls are retried without end; false with <c>soft</c> or <c>softerr</c>.</param>
/// <param name="Protocol"><c>proto=</c> without a trailing 6: tcp, udp or rdma.</param>
public readonly record struct NfsOptions(int Version, int Port, bool Hard, string Protocol)
{
    /// <summary>Port of the NFS service (RFC 7530).</summary>
    public const int DefaultPort = 2049;

    /// <summary><c>mount_nfs_default_protocol</c> where autofs.conf does not set it (autofs: lib/defaults.c).</summary>
    public const int UpstreamProtocol = 3;

    /// <summary><c>mount_nfs_default_protocol</c> in the file that Red Hat ships.</summary>
    public const int RedHatProtocol = 4;

    /// <summary>Options of the mount protocol, which NFS 4 does not have: with one and no version, mount.nfs mounts NFSv3.</summary>
    private static readonly string[] OfMountProtocol = ["mounthost", "mountaddr", "mountvers", "mountproto"];

    /// <summary>The server is to be asked over UDP. NFSv4 never runs over it (RFC 7530).</summary>
    public bool Udp => Version == 3 && Protocol == "udp";

    /// <summary>Reads the options; of contradicting ones the last wins, and what is not understood is left to mount.nfs.</summary>
    /// <param name="options">Comma-separated options of map and entry.</param>
    /// <param name="defaultProtocol"><c>mount_nfs_default_protocol</c>: what automount asks for where it sees no version. It knows vers=,
    /// nfsvers= and fstype=nfs4; <c>v4.2</c>, which only mount.nfs understands, is none to it (autofs: modules/mount_nfs.c).</param>
    public static NfsOptions Parse(string options, int defaultProtocol = RedHatProtocol)
    {
        var nfs = new NfsOptions(4, DefaultPort, true, "tcp");
        var (explicitVersion, flag) = (0, 0);
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
                    flag = Major(name[1..]) ?? flag;
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

        if (explicitVersion == 0 && MountOptions.FileSystem(options) == "nfs4")
        {
            explicitVersion = 4;
        }

        if (explicitVersion != 0)
        {
            return nfs with { Version = explicitVersion };
        }

        var is3 = defaultProtocol == UpstreamProtocol || flag == 3 || (flag == 0 && IsOfMountProtocol(options));
        return nfs with { Version = is3 ? 3 : 4 };
    }

    /// <summary>Whether an option is one of the mount protocol.</summary>
    /// <param name="options">Comma-separated options.</param>
    public static bool IsOfMountProtocol(string options) => options.Contains("mount", StringComparison.Ordinal)
        && Array.Exists(OfMountProtocol, name => MountOptions.HasValue(options, name));

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
