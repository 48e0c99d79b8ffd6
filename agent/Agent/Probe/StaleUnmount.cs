using System.Runtime.InteropServices;
using Automount.Text;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Probe;

/// <summary>
/// Unmounts a stale NFS mount of automount lazily, so that the next access mounts afresh. Only the prober's process calls this. It looks
/// again at everything first: that the mount is this one and still stale, that nothing is mounted on it, and that nobody holds it.
/// </summary>
internal static class StaleUnmount
{
    /// <summary>Unmounts, or with <see cref="ProberVerb.Holders"/> only says whether it would.</summary>
    /// <returns>The errno of umount2(2), or why it was not called.</returns>
    internal static ProbeAnswer Run(ProberRequest request, HostPaths host)
    {
        try
        {
            var mountPoint = ProcText.Decode(request.Path);
            var table = NamespaceMounts.Parse(File.ReadAllText(host.MountInfo));
            if (table.Find(mountPoint, request.Device) is not { } mount)
            {
                return Refuse("it is not mounted there any more");
            }

            if (table.Mounts.Any(other => other.Parent == mount.Id))
            {
                return Refuse("something is mounted on it");
            }

            var touched = PathToucher.Touch(request.Path, host);
            if (touched.Errno != LibCErrno.Stale)
            {
                return Refuse("it is not stale any more");
            }

            if (UsersOfMount.First(mount, table, host) is { } user)
            {
                return Refuse(user);
            }

            return request.Verb == ProberVerb.Holders ? new(0) : new(Detach(request.Path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse($"it could not be found out who uses it: {e.Message}");
        }
    }

    private static ProbeAnswer Refuse(string why) => new(0) { Refusal = why };

    private static int Detach(byte[] path)
    {
        byte[] terminated = [.. path, 0];
        return LibCFiles.Detach(in terminated[0]) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }
}
