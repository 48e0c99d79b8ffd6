using System.Text;

namespace AutomountAgent.Validate;

/// <summary>An input cannot be used. Its message is one sentence for a person, with the path.</summary>
internal sealed class InputException(string message) : Exception(message);

/// <summary>Opens what a command line names.</summary>
internal static class InputFile
{
    /// <summary>LDIF shows what it is within its first lines, comments included.</summary>
    private const int MaxHead = 4096;

    /// <summary>Opens a file.</summary>
    /// <exception cref="InputException">It cannot be opened.</exception>
    public static FileStream Open(string path) => Read(path, () =>
    {
        if (Directory.Exists(path))
        {
            throw new InputException($"{path} is a folder: give the files in it");
        }

        // Every read is large already.
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    });

    /// <summary>Does something with a file; what fails is said in our words.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static T Read<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"there is no file {path}");
        }
        catch (UnauthorizedAccessException)
        {
            throw new InputException($"{path} may not be read by this user");
        }
        catch (IOException)
        {
            throw new InputException($"{path} cannot be read");
        }
    }

    /// <summary>The first bytes of a file that can be read twice, which then is at its beginning again.</summary>
    public static byte[] Head(FileStream file)
    {
        var head = new byte[MaxHead];
        var length = file.ReadAtLeast(head, MaxHead, throwOnEndOfStream: false);
        file.Position = 0;
        return head[..length];
    }

    /// <summary>Whether a file that can be read twice begins as LDIF does (RFC 2849): with a DN, or the version of the format.</summary>
    public static bool IsLdif(FileStream file)
    {
        if (!file.CanSeek)
        {
            return false;
        }

        var lines = Encoding.UTF8.GetString(Head(file)).Split('\n', StringSplitOptions.TrimEntries);
        var first = lines.FirstOrDefault(l => l.Length > 0 && l[0] != '#') ?? "";
        return first.StartsWith("dn:", StringComparison.OrdinalIgnoreCase)
            || first.StartsWith("version:", StringComparison.OrdinalIgnoreCase);
    }
}
