using System.CommandLine;
using AutomountAgent.Hosting;
using AutomountAgent.Model;
using AutomountAgent.Output.Journal;
using AutomountAgent.Output.Terminal;
using AutomountAgent.Rules;
using AutomountAgent.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

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

        var store = new NodeStore();
        store.Update(state => state.WithSilence(settings.Silence));
        var clock = new SteadyClock(TimeProvider.System);
        var changes = new FindingLog(NullLogger<FindingLog>.Instance);
        using var derivation = new MapDerivation(clock);
        using var watch = new NodeWatch(
            settings, HostPaths.Host, new Counters(), clock, NullLoggerFactory.Instance, changes, derivation);
        await watch.Plan.RunOnceAsync(store, cancel);
        var (judged, _) = ChainJudge.Judge(store.State, null, System.Net.Dns.GetHostName(), TimeProvider.System.GetUtcNow());
        var report = judged.WithoutSince();
        if (output == OutputFormat.Json)
        {
            Console.WriteLine(ChainJson.Text(report));
        }
        else
        {
            ChainTable.Print(Screen.Standard(), report, store.State.Required?.Seen);
        }

        return report.Verdict.ExitStatus();
    }
}
