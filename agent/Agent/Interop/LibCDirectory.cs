using System.Runtime.InteropServices;
using System.Text;

namespace AutomountAgent.Interop;

/// <summary>
/// Lists a folder by opendir(3) and readdir(3) alone. The folder types of .NET look at what each symbolic link in it leads to: <c>/home</c>
/// of CoreOS may lead to an automounted path, and /proc/PID/fd is full of links to files on mounts that may hang.
/// </summary>
internal static unsafe partial class LibCDirectory
{
    private const string LibC = "libc.so.6";

    /// <summary>Where <c>d_name</c> begins in <c>struct dirent</c> on linux-x64.</summary>
    private const int NameOffset = 19;

    /// <summary>The names in a folder, without <c>.</c> and <c>..</c>; null when it cannot be read.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="maximum">At most so many.</param>
    public static IReadOnlyList<string>? Names(string path, int maximum = int.MaxValue)
    {
        var folder = opendir(path);
        if (folder == 0)
        {
            return null;
        }

        var names = new List<string>();
        for (byte* entry; names.Count < maximum && (entry = readdir(folder)) is not null;)
        {
            var name = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + NameOffset));
            if (name is not ("." or ".."))
            {
                names.Add(name);
            }
        }

        _ = closedir(folder);
        return names;
    }

    [LibraryImport(LibC, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint opendir(string path);

    [LibraryImport(LibC)]
    private static partial byte* readdir(nint folder);

    [LibraryImport(LibC)]
    private static partial int closedir(nint folder);
}
