using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AutomountAgent.Interop;

/// <summary>The few functions of the C library that .NET has no type for.</summary>
internal static unsafe partial class LibC
{
    internal const int OpenReadOnlyCloseOnExec = 0x80000;
    internal const int OpenNonBlocking = 0x800;
    internal const int EventFdNonBlockingCloseOnExec = 0x80800;
    internal const short PollIn = 0x1;
    internal const short PollPriority = 0x2;
    internal const short PollError = 0x8;

    private const int Interrupted = 4;
    private const nuint BytesAvailable = 0x541b;

    /// <summary>open(2).</summary>
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial SafeFileHandle Open(string path, int flags);

    /// <summary>eventfd(2).</summary>
    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    internal static partial SafeFileHandle EventFd(uint value, int flags);

    /// <summary>read(2).</summary>
    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(SafeFileHandle fd, ref byte buffer, nuint size);

    /// <summary>write(2).</summary>
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(SafeFileHandle fd, void* buffer, nuint size);

    /// <summary>geteuid(2).</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint GetEffectiveUserId();

    /// <summary>getegid(2).</summary>
    [LibraryImport("libc", EntryPoint = "getegid")]
    internal static partial uint GetEffectiveGroupId();

    /// <summary>How many bytes can be read from a socket without waiting (FIONREAD, tcp(7)); 0 when it is none.</summary>
    /// <param name="descriptor">The socket.</param>
    internal static int Available(int descriptor)
    {
        var bytes = 0;
        return ioctl(descriptor, BytesAvailable, &bytes) == 0 ? bytes : 0;
    }

    /// <summary>Another descriptor for a socket, which blocks (F_DUPFD_CLOEXEC, O_NONBLOCK); -1 with errno.</summary>
    /// <param name="descriptor">The socket.</param>
    internal static int DuplicateBlocking(int descriptor)
    {
        const int DuplicateCloseOnExec = 1030;
        const int GetFlags = 3;
        const int SetFlags = 4;
        var copy = fcntl(descriptor, DuplicateCloseOnExec, 0);
        if (copy >= 0)
        {
            _ = fcntl(copy, SetFlags, fcntl(copy, GetFlags, 0) & ~OpenNonBlocking);
        }

        return copy;
    }

    /// <summary>Waits for less than the millisecond that is the shortest time elsewhere (usleep(3)).</summary>
    /// <param name="microseconds">How long.</param>
    [LibraryImport("libc", EntryPoint = "usleep")]
    internal static partial int WaitMicroseconds(uint microseconds);

    /// <summary>poll(2) over the given descriptors; an interrupted wait counts as one without an event.</summary>
    /// <param name="fds">What to wait for; receives what happened.</param>
    /// <param name="milliseconds">How long; -1 is without end.</param>
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

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int descriptor, int command, nint argument);

    [LibraryImport("libc")]
    private static partial int ioctl(int descriptor, nuint request, int* argument);

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
