using System.Runtime.InteropServices;
using AutomountAgent.Interop;
using AutomountAgent.Model;
using Microsoft.Win32.SafeHandles;

namespace AutomountAgent.Collect.Mounts;

/// <summary>
/// Reads the kernel's log from its oldest record on, without ever waiting for a new one. Whether it may be read is up to the node: a log
/// that cannot be read is a signal less, no fault. Rounds must not overlap.
/// </summary>
internal sealed class KernelLog(HostPaths paths, TimeProvider time) : IDisposable
{
    /// <summary>What is left is read in the next round: a flood of messages must not hold up the mounts.</summary>
    private const int MaximumRecords = 20_000;

    /// <summary>The longest record that the kernel gives (CONSOLE_EXT_LOG_MAX of linux).</summary>
    private const int MaximumRecord = 8192;

    private readonly byte[] buffer = new byte[MaximumRecord];
    private SafeFileHandle? file;
    private KernelLogSnapshot view = KernelLogSnapshot.Empty;

    /// <summary>Reads what came since the last round, and returns all that is known.</summary>
    public KernelLogSnapshot Read()
    {
        if (file is null or { IsInvalid: true })
        {
            file = LibC.Open(paths.KernelLog, LibC.OpenReadOnlyCloseOnExec | LibC.OpenNonBlocking);
            if (file.IsInvalid)
            {
                return view = KernelLogSnapshot.Empty with { Problem = $"{paths.KernelLog}: {Marshal.GetLastPInvokeErrorMessage()}" };
            }
        }

        view = view with { Problem = "" };
        var boot = time.GetUtcNow() - TimeSpan.FromMilliseconds(Environment.TickCount64);
        for (var i = 0; i < MaximumRecords && ReadOne(boot); i++)
        {
        }

        return view;
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    /// <summary>False when there is no more.</summary>
    private bool ReadOne(DateTimeOffset boot)
    {
        var length = LibC.Read(file!, ref buffer[0], MaximumRecord);
        if (length < 0)
        {
            switch (Marshal.GetLastPInvokeError())
            {
                case LibCErrno.BrokenPipe:
                    view = view.AfterLoss();
                    return true;
                case LibCErrno.Interrupted or LibCErrno.Invalid:
                    return true;
                case LibCErrno.TryAgain:
                    return false;
                default:
                    view = KernelLogSnapshot.Empty with { Problem = $"{paths.KernelLog}: {Marshal.GetLastPInvokeErrorMessage()}" };
                    file!.Dispose();
                    file = null;
                    return false;
            }
        }

        // A record is one line; lines that begin with a blank are its dictionary.
        foreach (var range in buffer.AsSpan(0, (int)length).Split((byte)'\n'))
        {
            view = view.After(buffer.AsSpan(0, (int)length)[range], boot);
        }

        return length > 0;
    }
}
