using System.Collections.Immutable;
using Automount.Maps;
using AutomountAgent.Collect.Exports;
using AutomountAgent.Collect.Servers;
using AutomountAgent.Derive;
using AutomountAgent.Explain;
using AutomountAgent.Model;

namespace AutomountAgent.Hosting;

/// <summary>
/// Explains a path from what was observed of the node, and asks the servers of the path whether they export it. The path is not touched.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class PathExplanation(TimeProvider time)
{
    private static readonly TimeSpan MaxExportWait = TimeSpan.FromSeconds(5);

    /// <summary>The explanation.</summary>
    /// <param name="question">What was asked for; it has no <see cref="Question.Problem"/>.</param>
    /// <param name="state">What was observed.</param>
    /// <param name="report">The verdict on it.</param>
    /// <param name="left">How long the servers may take in all.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public async Task<Explanation> OfAsync(
        Question question, NodeState state, ChainReport report, TimeSpan left, CancellationToken cancel)
    {
        var trace = Trace(state, question.PathIn(state)!);
        var locations = PathTargets.Exports(state.Maps, trace.MapPath).ToImmutableArray();
        var exports = await AskExportsAsync(locations, left, cancel);
        var isUnasked = exports.Values.Any(answer => answer.Outcome == ExportOutcome.NeedsPrivilegedPort);
        var explanation = new PathExplainer(state, report, trace, exports, time).Explain() with { Unasked = isUnasked ? locations : [] };
        return question.Error is { Message: { } message } error
            ? explanation with { Meaning = message.Meaning, MessageSource = message.Source, Pod = error.Pod ?? "" }
            : explanation;
    }

    /// <summary>Asks the servers again, by a process that may use ports below 1024, what they did not tell another one.</summary>
    /// <param name="explanation">The explanation of the other.</param>
    /// <param name="left">How long the servers may take in all.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public async Task<Explanation> AskAgainAsync(Explanation explanation, TimeSpan left, CancellationToken cancel) =>
        explanation.AskedAgain(await AskExportsAsync(explanation.Unasked, left, cancel));

    /// <summary>A path in its spellings.</summary>
    public static PathTrace Trace(NodeState state, string path)
    {
        var trace = PathTrace.Of(path, state.Maps.Inputs.Node.Links, spelling => PathTargets.Of(state, spelling));
        return trace.Target is null ? trace with { Root = Mounted(state, trace.Canonical) } : trace;
    }

    /// <summary>The autofs mount that covers a path; empty when there is none. Of nested ones the innermost has the longest path.</summary>
    private static string Mounted(NodeState state, string path) =>
        (state.Mounts?.Seen?.Roots ?? [])
            .Where(root => root.Kind != AutofsMountKind.Offset && MountPath.IsAtOrBelow(path, root.MountPoint))
            .MaxBy(root => root.MountPoint.Length)?.MountPoint ?? "";

    private async Task<ImmutableDictionary<string, ExportAnswer>> AskExportsAsync(
        IEnumerable<ExportLocation> locations, TimeSpan left, CancellationToken cancel)
    {
        var answers = ImmutableDictionary.CreateBuilder<string, ExportAnswer>(StringComparer.Ordinal);
        var wait = left < MaxExportWait ? left : MaxExportWait;
        if (wait <= TimeSpan.Zero)
        {
            return answers.ToImmutable();
        }

        var survey = new ExportSurvey(new HostResolver(time), wait, time);
        await foreach (var (location, answer) in survey.RunAsync(locations, cancel))
        {
            answers[location.Host] = answer;
        }

        return answers.ToImmutable();
    }
}
