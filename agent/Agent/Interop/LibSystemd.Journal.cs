using System.Runtime.InteropServices;

namespace AutomountAgent.Interop;

/// <content>sd-journal(3).</content>
internal static unsafe partial class LibSystemd
{
    /// <summary>Sends one entry of <c>FIELD=value</c> items. Thread-safe. Zero also when there is no journal.</summary>
    [LibraryImport(Library)]
    internal static partial int sd_journal_sendv(IoVector* fields, int count);

    /// <summary>struct iovec of readv(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct IoVector
    {
        internal byte* Start;
        internal nuint Size;
    }
}
