using System.Collections.Immutable;
using Automount.Findings;
using Automount.Maps;
using Automount.Text;
using AutomountAgent.Bus;
using AutomountAgent.Collect.Exports;
using AutomountAgent.Collect.Servers;
using AutomountAgent.Derive;
using AutomountAgent.Explain;
using AutomountAgent.Model;
using AutomountAgent.Output.Metrics;
using AutomountAgent.Output.Terminal;
using AutomountAgent.Output.Web;
using AutomountAgent.Probe;
using AutomountAgent.Telemetry;
using AutomountAgent.Validate;

namespace AutomountAgent.Hosting;

/// <summary>What the daemon answers on the bus: from memory, but for <c>Explain</c> and <c>Trigger</c>.</summary>
/// <param name="judgement">The newest verdict.</param>
/// <param name="sources">What the endpoint answers from as well.</param>
/// <param name="settings">The configuration in force.</param>
/// <param name="counters">Receives touches.</param>
/// <param name="clock">Clock.</param>
internal sealed class BusAnswers(
    Judgement judgement, EndpointSources sources, ActiveSettings settings, Counters counters, SteadyClock clock) : IDisposable
{
    /// <summary>Servers are asked for the paths of so many questions a second, whoever asks them.</summary>
    private const int QuestionsPerSecond = 10;

    /// <summary>The servers of a path may take so long in all; the caller waits <see cref="AgentObject.MaxTime"/>.</summary>
    private static readonly TimeSpan ServersTime = TimeSpan.FromSeconds(8);

    private readonly RenderedOnce status = new(input => ChainJson.Bytes(input.Shown!, NodeOverview.Of(input.State)));
    private readonly Pace pace = new(QuestionsPerSecond, clock);
    private readonly HostResolver resolver = new(clock);
    private readonly Prober prober = new(Prober.OwnCommand(), counters, clock);

    /// <summary>The answers.</summary>
    public AgentAnswers Answers => new()
    {
        Properties = Properties,
        Status = Status,
        NotReady = NotReady,
        Explain = ExplainAsync,
        Validate = Validate,
        Trigger = TriggerAsync,
    };

    /// <inheritdoc/>
    public void Dispose() => prober.Dispose();

    private AgentProperties Properties()
    {
        var report = judgement.Report;
        return new(
            AgentInfo.Current.Version,
            (report?.Verdict ?? Verdict.Unknown).Name(),
            report?.FirstBroken?.Kind.Code ?? "",
            [.. (report?.Findings ?? []).Take(AgentProperties.MaxFindings).Select(Of)])
        {
            Conditions = [.. (report?.MovedBy(clock.Step).Conditions ?? NodeConditions.NotYet).Select(Of)],
        };
    }

    private static BusCondition Of(NodeCondition condition) => new(
        condition.Type.Name(),
        condition.Status.Name(),
        condition.Reason,
        Printable.Escape(condition.Message, 1024),
        condition.Since == default ? 0 : (ulong)condition.Since.ToUnixTimeSeconds());

    private static BusFinding Of(Finding finding) => new(
        finding.Kind.Code,
        finding.Severity.Name(),
        finding.Kind.Link.Name(),
        Printable.Escape(finding.Subject, 1024),
        Printable.Escape(finding.Message, 2048),
        Printable.Escape(finding.WhatToDo, 2048));

    private ReadOnlyMemory<byte>? Status() => sources.Newest() is { Report: not null } newest ? status.Of(newest) : null;

    private string? NotReady() => sources.Newest() is var newest ? EndpointSources.NotReady(newest.State, newest.Report) : null;

    private async Task<ReadOnlyMemory<byte>> ExplainAsync(string argument, CancellationToken cancel) =>
        ExplanationJson.Bytes(await ExplanationAsync(argument, cancel));

    private async Task<Explanation> ExplanationAsync(string argument, CancellationToken cancel)
    {
        var judged = Judged();
        var question = Question.Of(argument);
        if (question.Problem(judged.State) is { } problem)
        {
            throw new RequestException(problem);
        }

        await pace.WaitAsync(cancel);
        using var connections = new RpcConnections(clock);
        var asker = new ServerAsker(settings.Value, resolver, connections, counters, clock);
        var trace = PathExplanation.Trace(judged.State, question.PathIn(judged.State)!);
        var (state, report) = await new NewestAnswers(asker, judged.Report.Node, clock).OfAsync(judged.State, judged.Report, trace, cancel);
        return await new PathExplanation(clock).OfAsync(question, state, report, ServersTime, cancel);
    }

    /// <summary>The maps as the daemon has them; it has judged them already.</summary>
    private Task<ReadOnlyMemory<byte>> Validate(CancellationToken cancel)
    {
        var judged = Judged();
        var analysis = judged.State.Analysis;
        if (analysis.GivenUp is { } givenUp)
        {
            throw new RequestException(givenUp.Why);
        }

        var maps = judged.State.Maps;
        var read = maps.Maps.Append(maps.Content).OfType<MapContent>().ToImmutableArray();
        var result = new MapValidation(
            [.. analysis.Lint.Kinds.SelectMany(kind => kind.Listed)],
            read.Length,
            read.Sum(map => map.Entries.Length + map.Dropped.Length),
            analysis.Lint.Silenced.ToImmutableSortedDictionary(s => s.Key, s => s.Value))
        {
            More = [.. analysis.Lint.Kinds.Where(kind => kind.More > 0)],
        };
        var report = result.ToReport(judged.Report.Node, clock.GetUtcNow()).MovedBy(clock.Step);
        return Task.FromResult<ReadOnlyMemory<byte>>(ChainJson.Bytes(report, result.Summary));
    }

    private async Task<(bool Mounted, string Message)> TriggerAsync(string path, TimeSpan timeout, CancellationToken cancel)
    {
        if (!path.StartsWith('/'))
        {
            throw new RequestException($"'{Printable.Escape(path)}' is not an absolute path");
        }

        var result = await TriggerOnce.RunAsync(prober.ProbeAsync, path, timeout, cancel);
        if (result.Mounted)
        {
            return (true, result.Message);
        }

        var explanation = await ExplanationAsync(path, cancel);
        return (false, TriggerOnce.Why(result, explanation.FirstBroken is null ? null : ExplanationTable.Blame(explanation)));
    }

    private Judged Judged() => judgement.Newest ?? throw new RequestException("the first round is not done yet");
}
