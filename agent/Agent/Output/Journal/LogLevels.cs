using Automount.Configuration;
using Serilog.Core;
using Serilog.Events;

namespace AutomountAgent.Output.Journal;

/// <summary>The least level of the entries that are written. It changes with the configuration, while the agent runs.</summary>
internal sealed class LogLevels
{
    /// <summary>Of the agent's own entries.</summary>
    internal LoggingLevelSwitch Agent { get; } = new();

    /// <summary>Of the host and the web server: they report each start and each connection below a warning.</summary>
    internal LoggingLevelSwitch Framework { get; } = new(LogEventLevel.Warning);

    /// <summary>Takes over <c>[log] level</c>.</summary>
    public void Set(LogThreshold threshold)
    {
        var level = threshold switch
        {
            LogThreshold.Debug => LogEventLevel.Debug,
            LogThreshold.Warning => LogEventLevel.Warning,
            LogThreshold.Error => LogEventLevel.Error,
            _ => LogEventLevel.Information,
        };
        Agent.MinimumLevel = level;
        Framework.MinimumLevel = level < LogEventLevel.Warning ? LogEventLevel.Warning : level;
    }
}
