using AutomountAgent.Model;

namespace AutomountAgent.Output;

/// <summary>What a record of the history says, for people. The text is from outside: whoever prints it escapes it.</summary>
internal static class HistoryLine
{
    /// <summary>What the record is about: the code of a finding, or a map and its key.</summary>
    public static string About(HistoryRecord record) => record.Event == HistoryEvents.Map
        ? string.Join(' ', new[] { record.Map, record.Key }.OfType<string>())
        : record.Code ?? "";

    /// <summary>What happened, as a sentence.</summary>
    public static string Text(HistoryRecord record) => record.Event switch
    {
        HistoryEvents.Map => MapText(record),
        HistoryEvents.Cleared => $"{record.Subject}{Lasted(record)}",
        HistoryEvents.Missing when record.Count is { } count => $"{count} records are missing: {record.Message}",
        HistoryEvents.Missing => $"records are missing: {record.Message}",
        HistoryEvents.Start => $"{record.Message} started",
        _ => record.Message ?? "",
    };

    private static string Lasted(HistoryRecord record) => record.LastedSeconds is >= 0 and < int.MaxValue
        ? $", after {Times.Span(TimeSpan.FromSeconds(record.LastedSeconds.Value))}"
        : "";

    private static string MapText(HistoryRecord record)
    {
        var words = string.Join(" -> ", new[] { record.Before, record.Now }.OfType<string>());
        return $"{string.Join(' ', new[] { record.Change, record.Message }.OfType<string>())}: {words}";
    }
}
