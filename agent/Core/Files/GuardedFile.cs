using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Automount.Files;

/// <summary>
/// Opens and reads files that others may have replaced by something else. It cannot block and cannot fill the memory: a FIFO, a device or a
/// folder is refused, and so is what is larger than the caller allows. <c>/dev/null</c> is an empty file: a link to it masks a snippet.
/// </summary>
public static partial class GuardedFile
{
    /// <summary>The largest file of a configuration: real ones have a few kilobytes.</summary>
    public const int MaxConfigurationBytes = 1024 * 1024;

    // open(2) for linux-x64.
    private const int ReadOnly = 0;
    private const int NoControllingTerminal = 0x100;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    /// <summary>Opens a file for reading, whatever its size.</summary>
    /// <exception cref="FileNotFoundException">It does not exist.</exception>
    /// <exception cref="DirectoryNotFoundException">A folder on the way to it is none.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="IOException">It is not a regular file, or cannot be read.</exception>
    public static FileStream Open(string path)
    {
        if (path.Contains('\0'))
        {
            throw new IOException("its path has a NUL character");
        }

        var handle = OpenAny(path);
        if (handle.IsInvalid)
        {
            throw Failure(path, Marshal.GetLastPInvokeError());
        }

        if (FileStatus.Of(handle) is { IsRegular: false, IsNullDevice: false })
        {
            handle.Dispose();
            throw new IOException("it is not a regular file");
        }

        return new FileStream(handle, FileAccess.Read, bufferSize: 0);
    }

    /// <summary>
    /// Opens whatever has a name for reading, and waits for nobody: a FIFO opens without a writer. An invalid handle stands for an error,
    /// with errno in <see cref="Marshal.GetLastPInvokeError"/>.
    /// </summary>
    /// <param name="path">The path, without a NUL character.</param>
    public static SafeFileHandle OpenAny(string path) => Open(path, ReadOnly | NoControllingTerminal | NonBlocking | CloseOnExec);

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The largest size that is read.</param>
    /// <exception cref="IOException">It is larger; or as of <see cref="Open(string)"/>.</exception>
    /// <inheritdoc cref="Open(string)"/>
    public static byte[] ReadBytes(string path, int maxBytes)
    {
        using var file = Open(path);
        return ReadBytes(file, maxBytes);
    }

    /// <summary>Reads an open file from where it stands. Its size is not trusted: that of a file in /proc is 0.</summary>
    /// <param name="file">The file.</param>
    /// <param name="maxBytes">The largest size that is read.</param>
    /// <exception cref="IOException">It is larger, or cannot be read.</exception>
    public static byte[] ReadBytes(FileStream file, int maxBytes)
    {
        var content = new MemoryStream();
        var block = new byte[16 * 1024];
        while (file.Read(block) is > 0 and var length)
        {
            content.Write(block, 0, length);
            if (content.Length > maxBytes)
            {
                throw new IOException($"it is larger than {maxBytes / 1024} KiB");
            }
        }

        return content.ToArray();
    }

    /// <summary>Reads a whole file as text: UTF-8, unless it begins with the mark of another encoding.</summary>
    /// <inheritdoc cref="ReadBytes(string, int)"/>
    public static string ReadText(string path, int maxBytes)
    {
        using var reader = new StreamReader(new MemoryStream(ReadBytes(path, maxBytes)), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static Exception Failure(string path, int error)
    {
        const int NotPermitted = 1;
        const int NoEntry = 2;
        const int NoDevice = 6;
        const int NoAccess = 13;
        const int NotDirectory = 20;
        return error switch
        {
            NoEntry => new FileNotFoundException("it does not exist", path),
            NotDirectory => new DirectoryNotFoundException("a part of its path is not a folder"),
            NotPermitted or NoAccess => new UnauthorizedAccessException("permission denied"),
            NoDevice => new IOException("it is not a regular file"),
            _ => new IOException(Marshal.GetPInvokeErrorMessage(error)),
        };
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);
}
