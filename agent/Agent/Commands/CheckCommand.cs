using System.CommandLine;
using AutomountAgent.Model;
using AutomountAgent.Output.Terminal;

namespace AutomountAgent.Commands;

/// <summary><c>automount-agent check</c>: the whole chain once, without the daemon.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var config = Options.Config();
        var output = Options.Output();
        var command = new Command("check", "look at the whole chain once, without the daemon") { config, output };
        command.SetAction((arguments, cancel) => RunAsync(arguments.GetValue(config), arguments.GetValue(output), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string? configFile, OutputFormat output, CancellationToken cancel)
    {
        if (Setup.ReadSettings(configFile) is not { } settings)
        {
            return ExitStatus.Configuration;
        }

        if (!Setup.SeesMountsOfNode("check"))
        {
            return ExitStatus.Unknown;
        }

        var (state, judged) = await OneRound.RunAsync(settings, Timeout.InfiniteTimeSpan, cancel);
        var report = judged.WithoutSince();
        if (output == OutputFormat.Json)
        {
            Console.WriteLine(ChainJson.Text(report));
        }
        else
        {
            ChainTable.Print(Screen.Standard(), report, state.Required?.Seen);
        }

        return report.Verdict.ExitStatus();
    }
}
