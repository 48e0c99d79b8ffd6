using Automount.Text;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace AutomountAgent.Output.Journal;

/// <summary>A log event as text. Whatever it holds from outside is made printable; only an exception has more than one line.</summary>
internal sealed class LogText : ITextFormatter
{
    private const int LongestLine = 2000;
    private static readonly MessageTemplateTextFormatter Message = new("{Message:lj}");

    /// <summary>The message, and the exception below it.</summary>
    public static string Of(LogEvent entry)
    {
        var writer = new StringWriter();
        Message.Format(entry, writer);
        var message = Printable.Escape(writer.ToString(), LongestLine);
        if (entry.Exception is null)
        {
            return message;
        }

        var trace = entry.Exception.ToString().Split('\n').Select(line => Printable.Escape(line.TrimEnd(), LongestLine));
        return string.Join('\n', [message, .. trace]);
    }

    /// <summary>One entry for the console: time, level, message.</summary>
    public void Format(LogEvent logEvent, TextWriter output) =>
        output.WriteLine($"{Rfc3339.Of(logEvent.Timestamp)} {Level(logEvent.Level)}: {Of(logEvent)}");

    private static string Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Fatal => "fatal",
        LogEventLevel.Error => "error",
        LogEventLevel.Warning => "warning",
        LogEventLevel.Information => "info",
        _ => "debug",
    };
}
