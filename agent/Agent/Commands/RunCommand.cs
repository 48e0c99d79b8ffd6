using System.CommandLine;
using System.Runtime.InteropServices;
using AutomountAgent.Hosting;
using AutomountAgent.Interop;
using AutomountAgent.Model;
using AutomountAgent.Output.Journal;
using Serilog.Core;

namespace AutomountAgent.Commands;

/// <summary><c>automount-agent run</c>: the daemon.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var config = Options.Config();
        var command = new Command("run", "watch the chain until told to stop: the daemon") { config };
        command.SetAction((arguments, cancel) => RunAsync(arguments.GetValue(config), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string? configFile, CancellationToken cancel)
    {
        if (Setup.ReadSettings(configFile) is not { } settings)
        {
            return ExitStatus.Configuration;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            stop.Cancel();
        });
        var underSystemd = Environment.GetEnvironmentVariable("JOURNAL_STREAM") is not null;
        var threshold = new LoggingLevelSwitch(Logs.Level(settings.LogLevel));
        await using var logger = Logs.Create(threshold, underSystemd ? fields => Journal.Send(fields) : null);
        await new Daemon(HostPaths.Host, configFile, new SteadyClock(TimeProvider.System), logger, threshold).RunAsync(settings, stop.Token);
        return ExitStatus.Ok;
    }
}
