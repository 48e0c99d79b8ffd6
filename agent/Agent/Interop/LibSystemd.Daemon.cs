using System.Runtime.InteropServices;

namespace AutomountAgent.Interop;

/// <content>sd-daemon(3).</content>
internal static unsafe partial class LibSystemd
{
    /// <summary>Sends assignments to the service manager: more than zero when sent, zero when NOTIFY_SOCKET is not set.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int sd_notify(int unsetEnvironment, string state);

    /// <summary>More than zero when the service manager wants keep-alive messages from this process, with the time it allows between them.</summary>
    [LibraryImport(Library)]
    internal static partial int sd_watchdog_enabled(int unsetEnvironment, out ulong microseconds);
}
