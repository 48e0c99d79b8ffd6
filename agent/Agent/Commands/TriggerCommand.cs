using System.CommandLine;
using Automount.Text;
using AutomountAgent.Probe;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Commands;

/// <summary><c>automount-agent trigger PATH...</c>: mounts paths now, each within the timeout.</summary>
internal static class TriggerCommand
{
    private static readonly TimeSpan StandardTimeout = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "absolute paths to mount", Arity = ArgumentArity.OneOrMore };
        Options.RequireAbsolutePaths(paths);
        var timeout = Options.Timeout(StandardTimeout);
        var command = new Command("trigger", "mount paths now, each within the timeout") { paths, timeout };
        command.SetAction((arguments, cancel) =>
            RunAsync(arguments.GetValue(paths)!, arguments.GetValue(timeout) ?? StandardTimeout, cancel));
        return command;
    }

    private static async Task<int> RunAsync(string[] paths, TimeSpan timeout, CancellationToken cancel)
    {
        using var prober = new Prober(Prober.OwnCommand(), new Counters(), TimeProvider.System);
        var status = ExitStatus.Ok;
        foreach (var path in paths)
        {
            var result = await TriggerOnce.RunAsync(prober.ProbeAsync, path, timeout, cancel);
            var line = $"{Printable.Escape(path, 4096)}: {Printable.Escape(result.Message, 1024)}";
            if (result.Mounted)
            {
                Console.Out.WriteLine(line);
                continue;
            }

            Console.Error.WriteLine($"automount-agent: {line}");
            status = ExitStatus.Broken;
        }

        return status;
    }
}
