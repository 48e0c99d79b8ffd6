using System.CommandLine;
using System.CommandLine.Parsing;
using Automount.Files;
using Automount.Findings;
using Automount.Text;
using AutomountAgent.Output.Terminal;
using AutomountAgent.Validate;
using AutomountAgent.Validate.Diff;

namespace AutomountAgent.Commands;

/// <summary><c>automount-agent validate --diff OLD NEW</c>: what differs in meaning between two sets of maps.</summary>
internal static class ValidateDiff
{
    public static readonly Option<string[]> Sides = new("--diff")
    {
        Description = "say what changes in meaning between two folders, map files or LDIF files: status 0 nothing, 1 something",
        HelpName = "OLD NEW",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>Whether a command line asks for a comparison.</summary>
    public static bool IsAsked(ParseResult arguments) => arguments.GetResult(Sides) is not null;

    /// <summary>Refuses what does not go together: the two sides are all that is read.</summary>
    public static void Check(CommandResult result, IEnumerable<Option> others)
    {
        if (result.GetResult(Sides) is null)
        {
            return;
        }

        foreach (var option in others.Where(o => result.GetResult(o) is not null))
        {
            result.AddError($"{option.Name} cannot be used with --diff");
        }
    }

    /// <summary>Compares. Status 0 when nothing changes in meaning, 1 when something does, 2 when a side cannot be read.</summary>
    public static int Run(
        ParseResult arguments, string? master, Silence silence, int listed, OutputFormat output, CancellationToken cancel)
    {
        var (before, now) = (arguments.GetValue(Sides)![0], arguments.GetValue(Sides)![1]);
        MapDifferences differences;
        try
        {
            using var progress = ProgressLine.Standard();
            var input = new DiffInput(master, progress);
            var name = Path.GetFileName(now);
            var (old, current) = (input.Read(before, name, cancel), input.Read(now, name, cancel));
            progress.Begin("comparing the maps");
            differences = MapDiff.Between(old, current, silence);
        }
        catch (InputException e)
        {
            Console.Error.WriteLine($"automount-agent: validate: {Printable.Escape(e.Message, 1024)}");
            return ExitStatus.Unknown;
        }

        if (output == OutputFormat.Json)
        {
            StandardOutput.WriteDocument(DiffJson.Bytes(differences, before, now));
        }
        else
        {
            DiffTable.Print(Screen.Standard(), differences, listed);
        }

        return differences.IsEmpty ? ExitStatus.Ok : ExitStatus.Broken;
    }
}
