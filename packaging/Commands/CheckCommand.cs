using System.CommandLine;
using Automount.Findings;
using AutomountPackaging.Check;
using AutomountPackaging.Check.Report;
using AutomountPackaging.Platform;
using Spectre.Console;

namespace AutomountPackaging.Commands;

/// <summary><c>automount-packaging check DIR|FILE...</c>: what is wrong with manifests, emitted or written by hand.</summary>
internal static class CheckCommand
{
    // A line is never broken where the output is not a terminal, for grep.
    private const int PlainWidth = 10_000;

    internal static Command Create()
    {
        var paths = new Argument<string[]>("DIR|FILE")
            { Description = "manifests and the files around them; what belongs together in one call", Arity = ArgumentArity.ZeroOrMore };
        paths.Validators.Add(given =>
        {
            foreach (var option in given.Tokens.Select(t => t.Value).Where(v => v.StartsWith('-')))
            {
                given.AddError($"check: there is no option {Quote.Of(option)}");
            }
        });
        var openshift = new Option<string>("--openshift")
            { Description = "the OpenShift that they are for", DefaultValueFactory = _ => "4.20" };
        openshift.AcceptOnlyFromAmong("4.18", "4.19", "4.20", "4.21");
        var output = new Option<string>("--output") { Description = "how findings are printed", DefaultValueFactory = _ => "table" };
        output.AcceptOnlyFromAmong("table", "json", "sarif");
        var rules = new Option<bool>("--rules") { Description = "list what the check can find, and check nothing" };
        var command = new Command("check",
            "find what is wrong with manifests: status 0 nothing or warnings only, 1 errors, 2 could not tell")
        {
            paths, openshift, output, rules,
        };
        command.SetAction(arguments => arguments.GetValue(rules)
            ? List(arguments.GetValue(paths)!, arguments.GetValue(output)!)
            : Check(arguments.GetValue(paths)!, new OpenShiftVersion(int.Parse(arguments.GetValue(openshift)!.AsSpan(2))),
                arguments.GetValue(output)!));
        return command;
    }

    private static int Check(string[] paths, OpenShiftVersion target, string output)
    {
        if (paths.Length == 0)
        {
            return Fail(ExitStatus.Usage, "nothing is given: name a folder or files");
        }

        var (files, problems) = SourceLoader.Load(paths);
        foreach (var problem in problems)
        {
            Fail(ExitStatus.Unknown, $"{problem}: name a folder or file that can be read");
        }

        if (files.Count == 0)
        {
            return problems.Count > 0
                ? ExitStatus.Unknown
                : Fail(ExitStatus.Unknown, "there is no manifest in what is given: name a folder with .yaml or .json files");
        }

        var findings = PackagingCheck.Run(files, target, TimeProvider.System.GetUtcNow());
        switch (output)
        {
            case "json":
                Write(FindingJson.Bytes(findings, target, files.Count));
                break;
            case "sarif":
                Write(FindingSarif.Bytes(findings));
                break;
            default:
                FindingTable.Print(Screen(), findings, files.Count);
                break;
        }

        if (findings.Any(f => f.Rule.Severity == Severity.Error))
        {
            return ExitStatus.Error;
        }

        return problems.Count > 0 ? ExitStatus.Unknown : ExitStatus.Ok;
    }

    private static int List(string[] paths, string output)
    {
        if (paths.Length > 0 || output == "sarif")
        {
            return Fail(ExitStatus.Usage, "--rules takes no files, and --output table or json");
        }

        if (output == "json")
        {
            Write(FindingJson.RuleBytes());
        }
        else
        {
            FindingTable.PrintRules(Screen());
        }

        return ExitStatus.Ok;
    }

    private static void Write(byte[] document)
    {
        using var output = Console.OpenStandardOutput();
        output.Write(document);
    }

    private static int Fail(int status, string message)
    {
        Console.Error.WriteLine($"automount-packaging: check: {message}");
        return status;
    }

    private static IAnsiConsole Screen()
    {
        var terminal = !Console.IsOutputRedirected;
        var colors = terminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var (ansi, system) = colors
            ? (AnsiSupport.Detect, ColorSystemSupport.Detect)
            : (AnsiSupport.No, ColorSystemSupport.NoColors);
        var screen = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi,
            ColorSystem = system,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Console.Out),
        });
        if (!terminal)
        {
            screen.Profile.Width = PlainWidth;
        }

        return screen;
    }
}
