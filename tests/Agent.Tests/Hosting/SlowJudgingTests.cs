using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using AgentTests.Support;
using Automount.Configuration;
using Automount.Maps;
using Automount.Text;
using AutomountAgent.History;
using AutomountAgent.Hosting;
using AutomountAgent.Model;
using AutomountAgent.Output.Journal;
using AutomountAgent.Probe;
using AutomountAgent.Rules;
using AutomountAgent.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serilog.Core;
using Xunit;

namespace AgentTests.Hosting;

/// <summary>
/// The whole daemon in this process, with a parser or rules that do not return: neither READY nor a keep-alive nor the stop waits for them.
/// </summary>
[Collection(nameof(NotifySocket))]
[Trait("suite", "hostile")]
public sealed class SlowJudgingTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);
    private static readonly Settings NoEndpoint = new() { Listen = null };

    private readonly NotifySocket systemd = new();
    private readonly FakeTimeProvider clock = new();
    private readonly CancellationTokenSource stop = new();
    private readonly ManualResetEventSlim returns = new(true);
    private readonly Logger logger = Logs.Create(new LogLevels(), _ => { });
    private readonly JudgeChain judge;
    private DirectorySnapshot directory = new([Some.Domain()]);
    private Poller<DirectorySnapshot>? collector;
    private volatile bool areRulesSlow;
    private IHost? host;

    public SlowJudgingTests()
    {
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", systemd.Address);
        judge = (state, before, node, time) =>
        {
            if (areRulesSlow)
            {
                returns.Wait(CancellationToken.None);
            }

            return ChainJudge.Judge(state, before, node, time);
        };
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", null);
        returns.Set();
        stop.Cancel();
        host?.Dispose();
        logger.Dispose();
        stop.Dispose();
        systemd.Dispose();
    }

    [Fact]
    public async Task AnEntryThatTakesTooLongHoldsUpNeitherReadyNorKeepAlivesNorTheStop()
    {
        returns.Reset();
        var running = Run();

        await TimePassesUntilAsync("READY=1");

        var report = await ReportAsync(Verdict.Unknown);
        var finding = Assert.Single(report.Findings, f => f.Kind.Code == "map/not-judged");
        Assert.Equal("judging the maps took longer than 15 s, at key * of map auto.home", finding.Message);
        Assert.Equal(("auto.home", "*"), (finding.Source!.Map, finding.Source.Key));
        Assert.Equal(finding.Message, report.Links.Single(l => l.Link == Automount.Findings.Link.Map).Reason);
        await systemd.UntilAsync("WATCHDOG=1");
        await EndAsync(running);
    }

    [Fact]
    public async Task TheDaemonIsKeptAliveWhileTheMapsAreJudged()
    {
        var running = Run();
        await systemd.UntilAsync("READY=1");
        await ReportAsync(Verdict.Ok);
        returns.Reset();
        directory = new([Some.Domain() with { Maps = [Some.Maps[0], Some.Map("auto.home", ("alice", "nfs1:/alice"))] }]);
        collector!.Wake();
        await systemd.ReceivedAsync();

        await systemd.UntilAsync("WATCHDOG=1");
        await systemd.UntilAsync("WATCHDOG=1");

        await EndAsync(running);
    }

    [Fact]
    public async Task WhatWasGivenUpIsTriedAgain()
    {
        returns.Reset();
        var running = Run();
        await TimePassesUntilAsync("READY=1");
        await ReportAsync(Verdict.Unknown);

        returns.Set();
        clock.Advance(MapDerivation.Pause);
        collector!.Wake();

        Assert.DoesNotContain((await ReportAsync(Verdict.Ok)).Findings, f => f.Kind.Code == "map/not-judged");
        await EndAsync(running);
    }

    [Fact]
    public async Task RulesThatTakeTooLongHoldUpNeitherReadyNorKeepAlivesNorTheStop()
    {
        returns.Reset();
        areRulesSlow = true;
        var running = Run(isParserSlow: false);

        await TimePassesUntilAsync("READY=1");

        var report = await ReportAsync(Verdict.Unknown);
        Assert.Equal("map/not-judged", Assert.Single(report.Findings).Kind.Code);
        Assert.All(report.Links, link => Assert.StartsWith("the rules took longer than 10 s", link.Reason));
        await systemd.UntilAsync("WATCHDOG=1");
        await EndAsync(running);
    }

    private Task<bool> Run(bool isParserSlow = true)
    {
        var settings = new ActiveSettings(NoEndpoint, () => (null, ImmutableArray<FileProblem>.Empty));
        var builder = DaemonHost.Compose(settings, HostPaths.Host, clock, new LogLevels(), logger);
        builder.Services
            .AddSingleton(new HistoryFile("/nonexistent"))
            .AddSingleton(p => new MapDerivation(p.GetRequiredService<SteadyClock>(), isParserSlow ? SlowParse : null))
            .AddSingleton(p => new Judgement("node1", p.GetRequiredService<SteadyClock>(), p.GetRequiredService<FindingLog>(), judge))
            .AddScoped(p => new PollPlan(collector = Collector(p.GetRequiredService<MapDerivation>())))
            .AddScoped(_ => NoRemedies());
        host = builder.Build();
        return DaemonHost.RunAsync(host, stop.Token);
    }

    private EntryResult SlowParse(string key, string value, EntryContext context)
    {
        returns.Wait(CancellationToken.None);
        return EntryParser.Parse(key, value, context);
    }

    private Poller<DirectorySnapshot> Collector(MapDerivation derivation) => new(
        "directory",
        Long,
        Long,
        (_, _) => Task.FromResult(directory),
        (state, seen) => state with
        {
            Directory = seen,
            Sssd = Some.Node.Sssd,
            Automount = Some.Node.Automount,
            Servers = Some.Node.Servers,
            Mounts = Some.Node.Mounts,
            Required = Some.Node.Required,
            Pods = Some.Node.Pods,
        },
        TimeProvider.System,
        NullLogger.Instance)
    {
        Derivation = derivation,
    };

    private Remedies NoRemedies()
    {
        var tools = new RemedyTools(
            (_, _, _, _) => throw new NotSupportedException(), (_, _) => throw new NotSupportedException(), _ => { });
        return new Remedies(NoEndpoint, tools, new Counters(), clock);
    }

    /// <summary>Waits for a message while a minute passes on the daemon's clock, and not longer.</summary>
    private async Task TimePassesUntilAsync(string message)
    {
        var arrived = systemd.UntilAsync(message);
        for (var seconds = 0; seconds < 60 && !arrived.IsCompleted; seconds++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Patience.Minute);
        }

        await arrived.WaitAsync(TimeSpan.FromSeconds(1), Patience.Minute);
    }

    private async Task<ChainReport> ReportAsync(Verdict verdict)
    {
        var judgement = host!.Services.GetRequiredService<Judgement>();
        await Patience.UntilAsync(() => judgement.Report?.Verdict == verdict);
        return judgement.Report!;
    }

    private async Task EndAsync(Task<bool> running)
    {
        var time = Stopwatch.StartNew();
        await stop.CancelAsync();
        Assert.True(await running.WaitAsync(Patience.Minute));
        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }
}
