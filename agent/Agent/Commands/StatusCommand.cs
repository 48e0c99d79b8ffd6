using System.CommandLine;
using System.Text;
using Automount.Configuration;
using Automount.Text;
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

        using var daemon = DaemonAddress.Client(settings);
        if (daemon is null)
        {
            return Fail(DaemonAddress.NoEndpoint);
        }

        while (true)
        {
            var status = await ShowAsync(daemon, settings, arguments, cancel);
            if (!arguments.GetValue(Watch))
            {
                return status;
            }

            await Task.Delay(Pause, cancel);
        }
    }

    private static async Task<int> ShowAsync(HttpClient daemon, Settings settings, ParseResult arguments, CancellationToken cancel)
    {
        try
        {
            using var response = await daemon.GetAsync("api/v1/status", cancel);
            var body = await response.Content.ReadAsByteArrayAsync(cancel);
            return response.IsSuccessStatusCode
                ? Show(body, arguments.GetValue(Output), arguments.GetValue(Watch))
                : Fail($"the daemon answers: {Printable.Escape(Encoding.UTF8.GetString(body).Trim(), 1024)}");
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            return Fail(DaemonAddress.Unreachable(settings, e));
        }
    }

    private static int Show(byte[] body, OutputFormat output, bool again)
    {
        if (ChainJsonReader.Read(body) is not { } report)
        {
            return Fail("the daemon is of another version: restart it with systemctl restart automount-agent");
        }

        if (output == OutputFormat.Json)
        {
            Console.Write(Encoding.UTF8.GetString(body));
        }
        else
        {
            var screen = Screen.Standard();
            if (again)
            {
                screen.Clear(home: true);
            }

            ChainTable.Print(screen, report);
        }

        return report.Verdict.ExitStatus();
    }

    private static int Fail(string why)
    {
        Console.Error.WriteLine($"automount-agent: status: {why}");
        return ExitStatus.Unknown;
    }
}
