using Automount.Catalog;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>
/// Which version of NFS the options lead to: what automount asks the server for before it mounts (<see cref="AutomountProbe"/>), and what
/// mount.nfs then takes.
/// </summary>
internal static class VersionFaults
{
    /// <summary>Options that NFS 4 does not have: nfs-utils (utils/mount/stropts.c) takes 3 where one is given and no version.</summary>
    private static readonly string[] Of3 = ["mountproto", "mountvers", "mounthost", "mountaddr"];

    /// <summary>Checks whole options.</summary>
    /// <param name="text">The options.</param>
    /// <param name="defaultProtocol"><c>mount_nfs_default_protocol</c> of autofs.conf(5).</param>
    public static IEnumerable<OptionFault> Of(OptionText text, int defaultProtocol)
    {
        var probe = text.Probe;
        if (probe.Version is 2 or 3)
        {
            return NeedsRpcbind(text) ? [Version3] : [];
        }

        return probe.Version is null && !probe.IsRdma ? [.. Silent(text), .. Unseen(text, probe, defaultProtocol)] : [];
    }

    private static OptionFault Version3 { get; } = new(
        MapOptionFindings.NeedsRpcbind, "", "NFSv3 needs rpcbind and mountd of the server: port 111, and the one that mountd has")
    {
        Remedy = "Keep both ports open, or give port= and mountport=; with NFS 4 neither is needed.",
    };

    private static bool NeedsRpcbind(OptionText text) =>
        text.Probe.AsksPortmapper || text.Value("mountport") is not { Length: > 0 } or "0";

    private static IEnumerable<OptionFault> Silent(OptionText text)
    {
        if (text.VersionFlag is null && Array.Find(Of3, text.Has) is { } name)
        {
            var option = text.All.FirstOrDefault(o => o.StartsWith(name, StringComparison.Ordinal)) ?? name;
            yield return new OptionFault(MapOptionFindings.SilentVersion, option,
                $"{EntryError.Quote(option)} makes mount.nfs take NFSv3, since no version is given");
        }
    }

    /// <summary>automount sees no version.</summary>
    private static IEnumerable<OptionFault> Unseen(OptionText text, AutomountProbe probe, int defaultProtocol)
    {
        var then = defaultProtocol == NfsOptions.UpstreamProtocol
            ? ", and takes the server only if it has NFSv3 (mount_nfs_default_protocol = 3)"
            : "";
        if (!probe.AsksPortmapper)
        {
            if (then.Length > 0)
            {
                const string because = "automount asks the server itself, because neither fstype=nfs4 nor vers= is given";
                yield return new OptionFault(MapOptionFindings.NeedsRpcbind, "", because + then);
            }
        }
        else if (text.VersionFlag is { } flag)
        {
            const string ask = "automount does not know it for a version and asks rpcbind of the server first";
            var message = $"{EntryError.Quote(flag)} is for mount.nfs only: {ask}{then}";
            yield return new OptionFault(MapOptionFindings.NeedsRpcbind, flag, message)
            {
                Better = "vers=" + flag[1..],
            };
        }
        else
        {
            const string because = "automount asks rpcbind of the server first, because neither fstype=nfs4 nor vers= is given";
            yield return new OptionFault(MapOptionFindings.NeedsRpcbind, "", because + then);
        }
    }
}
