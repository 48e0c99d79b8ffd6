using Microsoft.Win32.SafeHandles;

namespace AutomountAgent.Interop;

/// <summary>An eventfd(2) that ends another thread's poll(2).</summary>
internal sealed unsafe class Wakeup : IDisposable
{
    private readonly SafeFileHandle handle = LibC.EventFd(0, LibC.EventFdNonBlockingCloseOnExec);

    /// <summary>The descriptor to wait on for input; valid until this is disposed.</summary>
    internal int Descriptor => (int)handle.DangerousGetHandle();

    /// <summary>Ends the wait. Any thread may call it.</summary>
    internal void Set()
    {
        ulong one = 1;
        _ = LibC.Write(handle, &one, sizeof(ulong)); // It can only fail when the counter is full, and then it is set.
    }

    /// <summary>Forgets what was set. The waiting thread calls it before it looks for work, so that no wakeup is lost.</summary>
    internal void Clear()
    {
        Span<byte> count = stackalloc byte[sizeof(ulong)];
        _ = LibC.Read(handle, ref count[0], sizeof(ulong)); // EAGAIN when nothing was set.
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
