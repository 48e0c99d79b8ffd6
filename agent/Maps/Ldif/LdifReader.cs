using System.Buffers.Text;
using System.Text;
using Automount.Text;

namespace Automount.Maps.Ldif;

/// <summary>
/// Reads LDIF (RFC 2849) record by record: content, and <c>changetype: add</c>. It works on bytes, because values are bytes and files are
/// large; what it cannot take becomes a problem with its line, and the records after it are read. Memory is bounded by the longest record.
/// </summary>
/// <param name="stream">Content of the file.</param>
/// <param name="file">Its path, for problems.</param>
/// <param name="problems">What could not be taken, at most <see cref="MaxProblems"/>.</param>
internal sealed class LdifReader(Stream stream, string file, ICollection<LdifProblem> problems)
{
    /// <summary>More problems than this are not reported: by then the file is something else than LDIF.</summary>
    public const int MaxProblems = 100;

    /// <summary>Longest line, and longest value, that is kept. automount takes 16 KiB.</summary>
    public const int MaxValueBytes = 1 << 20;

    /// <summary>Longest record that is kept.</summary>
    public const int MaxRecordBytes = 16 << 20;

    private readonly LdifRecord record = new();
    private byte[] buffer = new byte[256 * 1024];
    private int start;
    private int end;
    private (int Start, int Length) current;
    private int line;
    private bool isAgain;
    private bool isLast;
    private Logical open;
    private int openStart;
    private int openLine;
    private bool isTooLong;

    /// <summary>What the last line was, since the next one may continue it.</summary>
    private enum Logical
    {
        None,
        Comment,
        Attribute,
        Indented,
    }

    /// <summary>How many bytes were read so far.</summary>
    public long Position { get; private set; }

    /// <summary>The next record; null at the end. It is valid until the next call.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public LdifRecord? Next()
    {
        while (ReadRecord())
        {
            if (IsContent())
            {
                return record;
            }
        }

        return null;
    }

    /// <summary>Collects the lines up to the next empty one.</summary>
    private bool ReadRecord()
    {
        record.Clear();
        open = Logical.None;
        while (ReadLine(out var text))
        {
            if (text.IsEmpty)
            {
                Close();
                if (record.Count > 0)
                {
                    return true;
                }
            }
            else if (text[0] == ' ')
            {
                Continue(text[1..]);
            }
            else
            {
                Close();
                if (record.Count > 0 && Is(text, "dn:"u8) && !IsChange())
                {
                    Report(LdifFault.Syntax, line, "an empty line is missing before this record");
                    isAgain = true;
                    return true;
                }

                Begin(text);
            }
        }

        Close();
        return record.Count > 0;
    }

    private void Begin(ReadOnlySpan<byte> text)
    {
        if (text[0] == '#')
        {
            open = Logical.Comment;
            return;
        }

        (open, openStart, openLine) = (Logical.Attribute, record.Length, line);
        Append(text);
    }

    private void Continue(ReadOnlySpan<byte> text)
    {
        if (open == Logical.Attribute)
        {
            Append(text);
        }
        else if (open == Logical.None && record.Count == 0)
        {
            open = Logical.Indented; // Told once for a record.
            Report(LdifFault.Syntax, line, "the record is indented: a line that begins with a blank continues the one before it");
        }
        else if (open == Logical.None)
        {
            Report(LdifFault.Syntax, line, "a line that begins with a blank continues the line before it, and there is none");
        }
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        var room = Math.Min(MaxValueBytes - (record.Length - openStart), MaxRecordBytes - record.Length);
        isTooLong |= text.Length > room;
        record.Append(text[..Math.Clamp(room, 0, text.Length)]);
    }

    /// <summary>Takes a collected line apart: <c>name: value</c>, <c>name:: base64</c>, <c>name:&lt; url</c>.</summary>
    private void Close()
    {
        if (open != Logical.Attribute)
        {
            open = Logical.None;
            return;
        }

        open = Logical.None;
        var text = record.From(openStart);
        if (isTooLong)
        {
            isTooLong = false;
            var limit = $"the line is longer than {MaxValueBytes / 1024} KiB, or its record than {MaxRecordBytes / 1024 / 1024} MiB";
            Report(LdifFault.Skipped, openLine, $"{limit}: its end was not read");
            if (text.IsEmpty)
            {
                return;
            }
        }

        var colon = text.IndexOf((byte)':');
        if (colon <= 0)
        {
            var isEndOfChange = text is [(byte)'-'] && IsChange();
            if (!isEndOfChange)
            {
                Report(LdifFault.Syntax, openLine, $"{Quote(text)} is not an attribute: name: value");
            }

            return;
        }

        var form = colon + 1 < text.Length ? text[colon + 1] : (byte)0;
        var value = colon + (form is (byte)':' or (byte)'<' ? 2 : 1);
        while (value < text.Length && text[value] == ' ')
        {
            value++;
        }

        var length = text.Length - value;
        if (form == ':' && !TryDecode(text[value..], out length))
        {
            Report(LdifFault.Syntax, openLine, $"the value of {Quote(text[..colon])} is not base64");
            return;
        }

        if (form == '<')
        {
            Report(LdifFault.Skipped, openLine, $"the value of {Quote(text[..colon])} is in {Quote(text[value..])}, which was not read");
            return;
        }

        if (record.Count == 0 && Ascii.EqualsIgnoreCase(text[..colon], "version"u8))
        {
            if (!text[value..].SequenceEqual("1"u8))
            {
                Report(LdifFault.Syntax, openLine, $"version {Quote(text[value..])} of LDIF is not known: there is only 1");
            }

            return;
        }

        record.Add(new LdifAttribute(openStart, colon, openStart + value, length, openLine));
    }

