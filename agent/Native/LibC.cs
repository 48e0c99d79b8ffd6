using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AutomountAgent.Native;

/// <summary>The few functions of the C library that .NET has no type for.</summary>
internal static unsafe partial class LibC
{
    internal const int OpenReadOnlyCloseOnExec = 0x80000;
    internal const int OpenNonBlocking = 0x800;
    internal const int EventFdNonBlockingCloseOnExec = 0x80800;
    internal const short PollIn = 0x1;
    internal const short PollPriority = 0x2;
    internal const short PollError = 0x8;
    internal const short PollInvalid = 0x20;

    private const int Interrupted = 4;
    private const int SetStatusFlags = 4;

    /// <summary>open(2).</summary>
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial SafeFileHandle Open(string path, int flags);

    /// <summary>eventfd(2).</summary>
    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    internal static partial SafeFileHandle EventFd(uint value, int flags);

    /// <summary>read(2).</summary>
    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(SafeFileHandle fd, void* buffer, nuint size);

    /// <summary>write(2).</summary>
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(SafeFileHandle fd, void* buffer, nuint size);

    /// <summary>Makes reads and writes of a socket return at once (O_NONBLOCK, fcntl(2)).</summary>
    /// <param name="descriptor">The socket.</param>
    /// <returns>False when it is none.</returns>
    internal static bool SetNonBlocking(int descriptor) => fcntl(descriptor, SetStatusFlags, OpenNonBlocking) == 0;

    /// <summary>poll(2) over the given descriptors; an interrupted wait counts as one without an event.</summary>
    /// <param name="fds">What to wait for; receives what happened.</param>
    /// <param name="milliseconds">How long; -1 is for ever.</param>
    internal static void Poll(Span<PollFd> fds, int milliseconds)
    {
        fixed (PollFd* p = fds)
        {
            if (poll(p, (nuint)fds.Length, milliseconds) >= 0)
            {
                return;
            }
        }

        if (Marshal.GetLastPInvokeError() is not Interrupted and var error)
        {
            throw new IOException($"poll: {Marshal.GetPInvokeErrorMessage(error)}");
        }

        foreach (ref var fd in fds)
        {
            fd.Returned = 0;
        }
    }

    [LibraryImport("libc")]
    private static partial int fcntl(int descriptor, int command, nint argument);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(PollFd* fds, nuint count, int milliseconds);
}

/// <summary>struct pollfd of poll(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollFd
{
    /// <summary>The descriptor; a negative one is ignored.</summary>
    internal int Descriptor;

    /// <summary>What to wait for.</summary>
    internal short Wanted;

    /// <summary>What happened.</summary>
    internal short Returned;
}
