using System.Globalization;
using System.Text;
using AutomountAgent.Observe.Mounts;

namespace AutomountAgent.Act;

/// <summary>
/// What agent and prober say to each other: one line each way, fields parted by tabs. Paths have control characters, backslash and
/// everything beyond ASCII escaped as <c>\ooo</c>, as in proc(5), so that any byte is safe. Pure, never throws.
/// </summary>
public static class ProberProtocol
{
    /// <summary>The line that a prober says first, when it is ready for requests.</summary>
    public const string Ready = "ready";

    /// <summary>The longest line; a path of 4096 characters (PATH_MAX), encoded and escaped to twelve bytes each, fits.</summary>
    public const int MaximumLine = 64 * 1024;

    private const string Verb = "probe";

    /// <summary>A request, with its newline.</summary>
    public static string FormatRequest(long id, string path) => $"{id}\t{Verb}\t{Escape(path)}\n";

    /// <summary>Reads a request without its newline.</summary>
    public static bool TryReadRequest(ReadOnlySpan<byte> line, out long id, out byte[] path)
    {
        path = [];
        id = 0;
        var fields = Encoding.Latin1.GetString(line).Split('\t');
        if (fields.Length != 3 || fields[1] != Verb || !TryNumber(fields[0], out id))
        {
            return false;
        }

        path = ProcText.Unescape(Encoding.Latin1.GetBytes(fields[2]));
        return path.Length > 0 && !path.Contains((byte)0);
    }

    /// <summary>An answer, with its newline.</summary>
    public static string FormatAnswer(long id, ProbeAnswer answer) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{id}\t{answer.Errno}\t{answer.FileSystemType}\t{answer.Device}\t{Escape(answer.MountPoint)}\t{Escape(answer.Root)}\n");

    /// <summary>Reads an answer without its newline.</summary>
    public static bool TryReadAnswer(ReadOnlySpan<byte> line, out long id, out ProbeAnswer answer)
    {
        answer = new(0);
        id = 0;
        var fields = Encoding.Latin1.GetString(line).Split('\t');
        if (fields.Length != 6
            || !TryNumber(fields[0], out id)
            || !TryNumber(fields[1], out var errno)
            || !TryNumber(fields[2], out var type)
            || errno is < 0 or > 4095)
        {
            return false;
        }

        answer = new((int)errno, type, fields[3], Decode(fields[4]), Decode(fields[5]));
        return true;
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static string Decode(string field) => ProcText.Decode(Encoding.Latin1.GetBytes(field));

    private static string Escape(string path)
    {
        var text = new StringBuilder(path.Length + 16);
        foreach (var value in Encoding.UTF8.GetBytes(path))
        {
            if (value is > (byte)' ' and < 0x7F and not (byte)'\\')
            {
                text.Append((char)value);
            }
            else
            {
                text.Append('\\').Append((char)('0' + (value >> 6))).Append((char)('0' + ((value >> 3) & 7))).Append((char)('0' + (value & 7)));
            }
        }

        return text.ToString();
    }
}
