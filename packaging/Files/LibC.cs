using System.Runtime.InteropServices;

namespace AutomountPackaging.Files;

/// <summary>The functions of the C library that .NET has no type for.</summary>
internal static partial class LibC
{
    public const int WorkingDirectory = -100;
    public const uint ExchangeNames = 2;

    /// <summary>renameat2(2).</summary>
    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(int fromFolder, string from, int toFolder, string to, uint flags);
}
