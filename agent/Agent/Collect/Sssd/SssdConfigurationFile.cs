using System.Text;
using Automount.Files;
using Automount.Text;

namespace AutomountAgent.Collect.Sssd;

/// <summary>One file of sssd's configuration as it was read.</summary>
/// <param name="Text">Its text; null when there is a problem.</param>
/// <param name="ChangedAt">Its modification time; null when the file could not be opened.</param>
/// <param name="Problem">Why it could not be read; null when it could.</param>
/// <param name="IsMissing">True when it does not exist.</param>
internal sealed record SssdConfigurationFile(string? Text, DateTimeOffset? ChangedAt, FileProblem? Problem, bool IsMissing = false)
{
    /// <summary>Reads a file. It never throws.</summary>
    public static SssdConfigurationFile Read(string file)
    {
        DateTimeOffset? changed = null;
        try
        {
            using var stream = GuardedFile.Open(file);
            changed = new DateTimeOffset(File.GetLastWriteTimeUtc(stream.SafeFileHandle));
            var bytes = GuardedFile.ReadBytes(stream, GuardedFile.MaxConfigurationBytes);
            var nul = bytes.AsSpan().IndexOf((byte)0);
            if (nul >= 0)
            {
                var line = bytes.AsSpan(0, nul).Count((byte)'\n') + 1;
                return new(null, changed, new(file, line, "a NUL byte stands here, so the file is not text: restore it"));
            }

            return new(Encoding.UTF8.GetString(bytes).TrimStart('\ufeff'), changed, null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new(null, null, new(file, 0, "the file does not exist: create it, or a snippet in conf.d"), IsMissing: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(null, changed, new(file, 0, $"the file cannot be read ({Reason(e)}): run as root, or repair the file"));
        }
    }

    /// <summary>The cause of a failed file operation, in words without the path.</summary>
    public static string Reason(Exception e) => e is UnauthorizedAccessException ? "permission denied" : e.Message;
}
