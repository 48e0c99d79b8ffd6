namespace Automount.Files;

/// <summary>Writes a file that nobody else may read, at no moment.</summary>
public static class PrivateFile
{
    /// <summary>
    /// Writes next to the file with mode 0600 from the start, then takes its place: that of a regular file, or of nothing. A link is
    /// neither.
    /// </summary>
    /// <param name="path">Its path.</param>
    /// <param name="content">All of it.</param>
    /// <exception cref="IOException">It cannot be written, or something other than a regular file has its name.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        if (FileStatus.OfName(path) is { IsRegular: false })
        {
            throw new IOException("there is something that is not a regular file: name another one");
        }

        var fresh = $"{path}.new-{Environment.ProcessId}";
        try
        {
            using (var stream = new FileStream(fresh, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                stream.Write(content);
            }

            File.Move(fresh, path, overwrite: true);
        }
        finally
        {
            File.Delete(fresh);
        }
    }
}
