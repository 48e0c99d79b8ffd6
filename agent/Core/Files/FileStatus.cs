using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Automount.Files;

/// <summary><c>struct statx</c> (statx(2)) of a file: 256 bytes, the same on every machine.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
public partial struct FileStatus
{
    private const int WorkingDirectory = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint TypeAndSize = 0x201;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;
    private const int CharacterDevice = 0x2000;

    [FieldOffset(28)]
    internal ushort Mode;

    [FieldOffset(40)]
    internal long Bytes;

    [FieldOffset(128)]
    internal uint DeviceMajor;

    [FieldOffset(132)]
    internal uint DeviceMinor;

    /// <summary>Whether it is a regular file.</summary>
    public readonly bool IsRegular => (Mode & TypeMask) == Regular;

    /// <summary>Whether it is the null device (1, 3).</summary>
    public readonly bool IsNullDevice => (Mode & TypeMask) == CharacterDevice && (DeviceMajor, DeviceMinor) == (1, 3);

    /// <summary>Its size in bytes.</summary>
    public readonly long Size => Bytes;

    /// <summary>The status of an open file.</summary>
    /// <exception cref="IOException">It cannot be had.</exception>
    public static FileStatus Of(SafeFileHandle file)
    {
        return StatX(file, "", EmptyPath, TypeAndSize, out var status) == 0
            ? status
            : throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
    }

    /// <summary>The status of what has a name, links not followed; null when it cannot be had.</summary>
    public static FileStatus? OfName(string path) =>
        StatX(WorkingDirectory, path, NoFollow, TypeAndSize, out var status) == 0 ? status : null;

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(SafeFileHandle file, string path, int flags, uint mask, out FileStatus status);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, out FileStatus status);
}
