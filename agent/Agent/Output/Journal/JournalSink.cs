using Automount.Text;
using Serilog.Core;
using Serilog.Events;

namespace AutomountAgent.Output.Journal;

/// <summary>Writes log events to the journal, with their structure as fields.</summary>
/// <param name="send">Sends one entry: sd_journal_sendv(3).</param>
internal sealed class JournalSink(Action<IReadOnlyList<(string Field, string Value)>> send) : ILogEventSink
{
    private const int LongestValue = 1024;

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        var fields = new List<(string Field, string Value)>
        {
            ("MESSAGE", LogText.Of(logEvent)),
            ("PRIORITY", Priority(logEvent.Level)),
            ("SYSLOG_IDENTIFIER", "automount-agent"),
        };
        foreach (var (name, property) in logEvent.Properties)
        {
            if (JournalFields.ByProperty.TryGetValue(name, out var field))
            {
                fields.AddRange(Values(property).Select(value => (field, Printable.Escape(value, LongestValue))));
            }
        }

        send(fields);
    }

    /// <summary>An entry of the journal may have a field several times, as for the pods of a server.</summary>
    private static IEnumerable<string> Values(LogEventPropertyValue property) => property switch
    {
        ScalarValue { Value: { } value } => [value.ToString() ?? ""],
        SequenceValue several => several.Elements.SelectMany(Values),
        _ => [],
    };

    /// <summary>The level of syslog(3).</summary>
    private static string Priority(LogEventLevel level) => level switch
    {
        LogEventLevel.Fatal => "2",
        LogEventLevel.Error => "3",
        LogEventLevel.Warning => "4",
        LogEventLevel.Information => "6",
        _ => "7",
    };
}
