using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Automount.Files;

/// <summary><c>struct statx</c> (statx(2)) of an open file: 256 bytes, the same on every machine.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal partial struct FileStatus
{
    private const int EmptyPath = 0x1000;
    private const uint Type = 1;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;
    private const int CharacterDevice = 0x2000;

    [FieldOffset(28)]
    internal ushort Mode;

    [FieldOffset(128)]
    internal uint DeviceMajor;

    [FieldOffset(132)]
    internal uint DeviceMinor;

    /// <summary>Whether it is a regular file, or the null device (1, 3).</summary>
    public readonly bool IsReadable => (Mode & TypeMask) switch
    {
        Regular => true,
        CharacterDevice => (DeviceMajor, DeviceMinor) == (1, 3),
        _ => false,
    };

    /// <summary>The status of an open file.</summary>
    /// <exception cref="IOException">It cannot be had.</exception>
    public static FileStatus Of(SafeFileHandle file)
    {
        return StatX(file, "", EmptyPath, Type, out var status) == 0
            ? status
            : throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(SafeFileHandle file, string path, int flags, uint mask, out FileStatus status);
}
