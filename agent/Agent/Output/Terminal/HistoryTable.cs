using System.Collections.Immutable;
using Automount.Text;
using AutomountAgent.Model;
using Spectre.Console;

namespace AutomountAgent.Output.Terminal;

/// <summary>The history for people: one line a record, oldest first, with a line where the node was started.</summary>
internal static class HistoryTable
{
    private const int Longest = 1000;

    /// <summary>Prints the records.</summary>
    /// <param name="screen">Where to, see <see cref="Screen"/>.</param>
    /// <param name="records">The records, oldest first.</param>
    /// <param name="unreadable">How many lines of the files are none.</param>
    /// <param name="now">A time in the time zone of the reader.</param>
    public static void Print(IAnsiConsole screen, ImmutableArray<HistoryRecord> records, int unreadable, DateTimeOffset now)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("TIME", "EVENT", "ABOUT", "WHAT");
        var boot = records.FirstOrDefault()?.Boot;
        foreach (var record in records)
        {
            var time = Times.Full(record.Time, now);
            if (record.Boot != boot)
            {
                table.AddRow(time, "[bold]reboot[/]", "", "the node was started anew");
                boot = record.Boot;
            }

            table.AddRow(time, Event(record), Safe(HistoryLine.About(record)), Safe(HistoryLine.Text(record)));
        }

        screen.Write(table);
        if (unreadable > 0)
        {
            var lines = Wording.Count(unreadable, "line");
            screen.MarkupLine($"{lines} of the history cannot be read: a kill, a crash or a full disk cut the writing short.");
        }
    }

    private static string Event(HistoryRecord record) => record switch
    {
        { Event: HistoryEvents.Raised, Severity: "error" } => "[red]raised[/]",
        { Event: HistoryEvents.Raised or HistoryEvents.Missing } => $"[yellow]{record.Event}[/]",
        { Event: HistoryEvents.Start } => "[bold]start[/]",
        _ => Safe(record.Event),
    };

    private static string Safe(string text) => Markup.Escape(Printable.Escape(text, Longest));
}
