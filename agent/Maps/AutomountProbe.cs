using System.Globalization;

namespace Automount.Maps;

/// <summary>
/// What automount itself asks of a server before it runs mount.nfs, as far as options decide it (autofs 5.1.9: modules/mount_nfs.c, and
/// get_nfs_info of modules/replicated.c). A server that does not answer is dropped: no hosts available.
/// </summary>
/// <param name="Version">The version that automount sees: 4 of <c>vers=4…</c> and <c>fstype=nfs4</c>, 3 and 2 of <c>vers=</c>; null when it
/// sees none, also with <c>v4.2</c>.</param>
/// <param name="Port">Of <c>port=</c>; null when not given. Zero stands for asking the portmapper.</param>
/// <param name="IsRdma">It asks nothing: RDMA is left to mount.nfs.</param>
/// <param name="Udp">It asks over UDP.</param>
public readonly record struct AutomountProbe(int? Version, int? Port, bool IsRdma, bool Udp)
{
    /// <summary>Whether the portmapper is asked for the port of the NFS service.</summary>
    public bool AsksPortmapper => !IsRdma && (Port == 0 || (Port is null && Version != 4));

    /// <summary>Reads options; of contradicting ones the last wins.</summary>
    /// <param name="options">Comma-separated options of map and entry.</param>
    public static AutomountProbe Of(string options)
    {
        var probe = new AutomountProbe(MountOptions.FileSystem(options) == "nfs4" ? 4 : null, null, false, false);
        foreach (var range in options.AsSpan().Split(','))
        {
            var option = options.AsSpan(range).Trim();
            var equals = option.IndexOf('=');
            var value = equals < 0 ? default : option[(equals + 1)..];
            switch (equals < 0 ? option : option[..equals])
            {
                case "vers" or "nfsvers":
                    probe = probe with { Version = VersionOf(value) ?? probe.Version };
                    break;
                case "port":
                    probe = probe with { Port = PortOf(value) };
                    break;
                case "rdma" when equals < 0:
                    probe = probe with { IsRdma = true };
                    break;
                case "udp" or "tcp" when equals < 0:
                    probe = probe with { Udp = option is "udp" };
                    break;
                case "proto":
                    probe = probe with { Udp = value is "udp" or "udp6", IsRdma = probe.IsRdma || value is "rdma" };
                    break;
            }
        }

        return probe;
    }

    /// <summary>What was read of options already.</summary>
    /// <param name="type">File system type; null for nfs.</param>
    /// <param name="version">Value of <c>vers=</c> or <c>nfsvers=</c>; null for none.</param>
    /// <param name="port">Value of <c>port=</c>; null for none.</param>
    /// <param name="isRdma">RDMA is asked for.</param>
    public static AutomountProbe Of(string? type, string? version, string? port, bool isRdma)
    {
        int? ofType = type == "nfs4" ? 4 : null;
        int? ofPort = port is null ? null : PortOf(port);
        return new AutomountProbe(VersionOf(version) ?? ofType, ofPort, isRdma, Udp: false);
    }

    /// <summary>Whether a text is a port other than zero.</summary>
    internal static bool IsPositive(ReadOnlySpan<char> value) => PortOf(value) > 0;

    /// <summary>automount compares the beginning for version 4, and the whole for the others.</summary>
    private static int? VersionOf(ReadOnlySpan<char> value) => value switch
    {
        ['4', ..] => 4,
        "3" => 3,
        "2" => 2,
        _ => null,
    };

    /// <summary>As atoi(3): what is no number is zero.</summary>
    private static int PortOf(ReadOnlySpan<char> value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0;
}
