using System.CommandLine;
using System.CommandLine.Parsing;
using Automount.Files;
using Automount.Findings;
using Automount.Maps.Sources;
using Automount.Text;
using AutomountAgent.Collect.Programs;
using AutomountAgent.Output.Terminal;
using AutomountAgent.Validate;
using AutomountAgent.Validate.Keys;
using AutomountAgent.Validate.Programs;

namespace AutomountAgent.Commands;

/// <summary>
/// <c>automount-agent validate --key KEY</c>: what automount would mount for a key, and why; with <c>--run-program</c> what a program map
/// answers for it.
/// </summary>
internal static class ValidateKey
{
    public static readonly Option<string?> Key = Options.Text(
        "--key", "KEY", "say what automount would mount for this key or path, from which entry, and why");
    public static readonly Option<string?> Map = Options.Text("--map", "NAME", "with --key: ask this map alone");
    public static readonly Option<string?> RunProgram = Options.Text(
        "--run-program", "FILE", "with --key: run this program map once, as this user, and judge the entry that it prints");

    /// <summary>automount has no limit. A program that needs longer lets everybody wait who asks for a key of its map.</summary>
    private static readonly TimeSpan MaxProgramTime = TimeSpan.FromSeconds(10);

    /// <summary>Whether a command line asks for a key.</summary>
    public static bool IsAsked(ParseResult arguments) => arguments.GetValue(Key) is not null;

    /// <summary>Refuses what does not go together.</summary>
    public static void Check(CommandResult result)
    {
        var hasKey = result.GetResult(Key) is not null;
        foreach (var option in new Option[] { Map, RunProgram }.Where(o => !hasKey && result.GetResult(o) is not null))
        {
            result.AddError($"{option.Name} needs --key");
        }

        if (result.GetResult(Map) is not null && result.GetResult(RunProgram) is not null)
        {
            result.AddError("--map cannot be used with --run-program");
        }
    }

    /// <summary>
    /// Looks the key up in some maps. Status 0 when it is mounted, 1 when it is not, 2 when maps that may have it are not known.
    /// </summary>
    public static int Find(ParseResult arguments, MapSet set, Silence silence, OutputFormat output)
    {
        var only = arguments.GetValue(Map);
        var lookup = new KeyLookup(KnownMaps.From(set.Master, set.Maps, set.Node), only, silence);
        var report = lookup.Find(arguments.GetValue(Key)!);
        if (only is not null && !lookup.Asked.Any() && report.NotLookedInto.IsEmpty)
        {
            Console.Error.WriteLine($"automount-agent: validate: there is no map {Printable.Escape(only)}");
            return ExitStatus.Unknown;
        }

        Print(report, output);
        if (report.Answers.IsEmpty && !report.NotLookedInto.IsEmpty)
        {
            return ExitStatus.Unknown;
        }

        return report.Answers.IsEmpty || report.Answers.Any(a => a.IsBroken) ? ExitStatus.Broken : ExitStatus.Ok;
    }

    /// <summary>
    /// Runs a program map for the key. Status 0 when automount could mount what it prints, 1 when not, 2 when it cannot be run.
    /// </summary>
    public static async Task<int> RunProgramAsync(
        ParseResult arguments, MapSet? set, Silence silence, OutputFormat output, CancellationToken cancel)
    {
        var maps = set is null ? KnownMaps.None : KnownMaps.From(set.Master, set.Maps, set.Node);
        var (use, key) = (ProgramUse.Of(maps, arguments.GetValue(RunProgram)!), arguments.GetValue(Key)!);
        if (WhyNotRun(use.Path) is { } why)
        {
            Console.Error.WriteLine($"automount-agent: validate: {Printable.Escape(why, 1024)}");
            return ExitStatus.Unknown;
        }

        var environment = ProgramEnvironment.Of(use.Variables);
        var answer = await new ProgramMap(MaxProgramTime).RunAsync(use.Path, key, environment, cancel);
        foreach (var line in answer.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Console.Error.WriteLine($"automount-agent: validate: {Printable.Escape($"{use.Path} says: {line}", 1024)}");
        }

        var report = ProgramReport.Of(maps, use, key, answer, silence);
        Print(report, output);
        return report.Answers.IsEmpty || report.Answers.Any(a => a.IsBroken) ? ExitStatus.Broken : ExitStatus.Ok;
    }

    private static string? WhyNotRun(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return $"there is no file {path}";
        }

        return (file.UnixFileMode & UnixFileMode.UserExecute) == 0
            ? $"{path} is not executable: automount reads it as a map, and so does --map-file"
            : null;
    }

    private static void Print(KeyReport report, OutputFormat output)
    {
        if (output == OutputFormat.Json)
        {
            StandardOutput.WriteDocument(KeyJson.Bytes(report));
        }
        else
        {
            KeyTable.Print(Screen.Standard(), report);
        }
    }
}
