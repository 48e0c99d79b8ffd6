using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace AutomountAgent.Output.Journal;

/// <summary>Builds the logging pipeline.</summary>
internal static class Logs
{
    /// <summary>Makes a logger that writes to the journal, or to standard error where there is no journal.</summary>
    /// <param name="levels">The least level that is written.</param>
    /// <param name="journal">Sends one entry to the journal; null when the agent does not run under systemd.</param>
    public static Logger Create(LogLevels levels, Action<IReadOnlyList<(string Field, string Value)>>? journal)
    {
        // Without this, errors of the pipeline itself would be lost.
        Serilog.Debugging.SelfLog.Enable(System.Console.Error);
        var pipeline = new LoggerConfiguration()
            .MinimumLevel.ControlledBy(levels.Agent)
            .MinimumLevel.Override("Microsoft", levels.Framework);
        return journal is null
            ? pipeline.WriteTo.Console(new LogText(), standardErrorFromLevel: LogEventLevel.Verbose).CreateLogger()
            : pipeline.WriteTo.Sink(new JournalSink(journal)).CreateLogger();
    }
}
