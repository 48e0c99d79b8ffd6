using System.CommandLine;
using System.CommandLine.Completions;
using System.Text;
using AutomountAgent.Model;
using AutomountAgent.Output;
using AutomountAgent.Output.Terminal;

namespace AutomountAgent.Commands;

/// <summary>
/// <c>automount-agent condition NAME</c>: one condition of the node, as the running daemon has it. The exit status is that of a plugin of
/// node-problem-detector (kubernetes/node-problem-detector 6632ca6, pkg/custompluginmonitor/types/types.go: 0 OK, 1 NonOK, 2 Unknown), or,
/// with <c>--nagios</c>, of Nagios (Plugin API: 0 OK, 2 CRITICAL, 3 UNKNOWN). Both show standard output.
/// </summary>
internal static class ConditionCommand
{
    private static readonly string Names = string.Join(" or ", NodeConditions.Types.Select(type => type.Name()));

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = Names, HelpName = "NAME" };
        name.CompletionSources.Add(_ => NodeConditions.Types.Select(type => new CompletionItem(type.Name())));
        name.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => NodeConditions.Find(t.Value) is null))
            {
                result.AddError($"'{token.Value}' is not {Names}");
            }
        });
        var nagios = new Option<bool>("--nagios") { Description = "end with the status of a plugin of Nagios: 0, 2 or 3 (unknown)" };
        var config = Options.Config();
        var command = new Command("condition", "one condition of the node, for people and for plugins") { name, nagios, config };
        command.SetAction(async (arguments, cancel) =>
        {
            var status = await RunAsync(arguments.GetValue(name)!, arguments.GetValue(config), cancel);
            return arguments.GetValue(nagios) ? ForNagios(status) : status;
        });
        return command;
    }

    private static async Task<int> RunAsync(string name, string? configFile, CancellationToken cancel)
    {
        if (Setup.ReadSettings(configFile) is not { } settings)
        {
            return ExitStatus.Configuration;
        }

        using var daemon = new RunningDaemon(settings);
        var condition = Of(await daemon.StatusAsync(cancel), NodeConditions.Find(name)!.Value);
        Console.WriteLine(ConditionLine.Of(condition));
        return condition.Verdict.ExitStatus();
    }

    /// <summary>The condition; Unknown when the daemon does not say it.</summary>
    private static NodeCondition Of(DaemonAnswer answer, ConditionType type)
    {
        if (answer.Document is not { } document)
        {
            return new(type, ConditionStatus.Unknown, "NotAnswered", answer.Why, default);
        }

        return ChainJsonReader.Read(Encoding.UTF8.GetBytes(document))?.Conditions.FirstOrDefault(c => c.Type == type)
            ?? new(type, ConditionStatus.Unknown, "OtherVersion", "the daemon is of another version", default);
    }

    /// <summary>What is neither good nor bad is unknown there, a bad configuration as well.</summary>
    private static int ForNagios(int status) => status switch
    {
        ExitStatus.Ok => 0,
        ExitStatus.Broken => 2,
        _ => 3,
    };
}
