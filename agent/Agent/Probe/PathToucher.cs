using System.Runtime.InteropServices;
using Automount.Text;
using AutomountAgent.Collect.Proc;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Probe;

/// <summary>
/// The system calls that walk an automounted or NFS path; the only place that has them. They may block indefinitely, so only the prober's
/// process calls this. It opens for reading and closes immediately: a descriptor kept open would make the mount busy. It never writes.
/// </summary>
internal static class PathToucher
{
    /// <summary>Opens a path, which triggers an automount, and says what is there.</summary>
    /// <param name="path">Bytes of the path, without a zero byte.</param>
    /// <param name="host">Where proc(5) is.</param>
    public static ProbeAnswer Touch(ReadOnlySpan<byte> path, HostPaths host)
    {
        var descriptor = Open(path, out var error);
        if (descriptor < 0)
        {
            return new(error);
        }

        try
        {
            if (LibCFiles.StatFileSystem(descriptor, out var system) != 0 || LibCFiles.Stat(descriptor, out var status) != 0)
            {
                return new(Marshal.GetLastPInvokeError());
            }

            return MountOf(descriptor, host) is { } mount
                ? new(0, system.Type, mount.Device, mount.MountPoint, mount.Root)
                : new(0, system.Type, $"{status.DeviceMajor}:{status.DeviceMinor}");
        }
        finally
        {
            LibCFiles.Close(descriptor);
        }
    }

    private static int Open(ReadOnlySpan<byte> path, out int error)
    {
        const int Read = LibCFiles.ReadOnly | LibCFiles.NonBlocking | LibCFiles.CloseOnExec;
        var directory = LibCFiles.Directory;
        var descriptor = Open(path, Read | directory, out error);
        if (descriptor < 0 && error == LibCErrno.NotDirectory)
        {
            directory = 0;
            descriptor = Open(path, Read, out error);
        }

        // A home directory on an export with root_squash: root may not read it, but it is mounted and answers.
        return descriptor < 0 && error == LibCErrno.AccessDenied
            ? Open(path, LibCFiles.PathOnly | LibCFiles.CloseOnExec | directory, out error)
            : descriptor;
    }

    private static int Open(ReadOnlySpan<byte> path, int flags, out int error)
    {
        var terminated = new byte[path.Length + 1];
        path.CopyTo(terminated);
        int descriptor;
        do
        {
            descriptor = LibCFiles.Open(in terminated[0], flags);
            error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
        while (error == LibCErrno.Interrupted);

        return descriptor;
    }

    /// <summary>
    /// The mount that a descriptor is on, by its mount id: exact also where mounts are stacked, bound, or share a superblock (and on btrfs,
    /// where <c>st_dev</c> is not the device of mountinfo). Null when proc(5) does not tell.
    /// </summary>
    private static (string Device, string MountPoint, string Root)? MountOf(int descriptor, HostPaths host)
    {
        try
        {
            var id = DescriptorInfo.MountId(host.DescriptorInfo(descriptor));
            var table = MountTable.Parse(File.ReadAllBytes(host.MountInfo));
            if (id is null || table.IndexOf(id.Value) is not (>= 0 and var index))
            {
                return null;
            }

            var root = table.RootOf(index);
            return (
                ProcText.Decode(table.Line(index).Device),
                ProcText.Decode(table.Line(index).MountPoint),
                root < 0 ? "" : ProcText.Decode(table.Line(root).MountPoint));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
