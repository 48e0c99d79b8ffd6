using System.Runtime.InteropServices;

namespace AutomountAgent.Interop;

/// <summary>
/// File calls of libc (open(2), fstatfs(2), statx(2), read(2), write(2), umount2(2)) for linux-x64. Only the prober's process makes them on
/// automounted paths.
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
    internal static partial int Open(in byte path, int flags);

    [LibraryImport(LibC, EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport(LibC, EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, ref byte buffer, nint length);

    [LibraryImport(LibC, EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, in byte buffer, nint length);

    /// <summary>0, or -1 with errno.</summary>
    [LibraryImport(LibC, EntryPoint = "fstatfs", SetLastError = true)]
    internal static partial int StatFileSystem(int descriptor, out FileSystemStatus status);

    /// <summary>
    /// Asks for the status of an open file, of the server and not of the cache (AT_STATX_FORCE_SYNC): a stale handle shows. 0, or -1 with
    /// errno.
    /// </summary>
    internal static int Stat(int descriptor, out FileStatus status)
    {
        const int EmptyPath = 0x1000;
        const int ForceSync = 0x2000;
        const uint Type = 1;
        byte empty = 0;
        return StatX(descriptor, &empty, EmptyPath | ForceSync, Type, out status);
    }

    /// <summary>
    /// What is at a path, whose last step is not followed, mounts nothing and asks no server (AT_SYMLINK_NOFOLLOW, AT_NO_AUTOMOUNT,
    /// AT_STATX_DONT_SYNC).
    /// </summary>
    internal static FileType TypeOf(string path)
    {
        const int CurrentDirectory = -100;
        const int NoFollow = 0x100;
        const int NoAutomount = 0x800;
        const int DontSync = 0x4000;
        const uint Type = 1;
        const int TypeMask = 0xf000;
        var bytes = System.Text.Encoding.UTF8.GetBytes(path + '\0');
        fixed (byte* start = bytes)
        {
            return StatX(CurrentDirectory, start, NoFollow | NoAutomount | DontSync, Type, out var status) == 0
                ? TypeOf(status.Mode & TypeMask)
                : FileType.None;
        }
    }

    private static FileType TypeOf(int mode) => mode switch
    {
        0x4000 => FileType.Directory,
        0xa000 => FileType.Link,
        _ => FileType.Other,
    };

    /// <summary>
    /// Unmounts lazily (MNT_DETACH) what is mounted at a path that is not followed (UMOUNT_NOFOLLOW). 0, or -1 with errno.
    /// </summary>
    internal static int Detach(in byte path)
    {
        const int DetachNoFollow = 2 | 8;
        return Unmount(in path, DetachNoFollow);
    }

    /// <summary>
    /// Where a symbolic link points; null when it is not there, or its process has ended (proc(5)). The target is not looked at.
    /// </summary>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    internal static string? ReadLink(string path)
    {
        const int NoProcess = 3;
        return TryReadLink(path)
            ?? (Marshal.GetLastPInvokeError() is LibCErrno.NoEntry or NoProcess or LibCErrno.Invalid or LibCErrno.NotDirectory
                ? null
                : throw new UnauthorizedAccessException($"{path} cannot be read ({LibCErrno.Name(Marshal.GetLastPInvokeError())})"));
    }

    /// <summary>Where a symbolic link points; null when it cannot be read, for whatever reason. The target is not looked at.</summary>
    internal static string? TryReadLink(string path)
    {
        const int PathMaximum = 4096;
        var target = stackalloc byte[PathMaximum];
        return ReadLink(path, target, PathMaximum) is var length and >= 0 ? System.Text.Encoding.UTF8.GetString(target, (int)length) : null;
    }

    [LibraryImport(LibC, EntryPoint = "readlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ReadLink(string path, byte* target, nint size);

    [LibraryImport(LibC, EntryPoint = "statx", SetLastError = true)]
    private static partial int StatX(int descriptor, byte* path, int flags, uint mask, out FileStatus status);

    [LibraryImport(LibC, EntryPoint = "umount2", SetLastError = true)]
    private static partial int Unmount(in byte path, int flags);

    /// <summary><c>struct statfs</c>: 120 bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 120)]
    internal struct FileSystemStatus
    {
        /// <summary>Magic number of the file system.</summary>
        internal long Type;
    }

    /// <summary><c>struct statx</c>: 256 bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct FileStatus
    {
        /// <summary><c>stx_mode</c>.</summary>
        [FieldOffset(28)]
        internal ushort Mode;

        /// <summary><c>stx_dev_major</c>: the superblock's device number.</summary>
        [FieldOffset(136)]
        internal uint DeviceMajor;

        /// <summary><c>stx_dev_minor</c>.</summary>
        [FieldOffset(140)]
        internal uint DeviceMinor;
    }
}

/// <summary>What a path leads to.</summary>
internal enum FileType
{
    /// <summary>Nothing, or it was not looked at.</summary>
    None,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A file of any other type.</summary>
    Other,
}
