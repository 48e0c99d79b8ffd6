using System.Runtime.InteropServices;

namespace AutomountAgent.Native;

/// <summary>
/// File calls of libc (open(2), fstatfs(2), fstat(2), read(2), write(2)) for linux-x64. Only the prober's process makes them on automounted
/// paths.
/// </summary>
internal static unsafe partial class LibCFiles
{
    internal const int ReadOnly = 0;
    internal const int NonBlocking = 0x800;
    internal const int Directory = 0x10000;
    internal const int CloseOnExec = 0x80000;
    internal const int PathOnly = 0x200000;

    private const string LibC = "libc.so.6";

    /// <summary>A descriptor, or -1 with errno. The path ends with a zero byte.</summary>
    [LibraryImport(LibC, EntryPoint = "open", SetLastError = true)]
    internal static partial int Open(byte* path, int flags);

    [LibraryImport(LibC, EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport(LibC, EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, byte* buffer, nint length);

    [LibraryImport(LibC, EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, byte* buffer, nint length);

    /// <summary>0, or -1 with errno.</summary>
    [LibraryImport(LibC, EntryPoint = "fstatfs", SetLastError = true)]
    internal static partial int StatFileSystem(int descriptor, FileSystemStatus* status);

    /// <summary>0, or -1 with errno.</summary>
    [LibraryImport(LibC, EntryPoint = "fstat", SetLastError = true)]
    internal static partial int Stat(int descriptor, FileStatus* status);

    /// <summary><c>struct statfs</c>: 120 bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 120)]
    internal struct FileSystemStatus
    {
        /// <summary>Magic number of the file system.</summary>
        internal long Type;
    }

    /// <summary><c>struct stat</c>: 144 bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    internal struct FileStatus
    {
        /// <summary>The superblock's device number, as makedev(3) makes it.</summary>
        internal ulong Device;
    }
}
