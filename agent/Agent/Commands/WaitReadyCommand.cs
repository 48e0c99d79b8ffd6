using System.CommandLine;
using AutomountAgent.Interop;
using AutomountAgent.Output.Journal;

namespace AutomountAgent.Commands;

/// <summary>
/// <c>automount-agent wait-ready</c>: returns when the running daemon says that every required path is ready. For ordering before kubelet.
/// </summary>
internal static class WaitReadyCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan StandardTimeout = TimeSpan.FromMinutes(2);

    public static Command Create()
    {
        var config = Options.Config();
        var timeout = Options.Timeout(StandardTimeout);
        var command = new Command("wait-ready", "wait until the running daemon says that every required path is ready") { config, timeout };
        command.SetAction((arguments, cancel) =>
            RunAsync(arguments.GetValue(config), arguments.GetValue(timeout) ?? StandardTimeout, cancel));
        return command;
    }

    private static async Task<int> RunAsync(string? configFile, TimeSpan timeout, CancellationToken cancel)
    {
        if (Setup.ReadSettings(configFile) is not { } settings)
        {
            return ExitStatus.Configuration;
        }

        using var daemon = new RunningDaemon(settings);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(timeout);
        var last = new DaemonAnswer(false, null, "the daemon did not answer");
        while (!limit.IsCancellationRequested)
        {
            try
            {
                last = await daemon.ReadyAsync(limit.Token);
                if (last.Document is not null)
                {
                    return ExitStatus.Ok;
                }

                await Task.Delay(Pause, limit.Token);
            }
            catch (OperationCanceledException)
            {
                // The time is over: the loop decides.
            }
        }

        Tell($"wait-ready: not ready within {timeout.TotalSeconds:0.#} s: {last.Why}");
        return last.Answered ? ExitStatus.Broken : ExitStatus.Unknown;
    }

    /// <summary>As a unit of systemd it leaves an entry that journalctl -x explains.</summary>
    private static void Tell(string message)
    {
        if (Environment.GetEnvironmentVariable("JOURNAL_STREAM") is null)
        {
            Console.Error.WriteLine($"automount-agent: {message}");
            return;
        }

        Journal.Send(
        [
            ("MESSAGE", message),
            ("PRIORITY", "4"),
            ("MESSAGE_ID", MessageIds.NotReady.ToString("N")),
            ("SYSLOG_IDENTIFIER", "automount-agent"),
        ]);
    }
}
