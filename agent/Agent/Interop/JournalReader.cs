using System.Text;

namespace AutomountAgent.Interop;

/// <summary>
/// Reads what units wrote to systemd's journal (sd_journal_open(3)). It reads files of the node's own disk, and may block on it.
/// </summary>
internal static unsafe class JournalReader
{
    /// <summary>What follows a longer message is not looked at.</summary>
    private const int MaxMessage = 4096;

    /// <summary>Reads the messages of some units from a time on, oldest first.</summary>
    /// <param name="units">Names of units.</param>
    /// <param name="since">The time from which on.</param>
    /// <param name="max">At most so many entries.</param>
    /// <param name="take">Receives each message and its time; an entry may have none.</param>
    /// <returns>
    /// The negative errno of what failed; 0 when all entries were read, 1 when there may be more. No journal is no failure.
    /// </returns>
    public static int Read(
        IReadOnlyList<string> units, DateTimeOffset since, int max, Action<DateTimeOffset, string> take) => WithJournal(journal =>
    {
        foreach (var unit in units)
        {
            Match(journal, $"_SYSTEMD_UNIT={unit}");
        }

        var result = LibSystemd.sd_journal_seek_realtime_usec(journal, (ulong)since.ToUnixTimeMilliseconds() * 1000);
        for (var count = 0; result >= 0 && count < max && (result = LibSystemd.sd_journal_next(journal)) > 0; count++)
        {
            Take(journal, take);
        }

        return result;
    });

    /// <summary>Reads the newest entries that match all fields of one of some groups, oldest first.</summary>
    /// <param name="groups">The groups, each field as <c>NAME=value</c>.</param>
    /// <param name="max">At most so many entries.</param>
    /// <param name="take">Receives each message and its time.</param>
    /// <returns>The negative errno of what failed; 0 or more when nothing did. No journal is no failure.</returns>
    public static int ReadNewest(IReadOnlyList<string[]> groups, int max, Action<DateTimeOffset, string> take) => WithJournal(journal =>
    {
        foreach (var group in groups)
        {
            _ = LibSystemd.sd_journal_add_disjunction(journal);
            foreach (var match in group)
            {
                Match(journal, match);
            }
        }

        var result = LibSystemd.sd_journal_seek_tail(journal);
        result = result < 0 ? result : LibSystemd.sd_journal_previous_skip(journal, (ulong)max);
        for (var count = 0; result > 0 && count < max; count++)
        {
            Take(journal, take);
            result = LibSystemd.sd_journal_next(journal);
        }

        return result;
    });

    private static int WithJournal(Func<nint, int> read)
    {
        var opened = LibSystemd.sd_journal_open(out var journal, LibSystemd.JournalLocalOnly);
        if (opened < 0)
        {
            return opened;
        }

        try
        {
            return read(journal);
        }
        finally
        {
            LibSystemd.sd_journal_close(journal);
        }
    }

    private static void Take(nint journal, Action<DateTimeOffset, string> take)
    {
        if (Current(journal) is var (at, message))
        {
            take(at, message);
        }
    }

    private static void Match(nint journal, string match)
    {
        var bytes = Encoding.UTF8.GetBytes(match);
        fixed (byte* start = bytes)
        {
            _ = LibSystemd.sd_journal_add_match(journal, start, (nuint)bytes.Length);
        }
    }

    private static (DateTimeOffset At, string Message)? Current(nint journal)
    {
        if (LibSystemd.sd_journal_get_realtime_usec(journal, out var at) < 0
            || LibSystemd.sd_journal_get_data(journal, "MESSAGE", out var data, out var size) < 0)
        {
            return null;
        }

        var text = new ReadOnlySpan<byte>(data, (int)Math.Min(size, MaxMessage))["MESSAGE=".Length..];
        return (DateTimeOffset.FromUnixTimeMilliseconds((long)(at / 1000)), Encoding.UTF8.GetString(text));
    }
}