    private static bool TryDecode(Span<byte> base64, out int length)
    {
        length = 0;
        return Base64.IsValid(base64) && Base64.DecodeFromUtf8InPlace(base64, out length) == System.Buffers.OperationStatus.Done;
    }

    /// <summary>Whether a record states that something is in the directory.</summary>
    private bool IsContent()
    {
        if (!Ascii.EqualsIgnoreCase(record.Name(record.First), "dn"u8))
        {
            Foreign();
            return false;
        }

        foreach (var attribute in record.Attributes)
        {
            if (Ascii.EqualsIgnoreCase(record.Name(attribute), "changetype"u8))
            {
                if (Ascii.EqualsIgnoreCase(record.Value(attribute), "add"u8))
                {
                    return true;
                }

                var change = $"{Quote(record.Value(attribute))} of {Quote(record.Dn)}";
                const string reason = "only records of content and changetype: add are read";
                Report(LdifFault.Skipped, attribute.Line, $"{change} was not applied: {reason}");
                return false;
            }

            if (!Ascii.EqualsIgnoreCase(record.Name(attribute), "control"u8))
            {
                return true; // changetype stands before every attribute.
            }
        }

        return true;
    }

    /// <summary>What ldapsearch(1) prints at the end, or no record at all.</summary>
    private void Foreign()
    {
        if (!Ascii.EqualsIgnoreCase(record.Name(record.First), "search"u8))
        {
            Report(LdifFault.Syntax, record.Line, $"a record begins with dn:, not with {Quote(record.Name(record.First))}");
            return;
        }

        foreach (var attribute in record.Attributes)
        {
            if (Ascii.EqualsIgnoreCase(record.Name(attribute), "result"u8) && !record.Value(attribute).StartsWith("0"u8))
            {
                var result = Quote(record.Value(attribute));
                Report(LdifFault.Skipped, attribute.Line, $"ldapsearch ended with {result}: the file does not hold everything");
            }
        }
    }

    private bool IsChange() =>
        record.Count > 1
        && record.Attributes is [var first, ..]
        && (Is(record.Name(first), "changetype"u8) || Is(record.Name(first), "control"u8));

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        text.Length >= word.Length && Ascii.EqualsIgnoreCase(text[..word.Length], word);

    private void Report(LdifFault fault, int at, string message)
    {
        if (problems.Count < MaxProblems)
        {
            problems.Add(new LdifProblem(file, at, fault, message));
        }
    }

    private static string Quote(ReadOnlySpan<byte> text) =>
        $"\"{Printable.Escape(Encoding.UTF8.GetString(text[..Math.Min(text.Length, 480)]), 120)}\"";

    /// <summary>The next line without its end; of an over-long one the beginning. False at the end of the file.</summary>
    private bool ReadLine(out ReadOnlySpan<byte> text)
    {
        if (isAgain)
        {
            isAgain = false;
            text = buffer.AsSpan(current.Start, current.Length);
            return true;
        }

        var searched = 0;
        while (true)
        {
            var at = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (at >= 0 || isLast)
            {
                if (at < 0 && start == end)
                {
                    text = default;
                    return false;
                }

                var length = at < 0 ? end - start : searched + at;
                text = buffer.AsSpan(start, length);
                var mark = line == 0 && text.StartsWith("\uFEFF"u8) ? 3 : 0;
                text = text[mark..];
                text = text is [.., (byte)'\r'] ? text[..^1] : text;
                current = (start + mark, text.Length);
                start += at < 0 ? length : length + 1;
                line++;
                return true;
            }

            searched = end - start;
            if (searched > MaxValueBytes)
            {
                // Enough to count as too long; the rest of the line is not kept.
                (end, searched) = (start + MaxValueBytes + 1, MaxValueBytes + 1);
            }

            Fill();
        }
    }

    /// <summary>Reads on, after moving what is not used yet to the front.</summary>
    private void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end > buffer.Length / 2)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var read = stream.Read(buffer, end, buffer.Length - end);
        (end, isLast, Position) = (end + read, read == 0, Position + read);
    }
}
