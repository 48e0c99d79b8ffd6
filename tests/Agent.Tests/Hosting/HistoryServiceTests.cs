using AgentTests.Output;
using AgentTests.Support;
using AgentTests.Telemetry;
using Automount.Findings;
using AutomountAgent.Hosting;
using AutomountAgent.History;
using AutomountAgent.Model;
using AutomountAgent.Output.Journal;
using AutomountAgent.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Serilog.Core;
using Serilog.Extensions.Logging;
using Xunit;

namespace AgentTests.Hosting;

/// <summary>The daemon keeps its history, and goes on without it.</summary>
public sealed class HistoryServiceTests : IDisposable
{
    private const string Metric = "automount_history_last_write_successful";

    private static readonly FindingChanges Raised = new([Fixture.Hung], [], []);
    private static readonly FindingChanges Cleared = new([], [], [Fixture.Hung]);

    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory("history-");
    private readonly List<IReadOnlyList<(string Field, string Value)>> journal = [];
    private readonly Logger logger;
    private readonly SerilogLoggerFactory logs;
    private readonly Counters counters = new();
    private readonly SteadyClock clock = new(new SteppedClock());
    private readonly HistoryFile file;
    private readonly HistoryService service;

    public HistoryServiceTests()
    {
        logger = Logs.Create(new LogLevels(), journal.Add);
        logs = new SerilogLoggerFactory(logger);
        file = new HistoryFile(Path.Combine(parent.FullName, "state"));
        service = Make("b1");
    }

    public void Dispose()
    {
        service.Dispose();
        logs.Dispose();
        logger.Dispose();
        parent.Delete(recursive: true);
    }

    [Fact]
    public async Task AFindingIsKeptWhenItIsRaisedAndWhenItIsCleared()
    {
        parent.CreateSubdirectory("state");
        await service.StartAsync(Patience.Minute);

        service.Judged(Fixture.State, Raised, Fixture.Now);
        service.Judged(Fixture.State, Cleared, Fixture.Now.AddMinutes(1));

        await Patience.UntilAsync(() => file.Read().Records.Length == 3);
        var kept = file.Read().Records;
        Assert.Equal([HistoryEvents.Start, HistoryEvents.Raised, HistoryEvents.Cleared], kept.Select(r => r.Event));
        Assert.Equal(240, kept[2].LastedSeconds);
        Assert.Equal(kept.AsEnumerable(), service.Newest);
        Assert.Equal(1, Assert.Single(counters.Series(Metric)).Value);
    }

    /// <summary>What was before the reboot is on the page after it.</summary>
    [Fact]
    public async Task TheNextDaemonKnowsWhatWasBefore()
    {
        parent.CreateSubdirectory("state");
        await service.StartAsync(Patience.Minute);
        service.Judged(Fixture.State, Raised, Fixture.Now);
        await Patience.UntilAsync(() => file.Read().Records.Length == 2);
        using var next = Make("b2");

        await next.StartAsync(Patience.Minute);

        await Patience.UntilAsync(() => next.Newest.Length == 3);
        Assert.Equal(["b1", "b1", "b2"], next.Newest.Select(r => r.Boot));
    }

    /// <summary>A disk that cannot be written is logged once and told by the metric; afterwards the history says what it lacks.</summary>
    [Fact]
    public async Task ADiskThatCannotBeWrittenCostsOneLine()
    {
        await service.StartAsync(Patience.Minute);
        service.Judged(Fixture.State, Raised, Fixture.Now);
        service.Judged(Fixture.State, Cleared, Fixture.Now);
        await Patience.UntilAsync(() => service.Newest.Length == 3);
        Assert.Equal(0, Assert.Single(counters.Series(Metric)).Value);

        parent.CreateSubdirectory("state");
        service.Judged(Fixture.State, Raised, Fixture.Now);

        await Patience.UntilAsync(() => counters.Of(Metric) == 1);
        var kept = file.Read().Records;
        Assert.Equal([HistoryEvents.Missing, HistoryEvents.Raised], kept.Select(r => r.Event));
        Assert.Equal(3, kept[0].Count);
        await Patience.UntilAsync(() => Messages().Count() == 2);
        Assert.Equal(
            ["no history is kept: Could not find a part of", "the history is kept again, without 3 records"],
            Messages().Select(message => message.Split(" the path")[0].Split(" '")[0]));
    }

    [Fact]
    public async Task TheVerdictsOfTheDaemonAreKept()
    {
        parent.CreateSubdirectory("state");
        await service.StartAsync(Patience.Minute);
        using var judgement = new Judgement("worker-1", clock, new FindingLog(NullLogger<FindingLog>.Instance), history: service);

        var verdict = await judgement.NextAsync(Fixture.State, Patience.Minute);

        var findings = verdict.Findings.Count();
        await Patience.UntilAsync(() => file.Read().Records.Length == 1 + findings);
        Assert.NotEqual(0, findings);
    }

    private HistoryService Make(string boot) =>
        new(file, new HistoryRecords(boot), counters, clock, logs.CreateLogger<HistoryService>());

    private IEnumerable<string> Messages() => journal.Select(entry => entry.First(field => field.Field == "MESSAGE").Value);
}
