using System.Runtime.InteropServices;

namespace AutomountAgent.Interop;

/// <content>sd_journal_open(3) and what reads with it. An object belongs to one thread at a time.</content>
internal static unsafe partial class LibSystemd
{
    /// <summary>Flag of <see cref="sd_journal_open"/>: the journals of this machine alone.</summary>
    internal const int JournalLocalOnly = 1;

    [LibraryImport(Library)]
    internal static partial int sd_journal_open(out nint journal, int flags);

    [LibraryImport(Library)]
    internal static partial void sd_journal_close(nint journal);

    /// <summary>Several matches of one field: any of them.</summary>
    [LibraryImport(Library)]
    internal static partial int sd_journal_add_match(nint journal, byte* match, nuint size);

    /// <summary>What is added after it matches besides what was added before.</summary>
    [LibraryImport(Library)]
    internal static partial int sd_journal_add_disjunction(nint journal);

    [LibraryImport(Library)]
    internal static partial int sd_journal_seek_tail(nint journal);

    /// <summary>Goes back by so many entries, or to the first one: by how many it went.</summary>
    [LibraryImport(Library)]
    internal static partial int sd_journal_previous_skip(nint journal, ulong count);

    [LibraryImport(Library)]
    internal static partial int sd_journal_seek_realtime_usec(nint journal, ulong microseconds);

    /// <summary>1 when there is a next entry, 0 at the end.</summary>
    [LibraryImport(Library)]
    internal static partial int sd_journal_next(nint journal);

    [LibraryImport(Library)]
    internal static partial int sd_journal_get_realtime_usec(nint journal, out ulong microseconds);

    /// <summary><c>FIELD=value</c> of the current entry, valid until the next call.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int sd_journal_get_data(nint journal, string field, out byte* data, out nuint size);
}
