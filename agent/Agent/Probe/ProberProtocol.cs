using System.Globalization;
using System.Text;
using Automount.Text;

namespace AutomountAgent.Probe;

/// <summary>
/// What agent and prober say to each other: one line each way, fields parted by tabs. Paths have control characters, backslash and
/// everything beyond ASCII escaped as <c>\ooo</c>, as in proc(5), so that any byte is safe. Pure, never throws.
/// </summary>
internal static class ProberProtocol
{
    /// <summary>The line that a prober says first, when it is ready for requests.</summary>
    public const string Ready = "ready";

    /// <summary>The longest line; a path of 4096 characters (PATH_MAX), encoded and escaped to twelve bytes each, fits.</summary>
    public const int MaximumLine = 64 * 1024;

    private static readonly (string Word, ProberVerb Verb)[] Verbs =
        [("probe", ProberVerb.Probe), ("unmount", ProberVerb.Unmount), ("holders", ProberVerb.Holders)];

    /// <summary>A request, with its newline.</summary>
    public static string FormatRequest(long id, ProberRequest request) =>
        $"{id}\t{Verbs.First(v => v.Verb == request.Verb).Word}\t{Escape(request.Path)}\t{request.Device}\n";

    /// <summary>Reads a request without its newline; null when it is none. The id is read where there is one.</summary>
    public static ProberRequest? ReadRequest(ReadOnlySpan<byte> line, out long id)
    {
        id = 0;
        var fields = Encoding.Latin1.GetString(line).Split('\t');
        if (fields.Length != 4 || !TryNumber(fields[0], out id))
        {
            return null;
        }

        var path = ProcText.Unescape(Encoding.Latin1.GetBytes(fields[2]));
        return path.Length > 0 && !path.Contains((byte)0) && Array.Find(Verbs, v => v.Word == fields[1]) is { Word: not null } verb
            ? new(verb.Verb, path, fields[3])
            : null;
    }

    /// <summary>An answer, with its newline.</summary>
    public static string FormatAnswer(long id, ProbeAnswer answer)
    {
        var (mountPoint, root, refusal) = (Escape(answer.MountPoint), Escape(answer.Root), Escape(answer.Refusal));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{id}\t{answer.Errno}\t{answer.FileSystemType}\t{answer.Device}\t{mountPoint}\t{root}\t{refusal}\n");
    }

    /// <summary>Reads an answer without its newline.</summary>
    public static bool TryReadAnswer(ReadOnlySpan<byte> line, out long id, out ProbeAnswer answer)
    {
        answer = new(0);
        id = 0;
        var fields = Encoding.Latin1.GetString(line).Split('\t');
        if (fields.Length != 7
            || !TryNumber(fields[0], out id)
            || !TryNumber(fields[1], out var errno)
            || !TryNumber(fields[2], out var type)
            || errno is < 0 or > 4095)
        {
            return false;
        }

        answer = new((int)errno, type, fields[3], Decode(fields[4]), Decode(fields[5])) { Refusal = Decode(fields[6]) };
        return true;
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static string Decode(string field) => ProcText.Decode(Encoding.Latin1.GetBytes(field));

    private static string Escape(string text) => Escape(Encoding.UTF8.GetBytes(text));

    private static string Escape(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length + 16);
        foreach (var value in bytes)
        {
            if (value is > (byte)' ' and < 0x7F and not (byte)'\\')
            {
                text.Append((char)value);
            }
            else
            {
                text.Append('\\')
                    .Append((char)('0' + (value >> 6)))
                    .Append((char)('0' + ((value >> 3) & 7)))
                    .Append((char)('0' + (value & 7)));
            }
        }

        return text.ToString();
    }
}
