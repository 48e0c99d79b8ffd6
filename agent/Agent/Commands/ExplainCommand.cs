using System.Collections.Immutable;
using System.CommandLine;
using Automount.Configuration;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Explain;
using AutomountAgent.Hosting;
using AutomountAgent.Interop;
using AutomountAgent.Model;
using AutomountAgent.Output.Terminal;

namespace AutomountAgent.Commands;

/// <summary>
/// <c>automount-agent explain PATH|POD|TEXT</c>: the chain for one path, for each path of a pod, or for the path that an error message
/// names. The running daemon is asked, which knows how long a fault lasts; where it does not run, or a pod is asked for, the collectors and
/// rules of the daemon look afresh, once. The path is not touched unless <c>--trigger</c> says so.
/// </summary>
internal static class ExplainCommand
{
    private static readonly Argument<string> What = new("PATH|POD|TEXT")
    {
        Description = "absolute path to explain, a pod as NAMESPACE/POD, or the text of an error message, quoted",
    };

    private static readonly Option<bool> Trigger = new("--trigger") { Description = "mount the path as well, as a user would" };
    private static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "print the answer alone, in one line" };
    private static readonly Option<uint?> User = new("--uid")
    {
        Description = "say what this user may do in the exported directory",
        HelpName = "UID",
    };

    private static readonly Option<uint?> Group = new("--gid") { Description = "group of that user", HelpName = "GID" };
    private static readonly TimeSpan StandardTimeout = TimeSpan.FromSeconds(20);
    private static readonly Option<TimeSpan?> Timeout = Options.Timeout(StandardTimeout);
    private static readonly Option<string?> Config = Options.Config();
    private static readonly Option<OutputFormat> Output = Options.Output();

    public static Command Create()
    {
        var command = new Command("explain", "follow one path along the chain, and name the first broken link")
        {
            What, Trigger, Quiet, User, Group, Timeout, Config, Output,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Group) is not null && result.GetValue(User) is null)
            {
                result.AddError("--gid needs --uid");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        if (Setup.ReadSettings(arguments.GetValue(Config)) is not { } settings)
        {
            return ExitStatus.Configuration;
        }

        var asked = arguments.GetValue(What)!;
        if (PodArgument.IsPod(asked))
        {
            if (!Setup.SeesMountsOfNode("explain"))
            {
                return ExitStatus.Unknown;
            }

            var (explained, ofPod) = await ExplainPod.RunAsync(settings, asked, arguments.GetValue(Timeout) ?? StandardTimeout, cancel);
            PrintPod(asked, explained, arguments.GetValue(Output), arguments.GetValue(Quiet));
            return ofPod.ExitStatus();
        }

        var question = Question.Of(asked);
        if (question.Error is { Message: null })
        {
            return Fail(question.Problem(NodeState.Empty)!);
        }

        var started = TimeProvider.System.GetTimestamp();
        var timeout = arguments.GetValue(Timeout) ?? StandardTimeout;
        var looksItself = arguments.GetValue(Trigger) || arguments.GetValue(Config) is not null;
        var explanation = looksItself ? null : await AskDaemonAsync(settings, question, timeout, cancel);
        var paths = new PathExplanation(TimeProvider.System);
        if (explanation is null)
        {
            if (!Setup.SeesMountsOfNode("explain"))
            {
                return ExitStatus.Unknown;
            }

            var only = settings with { RequiredPaths = Required(arguments, question), RequiredMaps = [], RequiredFromPods = false };
            var (state, report) = await OneRound.RunAsync(only, Left(), cancel);
            if (question.Problem(state) is { } problem)
            {
                return Fail(problem);
            }

            explanation = await paths.OfAsync(question, state, report, Left(), cancel);
        }
        else if (!explanation.Unasked.IsEmpty && LibC.GetEffectiveUserId() == 0)
        {
            explanation = await paths.AskAgainAsync(explanation, Left(), cancel);
        }

        explanation = arguments.GetValue(User) is { } user ? explanation.WithPermissions(user, arguments.GetValue(Group)) : explanation;
        Print(explanation, arguments.GetValue(Output), arguments.GetValue(Quiet));
        return explanation.Verdict.ExitStatus();

        TimeSpan Left() => timeout - TimeProvider.System.GetElapsedTime(started);
    }

    /// <summary>What the daemon says; null when it does not run or cannot say it.</summary>
    private static async Task<Explanation?> AskDaemonAsync(
        Settings settings, Question question, TimeSpan timeout, CancellationToken cancel)
    {
        using var daemon = new RunningDaemon(settings);
        var answer = await daemon.ExplainAsync(question.Asked, timeout / 2, cancel);
        return answer.Document is { } document ? ExplanationJsonReader.Read(document) : null;
    }

    private static ImmutableArray<string> Required(ParseResult arguments, Question question) =>
        arguments.GetValue(Trigger) && question.PathIn(NodeState.Empty) is { } path ? [path] : [];

    private static void PrintPod(string pod, IReadOnlyList<Explanation> explained, OutputFormat output, bool quiet)
    {
        if (output == OutputFormat.Json)
        {
            Console.WriteLine(ExplanationJson.Text(pod, explained));
            return;
        }

        foreach (var explanation in explained)
        {
            Print(explanation, output, quiet);
        }
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

    private static int Fail(string why)
    {
        Console.Error.WriteLine($"automount-agent: explain: {Printable.Escape(why, 2048)}");
        return ExitStatus.Unknown;
    }
}
