using System.Runtime.InteropServices;
using System.Text;

namespace AutomountAgent.Native;

/// <summary>
/// Lists a folder by readdir(3) alone. The folder types of .NET follow each symbolic link in it to see whether it is a folder; on CoreOS <c>/home</c> leads to a
/// path that may be automounted, where the daemon must not go.
/// </summary>
internal static unsafe partial class LibCDirectory
{
    /// <summary>Where <c>d_name</c> begins in <c>struct dirent</c> on linux-x64.</summary>
    private const int NameOffset = 19;

    /// <summary>The names in a folder, without <c>.</c> and <c>..</c>; empty when it cannot be read.</summary>
    public static IReadOnlyList<string> Names(string path)
    {
        var names = new List<string>();
        var folder = opendir(path);
        if (folder == 0)
        {
            return names;
        }

        for (var entry = readdir(folder); entry is not null; entry = readdir(folder))
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

    [LibraryImport("libc.so.6", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint opendir(string path);

    [LibraryImport("libc.so.6")]
    private static partial byte* readdir(nint folder);

    [LibraryImport("libc.so.6")]
    private static partial int closedir(nint folder);
}
