using System.Runtime.InteropServices;
using AutomountAgent.Model;
using Microsoft.Win32.SafeHandles;

namespace AutomountAgent.Interop;

/// <summary>
/// Calls back when the mount table of this process's mount namespace changes (proc(5), /proc/pid/mounts: poll(2) reports POLLPRI and
/// POLLERR). The kernel reports changes only, and none to a mount that merely stopped working.
/// </summary>
internal sealed class MountTableWatch : IDisposable
{
    /// <summary>
    /// How long the table is not watched after a change. What changes meanwhile is reported afterwards, once: a node on which fifty mounts
    /// come and go each second wakes nobody more often than this.
    /// </summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);

    private readonly SafeFileHandle table;
    private readonly Wakeup stop = new();
    private readonly Action changed;
    private readonly Thread thread;

    /// <summary>Starts to watch.</summary>
    /// <param name="paths">Where the mount table is.</param>
    /// <param name="changed">Runs on the watch's thread after a change; several changes may be one call. Must neither block nor
    /// throw.</param>
    /// <exception cref="IOException">The mount table cannot be opened.</exception>
    public MountTableWatch(HostPaths paths, Action changed)
    {
        this.changed = changed;
        table = LibC.Open(paths.MountInfo, LibC.OpenReadOnlyCloseOnExec);
        if (table.IsInvalid)
        {
            stop.Dispose();
            throw new IOException($"{paths.MountInfo}: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        thread = new Thread(Watch) { IsBackground = true, Name = "mount table" };
        thread.Start();
    }

    /// <summary>Ends the watch.</summary>
    public void Dispose()
    {
        if (table.IsClosed)
        {
            return;
        }

        stop.Set();
        if (Thread.CurrentThread != thread)
        {
            thread.Join();
        }

        table.Dispose();
        stop.Dispose();
    }

    private void Watch()
    {
        Span<PollFd> fds =
        [
            new PollFd { Descriptor = stop.Descriptor, Wanted = LibC.PollIn },
            new PollFd { Descriptor = (int)table.DangerousGetHandle(), Wanted = LibC.PollPriority },
        ];
        while (true)
        {
            LibC.Poll(fds, -1); // The report itself consumes the event (fs/proc_namespace.c): nothing has to be read.
            if (fds[0].Returned != 0)
            {
                return;
            }

            if ((fds[1].Returned & (LibC.PollPriority | LibC.PollError)) != 0)
            {
                changed();
                LibC.Poll(fds[..1], (int)Rest.TotalMilliseconds);
            }
        }
    }
}
