using System.Collections.Immutable;
using System.CommandLine;
using Automount.Findings;
using Automount.Text;
using AutomountPackaging.Emit;
using AutomountPackaging.Platform;
using AutomountPackaging.Values;

namespace AutomountPackaging.Commands;

/// <summary><c>automount-packaging emit</c>: values to a folder of manifests.</summary>
internal static class EmitCommand
{
    public static Command Create(Emitter emitter)
    {
        var directory = new Option<string>("--directory") { Description = "the folder to write", HelpName = "DIR", Required = true };
        var file = new Option<string?>("--values")
        {
            Description = "read values from this YAML file; options win over it", HelpName = "FILE",
        };
        var options = ValueKey.All.Where(k => k.Option is not null).Select(k => (Key: k, Option: OptionOf(k))).ToArray();
        var command = new Command("emit", "write the manifests that put the agent on the nodes of a pool") { directory, file };
        foreach (var (_, option) in options)
        {
            command.Add(option);
        }

        command.SetAction(arguments =>
        {
            var used = options.Where(o => arguments.GetResult(o.Option) is not null);
            var given = used.Select(o => GivenBy(o.Key, o.Key.IsSwitch ? ["true"] : arguments.GetValue(o.Option)!));
            return Run(emitter, arguments.GetValue(directory)!, arguments.GetValue(file), [.. given]);
        });
        return command;
    }

    private static Given GivenBy(ValueKey key, string[] texts) => new(key, [.. texts.Select(text => new GivenText(text, 0))], key.Option!);

    private static Option<string[]> OptionOf(ValueKey key)
    {
        var option = new Option<string[]>(key.Option!)
        {
            Description = key.Explanation,
            HelpName = key.Form,
            Arity = key.IsSwitch ? ArgumentArity.Zero : ArgumentArity.OneOrMore,
        };
        option.Validators.Add(result =>
        {
            if (!key.IsList && result.Tokens.Count > 1)
            {
                result.AddError($"{key.Option} is given {result.Tokens.Count} times: give it once");
            }
        });
        return option;
    }

    private static int Run(Emitter emitter, string directory, string? valuesFile, ImmutableArray<Given> given)
    {
        var (values, problems) = ReadValues(valuesFile, given);
        var (inputs, unread) = InputFiles.Read(values);
        if (problems.Length + unread.Length > 0)
        {
            return Messages.Refuse([.. problems, .. unread, .. InputRules.Check(values, inputs)]);
        }

        if (values.OpenShift.IsUnknownNewer)
        {
            var newest = OpenShiftVersion.Newest;
            Messages.Say($"warning: OpenShift {values.OpenShift} is newer than this program: the rules are those of {newest}");
        }

        var emitted = emitter.Emit(values, inputs);
        foreach (var finding in emitted.Findings)
        {
            var severity = finding.Rule.Severity.Name();
            Messages.Say($"{severity}: {finding.File}:{finding.Line}: {finding.Message}: {finding.Rule.Remedy}");
        }

        if (emitted.Problems.Length > 0)
        {
            return Messages.Refuse(emitted.Problems);
        }

        if (emitted.Files.IsEmpty)
        {
            Messages.Say("emit: the check refuses these manifests, see above: nothing was written");
            return ExitStatus.Error;
        }

        if (OutputFolder.Write(directory, emitted.Files) is { } failure)
        {
            Messages.Say($"emit: {failure}");
            return ExitStatus.Unknown;
        }

        Console.WriteLine($"{Path.Combine(directory, "APPLY.md")} says what to do with the {emitted.Files.Length} files of {directory}");
        return ExitStatus.Ok;
    }

    private static (EmitValues Values, ImmutableArray<FileProblem> Problems) ReadValues(string? valuesFile, ImmutableArray<Given> given)
    {
        var problems = new List<FileProblem>();
        var fragment = ImmutableArray<Given>.Empty;
        if (valuesFile is not null)
        {
            if (InputFiles.ReadFile(valuesFile, problems) is not { } file)
            {
                return (new EmitValues(), [.. problems]);
            }

            (fragment, var wrong) = ValuesFile.Parse(file.Text, valuesFile);
            problems.AddRange(wrong);
        }

        var (values, more) = ValuesMerge.Merge([.. fragment, .. given], valuesFile ?? "emit");
        problems.AddRange(more);
        return (values, [.. problems.OrderBy(p => p.Line)]);
    }
}
