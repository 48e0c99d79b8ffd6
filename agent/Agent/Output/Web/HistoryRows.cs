using System.Collections.Immutable;
using System.Text;
using AutomountAgent.Model;

namespace AutomountAgent.Output.Web;

/// <summary>The newest records of the history on the status page, the newest first.</summary>
internal static class HistoryRows
{
    /// <summary>Writes the table; nothing when there are no records.</summary>
    public static void Write(StringBuilder page, ImmutableArray<HistoryRecord> records, DateTimeOffset now) => PageTable.Write(
        page,
        "What happened last (automount-agent history has more)",
        [new("Time", true), new("Event", true), new("About"), new("What")],
        [.. records.Reverse().Select(record => Row(record, now))]);

    private static PageCell[] Row(HistoryRecord record, DateTimeOffset now)
    {
        var about = record.Code is { } code ? PageText.Code(code) : PageText.Sentence(HistoryLine.About(record));
        return
        [
            new(Times.Short(record.Time, now)),
            new(PageText.Safe(record.Event)),
            new(about),
            new(PageText.Sentence(HistoryLine.Text(record))),
        ];
    }
}
