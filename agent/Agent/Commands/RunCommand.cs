using System.CommandLine;
using AutomountAgent.Hosting;
using AutomountAgent.Interop;
using AutomountAgent.Model;
using AutomountAgent.Output.Journal;
using AutomountAgent.Telemetry;

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

        var levels = new LogLevels();
        levels.Set(settings.LogLevel);
        var underSystemd = Environment.GetEnvironmentVariable("JOURNAL_STREAM") is not null;
        await using var logger = Logs.Create(levels, underSystemd ? fields => Journal.Send(fields) : null);
        var active = new ActiveSettings(settings, () => SettingsReader.Read(HostPaths.Host, configFile));
        using var host = DaemonHost.Compose(active, HostPaths.Host, TimeProvider.System, levels, logger).Build();
        if (await DaemonHost.RunAsync(host, cancel))
        {
            return ExitStatus.Ok;
        }

        return host.Services.GetRequiredService<Counters>().IsStuck ? ExitStatus.Stuck : ExitStatus.Failed;
    }
}
