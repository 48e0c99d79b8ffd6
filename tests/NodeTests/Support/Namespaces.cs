using System.Runtime.InteropServices;

namespace NodeTests.Support;

/// <summary>
/// Namespaces of other processes (namespaces(7)). The calling thread enters, and no other one that is there; it does not come back. It must
/// be one of the caller's own, which ends, and starts none: a thread is born into the namespaces of the one that starts it.
/// </summary>
public static partial class Namespaces
{
    private const int CloneFs = 0x200;
    private const int CloneNewNs = 0x20000;
    private const int CloneNewNet = 0x40000000;

    /// <summary>Sees the mounts of a process, and changes those.</summary>
    /// <exception cref="IOException">The process is gone, or the namespace cannot be entered.</exception>
    public static void EnterMounts(string pid)
    {
        // setns(2) refuses a thread that shares its root and working directory with others.
        Check(Unshare(CloneFs), "unshare");
        Enter($"/proc/{pid}/ns/mnt", CloneNewNs);
    }

    /// <summary>Makes sockets in the network of a process. A socket stays where it was made.</summary>
    /// <exception cref="IOException">As for mounts.</exception>
    public static void EnterNetwork(int pid) => Enter($"/proc/{pid}/ns/net", CloneNewNet);

    private static void Enter(string path, int type)
    {
        using var file = File.OpenHandle(path);
        Check(SetNamespace((int)file.DangerousGetHandle(), type), path);
    }

    private static void Check(int result, string what)
    {
        if (result != 0)
        {
            throw new IOException($"{what}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int descriptor, int type);
}
