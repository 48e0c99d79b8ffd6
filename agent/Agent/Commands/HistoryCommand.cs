using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Completions;
using Automount.Catalog;
using Automount.CommandLine;
using Automount.Files;
using Automount.Text;
using AutomountAgent.History;
using AutomountAgent.Model;
using AutomountAgent.Output.Terminal;

namespace AutomountAgent.Commands;

/// <summary><c>automount-agent history</c>: what was raised, cleared, and changed in the maps, also before the last reboots.</summary>
internal static class HistoryCommand
{
    private static readonly Option<DateTimeOffset?> Since = Options.Since(TimeProvider.System);

    private static readonly Option<string?> Code = Options.Text(
        "--code", "CODE", "only findings with this code such as server/hung, or of a link such as server/");

    private static readonly Option<OutputFormat> Output = Options.Output();

    public static Command Create()
    {
        Code.CompletionSources.Add(_ => FindingCatalog.All.Select(kind => new CompletionItem(kind.Code)));
        var command = new Command("history", "what was found and cleared, and what changed in the maps, also before the last reboots")
        {
            Since, Code, Output,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var code = arguments.GetValue(Code)?.ToLowerInvariant();
        if (code is not null && !FindingCatalog.All.Any(kind => HasCode(kind.Code, code)))
        {
            var near = UsageErrors.DidYouMean(code, FindingCatalog.All.Select(kind => kind.Code));
            return Fail($"no finding has the code '{Printable.Escape(code)}'{near}: automount-agent findings lists them", ExitStatus.Usage);
        }

        try
        {
            var history = new HistoryFile(HostPaths.Host.StateDirectory).Read();
            if (history.Records.IsEmpty && history.Unreadable == 0)
            {
                return Fail($"there is none in {HostPaths.Host.StateDirectory}: the daemon writes it", ExitStatus.Unknown);
            }

            Print(Selected(history.Records, arguments.GetValue(Since), code), history.Unreadable, arguments.GetValue(Output));
            return ExitStatus.Ok;
        }
        catch (UnauthorizedAccessException)
        {
            return Fail($"{HostPaths.Host.StateDirectory} may not be read: run it as root", ExitStatus.Unknown);
        }
        catch (IOException e) when (e is not StandardOutputException)
        {
            return Fail($"{HostPaths.Host.StateDirectory} cannot be read: {e.Message}", ExitStatus.Unknown);
        }
    }

    /// <summary>The records that are asked for. Starts of the daemon are always there: they say when nobody looked.</summary>
    private static ImmutableArray<HistoryRecord> Selected(
        ImmutableArray<HistoryRecord> records, DateTimeOffset? since, string? code) =>
    [
        .. records
            .Where(record => since is null || record.Time >= since)
            .Where(record => code is null || record.Event == HistoryEvents.Start || HasCode(record.Code ?? "", code)),
    ];

    private static bool HasCode(string code, string wanted) =>
        code == wanted || (wanted.EndsWith('/') && code.StartsWith(wanted, StringComparison.Ordinal));

    private static void Print(ImmutableArray<HistoryRecord> records, int unreadable, OutputFormat output)
    {
        if (output == OutputFormat.Json)
        {
            Console.Write(HistoryText.Document(records, unreadable));
        }
        else
        {
            HistoryTable.Print(Screen.Standard(), records, unreadable, TimeProvider.System.GetLocalNow());
        }
    }

    private static int Fail(string why, int status)
    {
        Console.Error.WriteLine($"automount-agent: history: {why}");
        return status;
    }
}
