using System.Buffers.Text;
using System.Text;
using Automount.Text;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Proc;

/// <summary>
/// Reads the NFS statistics of /proc/self/mountstats (net/sunrpc/stats.c and fs/nfs/super.c of Linux; statvers 1.0 and 1.1) from pieces of
/// any size, one text after the other: with a thousand mounts the file has megabytes, which need not be in memory together. Never throws;
/// it skips what it does not know.
/// </summary>
internal sealed class MountStats
{
    /// <summary>A longer line is not one of those that are read, and is skipped.</summary>
    private const int MaxLine = 16 * 1024;

    /// <summary>The string of a longer mount point is not taken over from text to text.</summary>
    private const int MaxName = 1024;

    private readonly char[] name = new char[MaxName];
    private readonly byte[] partial = new byte[MaxLine];
    private Dictionary<string, NfsStatistics> statistics = [];
    private Dictionary<string, NfsStatistics> before = [];
    private int partialLength;
    private bool skipping;
    private string? mountPoint;
    private bool operations;
    private int transports;
    private NfsCounters sum;

    /// <summary>Parses a whole text.</summary>
    public static IReadOnlyDictionary<string, NfsStatistics> Parse(ReadOnlySpan<byte> text)
    {
        var parser = new MountStats();
        parser.Add(text);
        return parser.Complete();
    }

    /// <summary>Takes the next piece of the text.</summary>
    public void Add(ReadOnlySpan<byte> piece)
    {
        for (var end = piece.IndexOf((byte)'\n'); end >= 0; end = piece.IndexOf((byte)'\n'))
        {
            if (partialLength == 0 && !skipping)
            {
                ReadLine(piece[..end]);
            }
            else
            {
                Keep(piece[..end]);
                EndLine();
            }

            piece = piece[(end + 1)..];
        }

        Keep(piece);
    }

    /// <summary>
    /// Ends the text; another one may follow. The statistics by mount point, valid until the next text ends; of mounts stacked on one
    /// point, those of the last.
    /// </summary>
    public IReadOnlyDictionary<string, NfsStatistics> Complete()
    {
        EndLine();
        EndDevice();
        (before, statistics) = (statistics, before);
        statistics.Clear();
        return before;
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        skipping |= partialLength + part.Length > MaxLine;
        if (!skipping)
        {
            part.CopyTo(partial.AsSpan(partialLength));
            partialLength += part.Length;
        }
    }

    private void EndLine()
    {
        if (!skipping)
        {
            ReadLine(partial.AsSpan(0, partialLength));
        }

        partialLength = 0;
        skipping = false;
    }

