using System.CommandLine;
using AutomountAgent.Model;
using Automount.Text;
using AutomountAgent.Hosting;

namespace AutomountAgent.Commands;

/// <summary><c>automount-agent check-config</c>: reads the configuration, says what is wrong with it, and looks at nothing else.</summary>
internal static class CheckConfigCommand
{
    public static Command Create()
    {
        var config = Options.Config();
        var command = new Command("check-config", "read agent.conf and its snippets, and say what is wrong with them: status 0 or 78")
        {
            config,
        };
        command.SetAction(arguments => Run(arguments.GetValue(config)));
        return command;
    }

    private static int Run(string? configFile)
    {
        if (Setup.ReadSettings(configFile) is null)
        {
            return ExitStatus.Configuration;
        }

        var files = configFile is null ? SettingsReader.Existing(HostPaths.Host) : [configFile];
        Console.WriteLine(files.Count == 0
            ? "ok: there is no file, the defaults are used"
            : $"ok: {Printable.Escape(string.Join(", ", files), 4096)}");
        return ExitStatus.Ok;
    }
}
