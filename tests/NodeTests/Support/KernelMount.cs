using System.Runtime.InteropServices;

namespace NodeTests.Support;

/// <summary>NFS mounts by mount(2): a mount(8) with its helper takes a second under emulation.</summary>
public static partial class KernelMount
{
    private const ulong Detach = 2;
    private const ulong BindFlag = 4096;

    /// <summary>
    /// Mounts a directory of a server hard. <c>nosharecache</c> gives each mount a superblock of its own, with counters of its own.
    /// </summary>
    /// <param name="server">Host as /etc/hosts has it.</param>
    /// <param name="address">Its address.</param>
    /// <param name="path">Path on the server.</param>
    /// <param name="target">Where to mount it; made when missing.</param>
    public static void Nfs(string server, string address, string path, string target)
    {
        Directory.CreateDirectory(target);
        var options = $"addr={address},clientaddr=192.168.77.1,vers=4.2,hard,nosharecache,timeo=600,retrans=2";
        if (Mount($"{server}:{path}", target, "nfs4", 0, options) != 0)
        {
            throw new IOException($"mount {target}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>
    /// Mounts what is mounted elsewhere once more: a mount of its own in every table of the kernel, on the same superblock.
    /// </summary>
    public static void Bind(string source, string target)
    {
        Directory.CreateDirectory(target);
        if (Mount(source, target, "", BindFlag, "") != 0)
        {
            throw new IOException($"bind {target}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>Unmounts at once, whatever the server does.</summary>
    public static void Lazily(string target) => _ = Unmount(target, Detach);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string source, string target, string type, ulong flags, string data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unmount(string target, ulong flags);
}