    private void ReadLine(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("device "u8) || line.StartsWith("no device "u8))
        {
            EndDevice();
            BeginDevice(line);
        }
        else if (mountPoint is not null)
        {
            ReadCounters(line.Trim("\t "u8));
        }
    }

    /// <summary><c>device X mounted on Y with fstype nfs4 statvers=1.1</c>; lines of other file systems have no statvers.</summary>
    private void BeginDevice(ReadOnlySpan<byte> line)
    {
        var on = line.IndexOf(" mounted on "u8);
        if (on < 0)
        {
            return;
        }

        var rest = line[(on + " mounted on ".Length)..];
        var with = rest.IndexOf(" with fstype nfs"u8);
        if (with > 0 && rest[with..].IndexOf(" statvers="u8) > 0)
        {
            var source = line.StartsWith("device "u8) ? line["device ".Length..on] : [];
            (mountPoint, sum.Source) = Names(rest[..with], source);
        }
    }

    /// <summary>Mount point and source; the strings of the last text where they are the same, because nearly all are.</summary>
    private (string MountPoint, string Source) Names(ReadOnlySpan<byte> point, ReadOnlySpan<byte> source)
    {
        if (point.Length <= MaxName
            && !point.Contains((byte)'\\')
            && Ascii.ToUtf16(point, name, out var length) == System.Buffers.OperationStatus.Done
            && before.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name.AsSpan(0, length), out var known, out var last))
        {
            return (known, Ascii.Equals(source, last.Source) ? last.Source : ProcText.Decode(source));
        }

        return (ProcText.Decode(point), ProcText.Decode(source));
    }

    private void EndDevice()
    {
        if (mountPoint is not null)
        {
            statistics[mountPoint] = sum.ToStatistics();
        }

        mountPoint = null;
        operations = false;
        transports = 0;
        sum = default;
    }

    private void ReadCounters(ReadOnlySpan<byte> line)
    {
        if (operations)
        {
            AddOperation(line);
        }
        else if (line.StartsWith("age:"u8))
        {
            Span<long> age = [0];
            Numbers(line["age:".Length..], age);
            sum.Age = age[0];
        }
        else if (line.StartsWith("xprt:"u8))
        {
            AddTransport(line);
        }
        else
        {
            operations = line.StartsWith("per-op statistics"u8);
        }
    }

    /// <summary><c>READ: ops transmissions major-timeouts sent received queue rtt execute [errors]</c>, times in milliseconds.</summary>
    private void AddOperation(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon < 0)
        {
            return;
        }

        Span<long> numbers = stackalloc long[9];
        Numbers(line[(colon + 1)..], numbers);
        if (!numbers.ContainsAnyExcept(0))
        {
            return; // Most lines: with a thousand mounts, 50,000 in a poll.
        }

        sum.Requests += numbers[0];
        sum.Transmissions += numbers[1];
        sum.MajorTimeouts += numbers[2];
        sum.ResponseMilliseconds += numbers[6];
        var name = line[..colon];
        switch (NfsOperations.PurposeOf(name))
        {
            case NfsPurpose.Look:
                sum.Uses += numbers[0];
                sum.Looks += numbers[0];
                sum.LookMilliseconds += numbers[6];
                break;
            case NfsPurpose.StatFs:
                sum.Uses += numbers[0];
                sum.StatFs += numbers[0];
                break;
            case NfsPurpose.Work:
                sum.Uses += numbers[0];
                sum.Work += numbers[0];
                break;
        }

        if (name.SequenceEqual("GETATTR"u8) || name.SequenceEqual("ACCESS"u8))
        {
            sum.LookErrors += numbers[8];
        }
    }

    /// <summary>The counters of a transport; with <c>nconnect=N</c> there are N such lines.</summary>
    private void AddTransport(ReadOnlySpan<byte> line)
    {
        var rest = line["xprt:".Length..].Trim("\t "u8);
        var blank = rest.IndexOf((byte)' ');
        if (blank < 0)
        {
            return;
        }

        Span<long> numbers = stackalloc long[10];
        Numbers(rest[blank..], numbers);

        // udp has no connect counters, a local socket has no port. After them: sends, receives, bad transaction ids, queue, backlog.
        var kind = rest[..blank];
        if (kind.SequenceEqual("udp"u8))
        {
            AddMessages(numbers[2..]);
            sum.IdleSeconds = 0;
        }
        else if (kind.SequenceEqual("local"u8))
        {
            AddMessages(numbers[4..]);
            AddConnection(numbers[1], numbers[3]);
        }
        else
        {
            AddMessages(numbers[5..]);
            AddConnection(numbers[2], numbers[4]);
        }

        transports++;
    }

    private void AddMessages(ReadOnlySpan<long> numbers)
    {
        sum.Sends += numbers[0];
        sum.Receives += numbers[1];
        sum.LateReplies += numbers[2];
        sum.Backlog += numbers[4];
    }

    private void AddConnection(long connects, long idleSeconds)
    {
        sum.Connects += connects;
        sum.IdleSeconds = transports == 0 ? idleSeconds : Math.Min(sum.IdleSeconds, idleSeconds);
    }

    /// <summary>Reads blank-separated numbers until there is none or the span is full; the rest of it stays 0.</summary>
    private static void Numbers(ReadOnlySpan<byte> text, Span<long> numbers)
    {
        numbers.Clear();
        for (var i = 0; i < numbers.Length; i++)
        {
            text = text.TrimStart("\t "u8);
            if (!Utf8Parser.TryParse(text, out numbers[i], out var used))
            {
                return;
            }

            text = text[used..];
        }
    }

    /// <summary>The sums of one mount, while its lines are read.</summary>
    private struct NfsCounters
    {
        public string Source;
        public long Age;
        public long Requests;
        public long Transmissions;
        public long MajorTimeouts;
        public long ResponseMilliseconds;
        public long Sends;
        public long Receives;
        public long LateReplies;
        public long Connects;
        public long IdleSeconds;
        public long Backlog;
        public long Uses;
        public long Work;
        public long StatFs;
        public long Looks;
        public long LookMilliseconds;
        public long LookErrors;

        public readonly NfsStatistics ToStatistics() =>
            new(Age, Requests, Transmissions, MajorTimeouts, ResponseMilliseconds, Sends, Receives)
            {
                Source = Source,
                LateReplies = LateReplies,
                Connects = Connects,
                IdleSeconds = IdleSeconds,
                Backlog = Backlog,
                Uses = Uses,
                Work = Work,
                StatFs = StatFs,
                Looks = Looks,
                LookMilliseconds = LookMilliseconds,
                LookErrors = LookErrors,
            };
    }
}
