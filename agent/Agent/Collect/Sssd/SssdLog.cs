using System.Text;
using System.Text.RegularExpressions;
using AutomountAgent.Interop;

namespace AutomountAgent.Collect.Sssd;

/// <summary>The log of a back end of sssd: what failed last in it.</summary>
internal static partial class SssdLog
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxText = 300;

    /// <summary>The last failure at the end of a log; null when there is none, or the file cannot be read.</summary>
    /// <param name="file">The log.</param>
    public static string? LastFailure(string file)
    {
        try
        {
            // A pipe in its place must not block; it has no length.
            using var handle = LibC.Open(file, LibC.OpenReadOnlyCloseOnExec | LibC.OpenNonBlocking);
            if (handle.IsInvalid)
            {
                return null;
            }

            var start = Math.Max(0, RandomAccess.GetLength(handle) - MaxBytes);
            var bytes = new byte[MaxBytes];
            return FailureIn(Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(handle, bytes, start)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The text of the last line with a failure (levels 0x0010 to 0x0080, sssd.conf(5)); null when there is none.</summary>
    public static string? FailureIn(string log)
    {
        var text = log.Split('\n').Select(line => Failure().Match(line)).LastOrDefault(m => m.Success)?.Groups["text"].Value.Trim();
        return text is { Length: > MaxText } ? text[..MaxText] : text;
    }

    /// <summary><c>(date): [be[domain]] [function] (0x0020): [RID#7] text</c>; lines of a back trace begin with an asterisk.</summary>
    [GeneratedRegex(@"^\([^*]*\[be\[.*?\]\] \[\w+\] \(0x00[1248]0\): (\[RID#\d+\] )?(?<text>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Failure();
}
