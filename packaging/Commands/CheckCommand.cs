using System.CommandLine;
using Automount.CommandLine;
using Automount.Files;
using Automount.Findings;
using AutomountPackaging.Check;
using AutomountPackaging.Check.Report;
using AutomountPackaging.Manifests;
using AutomountPackaging.Platform;
using Spectre.Console;

namespace AutomountPackaging.Commands;

/// <summary><c>automount-packaging check DIR|FILE...</c>: what is wrong with manifests, emitted or written by hand.</summary>
internal static class CheckCommand
{
    // A line is never broken where the output is not a terminal, for grep.
    private const int PlainWidth = 10_000;

    private const string OfNoKind = "it is a link, or of no kind that the check knows";

    internal static Command Create()
    {
        var paths = new Argument<string[]>("DIR|FILE")
            { Description = "manifests and the files around them; what belongs together in one call", Arity = ArgumentArity.ZeroOrMore };
        paths.Validators.Add(given =>
        {
            foreach (var option in given.Tokens.Select(t => t.Value).Where(v => v.StartsWith('-')))
            {
                given.AddError($"check: there is no option {Quote.Of(option)}{UsageErrors.DidYouMean(option, OptionNames)}");
            }
        });
        var openshift = new Option<string?>("--openshift")
            { Description = $"the OpenShift that they are for: {Versions}, or a newer one", HelpName = "X.Y" };
        openshift.Validators.Add(given =>
        {
            if (given.Tokens is [var token, ..] && OpenShiftVersion.Parse(token.Value) is null)
            {
                given.AddError($"check: --openshift {Quote.Of(token.Value)} is not known: write {Versions} or a newer one");
            }
        });
        var output = new Option<string>("--output", "-o")
        {
            Description = "how findings are printed; github: workflow commands of GitHub Actions; gcc: one line each, as compilers do",
            DefaultValueFactory = _ => "table",
        };
        output.AcceptOnlyFromAmong("table", "json", "sarif", "github", "gcc");
        var rules = new Option<bool>("--rules") { Description = "list what the check can find, and check nothing" };
        var command = new Command("check",
            "find what is wrong with manifests: status 0 nothing or warnings only, 1 errors, 2 could not tell")
        {
            paths, openshift, output, rules,
        };
        command.SetAction(arguments => arguments.GetValue(rules)
            ? List(arguments.GetValue(paths)!, arguments.GetValue(output)!)
            : Check(arguments.GetValue(paths)!, Target(arguments.GetValue(openshift)), arguments.GetValue(output)!));
        return command;
    }

    private static readonly string[] OptionNames = ["--openshift", "--output", "--rules", "--help"];

    private static string Versions => string.Join(", ", OpenShiftVersion.Known);

    /// <summary>The release whose rules are used; which one that is, is said where nobody named one that is known.</summary>
    private static OpenShiftVersion Target(string? given)
    {
        var target = given is null ? OpenShiftVersion.Assumed : OpenShiftVersion.Parse(given)!.Value;
        if (given is null)
        {
            Messages.Say($"check: OpenShift {target} is assumed: --openshift names another one");
        }
        else if (target.IsUnknownNewer)
        {
            var newest = OpenShiftVersion.Newest;
            Messages.Say($"warning: check: OpenShift {target} is newer than this program: the rules are those of {newest}");
        }

        return target;
    }

    private static int Check(string[] paths, OpenShiftVersion target, string output)
    {
        if (paths.Length == 0)
        {
            return Fail(ExitStatus.Usage, "nothing is given: name a folder or files");
        }

        var (files, others, problems) = SourceLoader.Load(paths);
        foreach (var problem in problems)
        {
            Fail(ExitStatus.Unknown, $"{problem}: name a folder or file that can be read");
        }

        var result = PackagingCheck.Judge(files, target, TimeProvider.System.GetUtcNow());
        result = result with { NotLookedInto = [.. result.NotLookedInto, .. others.Select(o => new Unseen(o, OfNoKind))] };
        if (files.Count == 0 && others.Count == 0)
        {
            return problems.Count > 0
                ? ExitStatus.Unknown
                : Fail(ExitStatus.Unknown, "there is no manifest in what is given: name a folder with .yaml or .json files");
        }

        switch (output)
        {
            case "json":
                StandardOutput.WriteDocument(FindingJson.Bytes(result));
                break;
            case "sarif":
                StandardOutput.WriteDocument(FindingSarif.Bytes(result.Findings, Environment.CurrentDirectory));
                SayNotLookedInto(result);
                break;
            case "github" or "gcc":
                foreach (var annotation in FindingAnnotations.Of(result.Findings, Environment.CurrentDirectory))
                {
                    Console.WriteLine(output == "gcc" ? annotation.ToGcc() : annotation.ToGithub());
                }

                SayNotLookedInto(result);
                break;
            default:
                FindingTable.Print(Screen(), result);
                break;
        }

        if (result.Findings.Any(f => f.Rule.Severity == Severity.Error))
        {
            return ExitStatus.Error;
        }

        if (result.LookedInto == 0)
        {
            return Fail(ExitStatus.Unknown, "nothing in what is given was looked into: name manifests of the pool, its image or its nodes");
        }

        return problems.Count > 0 ? ExitStatus.Unknown : ExitStatus.Ok;
    }

    private static void SayNotLookedInto(CheckResult result)
    {
        foreach (var (file, why) in result.NotLookedInto)
        {
            Messages.Say($"check: not looked into: {file}: {why}");
        }
    }

    private static int List(string[] paths, string output)
    {
        if (paths.Length > 0 || output is not ("table" or "json"))
        {
            return Fail(ExitStatus.Usage, "--rules takes no files, and --output table or json");
        }

        if (output == "json")
        {
            StandardOutput.WriteDocument(FindingJson.RuleBytes());
        }
        else
        {
            FindingTable.PrintRules(Screen());
        }

        return ExitStatus.Ok;
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
