using System.CommandLine;
using System.Text;
using AutomountAgent.Model;
using AutomountAgent.Output.Terminal;

namespace AutomountAgent.Commands;

/// <summary><c>automount-agent status</c>: what the running daemon knows, with the times since which it is so.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private static readonly Option<bool> Watch = new("--watch", "-w") { Description = "show it again every 2 s, until Ctrl-C" };
    private static readonly Option<string?> Config = Options.Config();
    private static readonly Option<OutputFormat> Output = Options.Output();

    public static Command Create()
    {
        var command = new Command("status", "what the running daemon knows: links, findings, and since when") { Watch, Config, Output };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        if (Setup.ReadSettings(arguments.GetValue(Config)) is not { } settings)
        {
            return ExitStatus.Configuration;
        }

        using var daemon = new RunningDaemon(settings);
        while (true)
        {
            var answer = await daemon.StatusAsync(cancel);
            var status = Show(answer, arguments.GetValue(Output), arguments.GetValue(Watch));
            if (!arguments.GetValue(Watch))
            {
                return status;
            }

            await Task.Delay(Pause, cancel);
        }
    }

    private static int Show(DaemonAnswer answer, OutputFormat output, bool again)
    {
        if (answer.Document is not { } document)
        {
            return Fail(answer.Answered ? $"the daemon answers: {answer.Why}" : answer.Why);
        }

        if (ChainJsonReader.ReadStatus(Encoding.UTF8.GetBytes(document)) is not { } status)
        {
            return Fail("the daemon is of another version: restart it with systemctl restart automount-agent");
        }

        if (output == OutputFormat.Json)
        {
            Console.Write(document);
        }
        else
        {
            var screen = Screen.Standard();
            if (again)
            {
                screen.Clear(home: true);
            }

            ChainTable.Print(screen, status.Report);
            OverviewTable.Print(screen, status.Node, status.More);
        }

        return status.Report.Verdict.ExitStatus();
    }

    private static int Fail(string why)
    {
        Console.Error.WriteLine($"automount-agent: status: {why}");
        return ExitStatus.Unknown;
    }
}
