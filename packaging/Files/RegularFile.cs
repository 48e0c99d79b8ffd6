using System.Runtime.InteropServices;
using Automount.Files;
using Microsoft.Win32.SafeHandles;

namespace AutomountPackaging.Files;

/// <summary>
/// Reads regular files and nothing else. A FIFO that nobody writes to does not hold up the caller, a device is not read, and no file is
/// read beyond a size.
/// </summary>
internal sealed class RegularFile : IDisposable
{
    private readonly SafeFileHandle handle;

    private RegularFile(SafeFileHandle handle, long size) => (this.handle, Size) = (handle, size);

    /// <summary>Its size in bytes when it was opened.</summary>
    public long Size { get; }

    /// <summary>Opens it without waiting for anybody.</summary>
    /// <exception cref="IOException">It is not there, cannot be opened, or is not a regular file.</exception>
    public static RegularFile Open(string path)
    {
        if (path.Length == 0 || path.Contains('\0'))
        {
            throw new FileNotFoundException("there is no such file");
        }

        var handle = GuardedFile.OpenAny(path);
        if (handle.IsInvalid)
        {
            var error = Marshal.GetLastPInvokeError();
            handle.Dispose();
            throw Failure(path, error);
        }

        if (FileStatus.Of(handle) is not { IsRegular: true } status)
        {
            handle.Dispose();
            throw new IOException("it is not a regular file");
        }

        return new RegularFile(handle, status.Size);
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="limit">The bytes that are read at most.</param>
    /// <exception cref="IOException">It is not there, cannot be read, or is not a regular file.</exception>
    public static byte[] Read(string path, int limit)
    {
        using var file = Open(path);
        return file.Read(limit);
    }

    /// <summary>Its first bytes, as many as there are up to a limit.</summary>
    public byte[] Read(int limit)
    {
        // One byte more than its size, so that one that has grown since is seen to the limit as well.
        var bytes = new byte[Math.Min(limit, Size + 1)];
        var length = 0;
        while (length < bytes.Length && RandomAccess.Read(handle, bytes.AsSpan(length), length) is > 0 and var read)
        {
            length += read;
        }

        return bytes[..length];
    }

    public void Dispose() => handle.Dispose();

    private static IOException Failure(string path, int error) => error switch
    {
        2 or 20 => new FileNotFoundException("there is no such file", path),

        // A FIFO or a socket whose other end is not there.
        6 => new IOException("it is not a regular file"),
        _ => new IOException(Marshal.GetPInvokeErrorMessage(error)),
    };
}
