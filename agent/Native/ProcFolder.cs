using System.Runtime.InteropServices;
using System.Text;

namespace AutomountAgent.Native;

/// <summary>
/// Names and links of proc(5), read without following any link: opendir(3), readdir(3) and readlink(2) and no other call. .NET's own enumeration calls
/// stat(2) on what a link points to, and /proc/PID/fd is full of links to files on mounts that may hang.
/// </summary>
internal static unsafe partial class ProcFolder
{
    /// <summary>Offset of <c>d_name</c> in <c>struct dirent</c> of 64-bit Linux.</summary>
    private const int NameOffset = 19;

    private const int MaximumLink = 4096;

    /// <summary>The names in a folder, without dot files; null when it cannot be read.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="maximum">At most so many.</param>
    internal static IReadOnlyList<string>? Names(string path, int maximum)
    {
        var folder = opendir(path);
        if (folder == 0)
        {
            return null;
        }

        var names = new List<string>();
        for (byte* entry; names.Count < maximum && (entry = (byte*)readdir(folder)) is not null;)
        {
            if (entry[NameOffset] != '.')
            {
                names.Add(Marshal.PtrToStringUTF8((nint)(entry + NameOffset))!);
            }
        }

        closedir(folder);
        return names;
    }

    /// <summary>The text of a link; null when it cannot be read.</summary>
    internal static string? Link(string path)
    {
        Span<byte> text = stackalloc byte[MaximumLink];
        nint length;
        fixed (byte* p = text)
        {
            length = readlink(path, p, MaximumLink);
        }

        return length < 0 ? null : Encoding.UTF8.GetString(text[..(int)length]);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint opendir(string path);

    [LibraryImport("libc")]
    private static partial nint readdir(nint folder);

    [LibraryImport("libc")]
    private static partial int closedir(nint folder);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint readlink(string path, byte* buffer, nint size);
}
