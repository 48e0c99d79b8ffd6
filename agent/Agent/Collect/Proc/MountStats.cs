using System.Buffers.Text;
using Automount.Text;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Proc;

/// <summary>
/// Reads the NFS statistics of /proc/self/mountstats (net/sunrpc/stats.c and fs/nfs/super.c of Linux; statvers 1.0 and 1.1) from pieces of
/// any size: with a thousand mounts the file has megabytes, which need not be in memory at once. Never throws; what it does not know it
/// skips.
/// </summary>
internal sealed class MountStats
{
    /// <summary>A longer line is not one of those that are read, and is skipped.</summary>
    private const int MaximumLine = 16 * 1024;

    private readonly Dictionary<string, NfsStatistics> statistics = [];
    private readonly byte[] partial = new byte[MaximumLine];
    private int partialLength;
    private bool skipping;
    private string? mountPoint;
    private bool operations;
    private int transports;
    private NfsStatistics sum = Zero;

    private static NfsStatistics Zero { get; } = new(0, 0, 0, 0, 0, 0, 0);

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

    /// <summary>Ends the text. The statistics by mount point; of mounts stacked on one point, those of the last.</summary>
    public IReadOnlyDictionary<string, NfsStatistics> Complete()
    {
        EndLine();
        EndDevice();
        return statistics;
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        skipping |= partialLength + part.Length > MaximumLine;
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
            mountPoint = ProcText.Decode(rest[..with]);
            sum = Zero with { Source = line.StartsWith("device "u8) ? ProcText.Decode(line["device ".Length..on]) : "" };
        }
    }

    private void EndDevice()
    {
        if (mountPoint is not null)
        {
            statistics[mountPoint] = sum;
        }

        mountPoint = null;
        operations = false;
        transports = 0;
        sum = Zero;
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
            sum = sum with { Age = age[0] };
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
            return; // Most lines: with a thousand mounts, 50,000 in a look.
        }

        var name = line[..colon];
        var purpose = NfsOperations.PurposeOf(name);
        var looks = purpose == NfsPurpose.Look;
        sum = sum with
        {
            Requests = sum.Requests + numbers[0],
            Transmissions = sum.Transmissions + numbers[1],
            MajorTimeouts = sum.MajorTimeouts + numbers[2],
            ResponseMilliseconds = sum.ResponseMilliseconds + numbers[6],
            Uses = sum.Uses + (purpose == NfsPurpose.Upkeep ? 0 : numbers[0]),
            Work = sum.Work + (purpose == NfsPurpose.Work ? numbers[0] : 0),
            StatFs = sum.StatFs + (purpose == NfsPurpose.StatFs ? numbers[0] : 0),
            Looks = sum.Looks + (looks ? numbers[0] : 0),
            LookMilliseconds = sum.LookMilliseconds + (looks ? numbers[6] : 0),
            LookErrors = sum.LookErrors + (name.SequenceEqual("GETATTR"u8) || name.SequenceEqual("ACCESS"u8) ? numbers[8] : 0),
        };
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

        // udp has no connect counters, a local socket has no port. After them: sends, receives, bad transaction ids, queue, backlog.
        var kind = rest[..blank];
        var (connects, idle, sends) = kind.SequenceEqual("udp"u8) ? (-1, -1, 2) : kind.SequenceEqual("local"u8) ? (1, 3, 4) : (2, 4, 5);
        Span<long> numbers = stackalloc long[10];
        Numbers(rest[blank..], numbers);
        sum = sum with
        {
            Sends = sum.Sends + numbers[sends],
            Receives = sum.Receives + numbers[sends + 1],
            LateReplies = sum.LateReplies + numbers[sends + 2],
            Backlog = sum.Backlog + numbers[sends + 4],
            Connects = sum.Connects + (connects < 0 ? 0 : numbers[connects]),
            IdleSeconds = idle < 0 ? 0 : transports == 0 ? numbers[idle] : Math.Min(sum.IdleSeconds, numbers[idle]),
        };
        transports++;
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
}
