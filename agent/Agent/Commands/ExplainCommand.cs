using System.Collections.Immutable;
using System.CommandLine;
using Automount.Maps;
using Automount.Text;
using AutomountAgent.Collect.Exports;
using AutomountAgent.Collect.Servers;
using AutomountAgent.Derive;
using AutomountAgent.Explain;
using AutomountAgent.Model;
using AutomountAgent.Output.Terminal;

namespace AutomountAgent.Commands;

/// <summary>
/// <c>automount-agent explain PATH</c>: the chain for one path, with the collectors and rules of the daemon. The path is not touched unless
/// <c>--trigger</c> says so.
/// </summary>
internal static class ExplainCommand
{
    private static readonly TimeSpan MaxExportWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan StandardTimeout = TimeSpan.FromSeconds(20);

    private static readonly Argument<string> Path = new("PATH") { Description = "absolute path to explain" };
    private static readonly Option<bool> Trigger = new("--trigger") { Description = "mount the path as well, as a user would" };
    private static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "print the answer alone, in one line" };
    private static readonly Option<TimeSpan?> Timeout = Options.Timeout(StandardTimeout);
    private static readonly Option<string?> Config = Options.Config();
    private static readonly Option<OutputFormat> Output = Options.Output();

    public static Command Create()
    {
        Options.RequireAbsolutePaths(Path);
        var command = new Command("explain", "follow one path along the chain, and name the first broken link")
        {
            Path, Trigger, Quiet, Timeout, Config, Output,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        if (Setup.ReadSettings(arguments.GetValue(Config)) is not { } settings)
        {
            return ExitStatus.Configuration;
        }

        var path = arguments.GetValue(Path)!;
        var started = TimeProvider.System.GetTimestamp();
        var timeout = arguments.GetValue(Timeout) ?? StandardTimeout;
        var only = settings with { RequiredPaths = arguments.GetValue(Trigger) ? [path] : [], RequiredMaps = [] };
        var (state, report) = await OneRound.RunAsync(only, timeout, cancel);
        var trace = PathTrace.Of(path, state.Maps.Inputs.Node.Links, spelling => PathTargets.Of(state, spelling));
        var left = timeout - TimeProvider.System.GetElapsedTime(started);
        var exports = await AskExportsAsync(PathTargets.Exports(state.Maps, trace.MapPath), left, cancel);
        var explanation = new PathExplainer(state, report, trace, exports).Explain();
        Print(explanation, arguments.GetValue(Output), arguments.GetValue(Quiet));
        return explanation.Verdict.ExitStatus();
    }

    private static async Task<ImmutableDictionary<string, ExportAnswer>> AskExportsAsync(
        IEnumerable<ExportLocation> locations, TimeSpan left, CancellationToken cancel)
    {
        var answers = ImmutableDictionary.CreateBuilder<string, ExportAnswer>(StringComparer.Ordinal);
        var wait = left < MaxExportWait ? left : MaxExportWait;
        if (wait <= TimeSpan.Zero)
        {
            return answers.ToImmutable();
        }

        var survey = new ExportSurvey(new HostResolver(TimeProvider.System), wait, TimeProvider.System);
        await foreach (var (location, answer) in survey.RunAsync(locations, cancel))
        {
            answers[location.Host] = answer;
        }

        return answers.ToImmutable();
    }

    private static void Print(Explanation explanation, OutputFormat output, bool quiet)
    {
        if (output == OutputFormat.Json)
        {
            Console.WriteLine(ExplanationJson.Text(explanation));
        }
        else if (quiet)
        {
            Console.WriteLine(Printable.Escape(ExplanationTable.Sentence(explanation), 4096));
        }
        else
        {
            ExplanationTable.Print(Screen.Standard(), explanation);
        }
    }
}
