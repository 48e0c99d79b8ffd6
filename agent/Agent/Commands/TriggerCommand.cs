using System.CommandLine;
using Automount.Configuration;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Explain;
using AutomountAgent.Hosting;
using AutomountAgent.Model;
using AutomountAgent.Output.Terminal;
using AutomountAgent.Probe;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Commands;

/// <summary>
/// <c>automount-agent trigger PATH...</c>: mounts paths now, each within the timeout. What cannot be mounted is explained: an errno of
/// automount does not say why.
/// </summary>
internal static class TriggerCommand
{
    private static readonly TimeSpan StandardTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long looking for the reason may take, for all paths together.</summary>
    private static readonly TimeSpan MaxExplaining = TimeSpan.FromSeconds(20);

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "absolute paths to mount", Arity = ArgumentArity.OneOrMore };
        Options.RequireAbsolutePaths(paths);
        var timeout = Options.Timeout(StandardTimeout);
        var config = Options.Config();
        var command = new Command("trigger", "mount paths now, each within the timeout") { paths, timeout, config };
        command.SetAction((arguments, cancel) => RunAsync(
            arguments.GetValue(paths)!, arguments.GetValue(timeout) ?? StandardTimeout, arguments.GetValue(config), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string[] paths, TimeSpan timeout, string? configFile, CancellationToken cancel)
    {
        if (Setup.ReadSettings(configFile) is not { } settings)
        {
            return ExitStatus.Configuration;
        }

        if (!Setup.SeesMountsOfNode("trigger"))
        {
            return ExitStatus.Unknown;
        }

        using var prober = new Prober(Prober.OwnCommand(), new Counters(), TimeProvider.System);
        (NodeState State, ChainReport Report)? seen = null;
        foreach (var path in paths)
        {
            var result = await TriggerOnce.RunAsync(prober.ProbeAsync, path, timeout, cancel);
            if (result.Mounted)
            {
                Console.Out.WriteLine($"{Printable.Escape(path, 4096)}: {Printable.Escape(result.Message, 1024)}");
                continue;
            }

            seen ??= await LookAsync(settings, cancel);
            Console.Error.WriteLine($"automount-agent: {await WhyAsync(result, seen.Value, cancel)}");
        }

        return seen is null ? ExitStatus.Ok : ExitStatus.Broken;
    }

    /// <summary>One look at the node for all paths that were not mounted.</summary>
    private static Task<(NodeState State, ChainReport Report)> LookAsync(Settings settings, CancellationToken cancel) =>
        OneRound.RunAsync(settings with { RequiredPaths = [], RequiredMaps = [] }, MaxExplaining, cancel);

    private static async Task<string> WhyAsync(TriggerResult result, (NodeState State, ChainReport Report) seen, CancellationToken cancel)
    {
        var question = new Question(result.Path, result.Path, null);
        var explanation = await new PathExplanation(TimeProvider.System)
            .OfAsync(question, seen.State, seen.Report, MaxExplaining, cancel);
        var broken = explanation.FirstBroken is null ? null : ExplanationTable.Blame(explanation);
        return Printable.Escape($"{result.Path}: {TriggerOnce.Why(result, broken)}", 8192);
    }
}
