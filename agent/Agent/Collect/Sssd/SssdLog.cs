using System.Text;
using Automount.Files;

namespace AutomountAgent.Collect.Sssd;

/// <summary>The log of a back end of sssd: what failed last in it.</summary>
internal static class SssdLog
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxText = 300;

    /// <summary>The last failure at the end of a log; null when there is none, or the file cannot be read.</summary>
    /// <param name="file">The log.</param>
    public static string? LastFailure(string file)
    {
        try
        {
            using var log = GuardedFile.Open(file);
            var start = Math.Max(0, log.Length - MaxBytes);
            var bytes = new byte[MaxBytes];
            return FailureIn(Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(log.SafeFileHandle, bytes, start)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The text of the last line with a failure (levels 0x0010 to 0x0080, sssd.conf(5)); null when there is none.</summary>
    public static string? FailureIn(string log)
    {
        string? last = null;
        foreach (var line in log.AsSpan().EnumerateLines())
        {
            if (FailureOf(line) is { Length: > 0 } text)
            {
                last = text.Length > MaxText ? text[..MaxText].ToString() : text.ToString();
            }
        }

        return last;
    }

    /// <summary>
    /// The text of one line with a failure: <c>(date): [be[domain]] [function] (0x0020): [RID#7] text</c>. Lines of a back trace have an
    /// asterisk before that.
    /// </summary>
    private static ReadOnlySpan<char> FailureOf(ReadOnlySpan<char> line)
    {
        const string BeforeLevel = "] (0x00";
        var source = line.IndexOf("[be[", StringComparison.Ordinal);
        var level = line.IndexOf(BeforeLevel, StringComparison.Ordinal) + BeforeLevel.Length;
        if (!line.StartsWith('(') || source < 0 || source > level || level < BeforeLevel.Length || line[..source].Contains('*'))
        {
            return default;
        }

        if (level + 5 > line.Length || !"1248".Contains(line[level]) || line.Slice(level + 1, 3) is not "0):")
        {
            return default;
        }

        var text = line[(level + 4)..].Trim();
        var request = text.StartsWith("[RID#") ? text.IndexOf(']') + 1 : 0;
        return text[request..].Trim();
    }
}
