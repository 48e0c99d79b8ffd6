using Automount.Configuration;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace AutomountAgent.Output.Journal;

/// <summary>Builds the logging pipeline.</summary>
internal static class Logs
{
    /// <summary>Makes a logger that writes to the journal, or to standard error where there is no journal.</summary>
    /// <param name="threshold">The least level that is written; set its <c>MinimumLevel</c> on reload, see <see cref="Level"/>.</param>
    /// <param name="journal">Sends one entry to the journal; null when the agent does not run under systemd.</param>
    public static Logger Create(LoggingLevelSwitch threshold, Action<IReadOnlyList<(string Field, string Value)>>? journal)
    {
        // What the pipeline itself has to complain about would be lost without this.
        Serilog.Debugging.SelfLog.Enable(System.Console.Error);
        var pipeline = new LoggerConfiguration().MinimumLevel.ControlledBy(threshold);
        return (journal is null
            ? pipeline.WriteTo.Console(new LogText(), standardErrorFromLevel: LogEventLevel.Verbose)
            : pipeline.WriteTo.Sink(new JournalSink(journal))).CreateLogger();
    }

    /// <summary>The level of <c>[log] level</c>.</summary>
    public static LogEventLevel Level(LogThreshold threshold) => threshold switch
    {
        LogThreshold.Debug => LogEventLevel.Debug,
        LogThreshold.Warning => LogEventLevel.Warning,
        LogThreshold.Error => LogEventLevel.Error,
        _ => LogEventLevel.Information,
    };
}
