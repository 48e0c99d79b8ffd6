using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AutomountPackaging.Files;

/// <summary>The functions of the C library that .NET has no type for.</summary>
internal static partial class LibC
{
    public const int ReadOnly = 0;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int NoControllingTerminal = 0x100;
    public const int WorkingDirectory = -100;
    public const uint ExchangeNames = 2;
    public const int Interrupted = 4;

    private const int EmptyPath = 0x1000;
    private const int NoFollow = 0x100;
    private const uint TypeAndSize = 0x201;
    private const int StatxSize = 256;

    /// <summary>open(2).</summary>
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle Open(string path, int flags);

    /// <summary>renameat2(2).</summary>
    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(int fromFolder, string from, int toFolder, string to, uint flags);

    /// <summary>write(2).</summary>
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, ref byte first, nuint count);

    /// <summary>The type of an open file, as <c>S_IFMT</c> masks it, and its size; null when it cannot be asked for.</summary>
    public static (int Type, long Size)? Status(SafeFileHandle file)
    {
        var status = new byte[StatxSize];
        return Statx(file, "", EmptyPath, TypeAndSize, ref status[0]) == 0 ? Read(status) : null;
    }

    /// <summary>The same of what has a name, links not followed.</summary>
    public static (int Type, long Size)? Status(string path)
    {
        var status = new byte[StatxSize];
        return Statx(WorkingDirectory, path, NoFollow, TypeAndSize, ref status[0]) == 0 ? Read(status) : null;
    }

    // The fields stx_mode and stx_size of struct statx.
    private static (int Type, long Size) Read(byte[] status) =>
        (BitConverter.ToUInt16(status, 28) & 0xF000, BitConverter.ToInt64(status, 40));

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(SafeFileHandle folder, string path, int flags, uint mask, ref byte status);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte status);
}
