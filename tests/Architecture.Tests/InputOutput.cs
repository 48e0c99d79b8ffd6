namespace ArchitectureTests;

/// <summary>The types of .NET that reach out of the process. Streams and text readers do not: they are handed in.</summary>
public static class InputOutput
{
    private static readonly string[] Types =
    [
        "System.Console",
        "System.Environment",
        "System.IO.Directory",
        "System.IO.DirectoryInfo",
        "System.IO.DriveInfo",
        "System.IO.File",
        "System.IO.FileInfo",
        "System.IO.FileStream",
        "System.IO.FileSystemWatcher",
        "System.Net.Dns",
    ];

    private static readonly string[] Namespaces =
    [
        "Microsoft.AspNetCore.",
        "Microsoft.Win32.SafeHandles.",
        "System.Diagnostics.Process",
        "System.Net.Http.",
        "System.Net.NetworkInformation.",
        "System.Net.Sockets.",
        "System.Runtime.InteropServices.NativeLibrary",
        "Automount.Files.",
        "AutomountAgent.Interop.",
    ];

    /// <summary>Whether a type is one of them.</summary>
    public static bool Contains(string type) =>
        Types.Contains(type) || Namespaces.Any(start => type.StartsWith(start, StringComparison.Ordinal));
}
