using System.Collections.Immutable;
using System.Net;
using AgentTests.Support;
using Automount.Configuration;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.History;
using AutomountAgent.Hosting;
using AutomountAgent.Model;
using AutomountAgent.Output.Journal;
using AutomountAgent.Probe;
using AutomountAgent.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serilog.Core;
using Xunit;

namespace AgentTests.Hosting;

/// <summary>
/// NOTIFY_SOCKET belongs to the process and to all that it starts, a slapd of another test for one, which reports to it as well: nothing
/// else runs beside these tests.
/// </summary>
[CollectionDefinition(nameof(NotifySocket), DisableParallelization = true)]
public sealed class NotifySocketCollection;

/// <summary>The whole daemon in this process, with one collector that does what the test says.</summary>
[Collection(nameof(NotifySocket))]
public sealed class DaemonHostTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly Settings AnyPort = new() { Listen = new IPEndPoint(IPAddress.Loopback, 0) };

    private readonly NotifySocket systemd = new();
    private readonly DirectoryInfo state = Directory.CreateTempSubdirectory("history-");
    private readonly FakeTimeProvider clock = new();
    private readonly ClockWithoutTimers overdue = new();
    private readonly CancellationTokenSource stop = new();
    private readonly List<IReadOnlyList<(string Field, string Value)>> journal = [];
    private readonly LogLevels levels = new();
    private readonly Logger logger;
    private readonly TaskCompletionSource<RequiredSnapshot> look = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<NodeState, Observation<RequiredSnapshot>, NodeState> publish = (state, seen) => state with { Required = seen };
    private Poller<RequiredSnapshot>? collector;
    private IHost? host;

    public DaemonHostTests()
    {
        logger = Logs.Create(levels, journal.Add);
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", systemd.Address);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", null);
        stop.Cancel();
        host?.Dispose();
        logger.Dispose();
        stop.Dispose();
        state.Delete(recursive: true);
        systemd.Dispose();
    }

    [Fact]
    public async Task ReadyFollowsTheFirstRoundAndItsVerdict()
    {
        var running = Run();
        Assert.Equal("STATUS=first round: looking at every link", await systemd.NextAsync());
        using var client = new HttpClient { BaseAddress = Endpoint() };
        var early = await client.GetAsync("/readyz", Patience.Minute);
        Assert.Equal("the first round is not done yet\n", await early.Content.ReadAsStringAsync(Patience.Minute));
        systemd.AssertNothing();

        look.SetResult(new([]));

        Assert.StartsWith("STATUS=directory unknown: ", await systemd.NextAsync());
        Assert.Equal("READY=1", await systemd.NextAsync());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/readyz", Patience.Minute)).StatusCode);
        Assert.Equal("WATCHDOG=1", (await systemd.UntilAsync("WATCHDOG"))[^1]);
        await EndAsync(running);
    }

    [Fact]
    public async Task ReadyDoesNotWaitForACollectorThatHangs()
    {
        var running = Run();
        await systemd.NextAsync();
        clock.Advance(EvaluationService.MaxFirstRound - TimeSpan.FromSeconds(1));
        await Task.Delay(100, TestContext.Current.CancellationToken);
        systemd.AssertNothing();

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.StartsWith("STATUS=directory unknown: ", await systemd.NextAsync());
        Assert.Equal("READY=1", await systemd.NextAsync());
        await EndAsync(running);
    }

    /// <summary>Its own deadline has failed: only a restart helps.</summary>
    [Fact]
    public async Task TheWatchdogIsNotFedWhileACollectorIsOverdue()
    {
        var running = Run();
        await systemd.NextAsync();
        clock.Advance(EvaluationService.MaxFirstRound);
        await systemd.UntilAsync("WATCHDOG=1");

        overdue.Advance(20 * Minute);

        await systemd.ReceivedAsync();
        await Task.Delay(KeepAliveService.Interval + TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("WATCHDOG=1", await systemd.ReceivedAsync());
        using var client = new HttpClient { BaseAddress = Endpoint() };
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/healthz", Patience.Minute)).StatusCode);
        await EndAsync(running);
    }

    [Fact]
    public async Task AStopDuringTheFirstRoundIsNoReady()
    {
        var running = Run();
        await systemd.NextAsync();

        await stop.CancelAsync();

        Assert.True(await running.WaitAsync(Patience.Minute));
        Assert.Equal("STOPPING=1", await systemd.NextAsync());
        systemd.AssertNothing();
        Assert.Empty(journal);
    }

    [Fact]
    public async Task AFailureDuringTheFirstRoundEndsTheProcess()
    {
        publish = (_, _) => throw new InvalidOperationException("cannot publish");
        var running = Run();

        look.SetResult(new([]));

        await AssertFailedAsync(running, "cannot publish");
        Assert.DoesNotContain("READY=1", await systemd.UntilAsync("STOPPING=1"));
    }

    [Fact]
    public async Task AFailureLaterOnEndsTheProcess()
    {
        var running = Run();
        look.SetResult(new([]));
        await systemd.UntilAsync("READY");
        publish = (_, _) => throw new InvalidOperationException("cannot publish");

        collector!.Wake();

        await AssertFailedAsync(running, "cannot publish");
        await systemd.UntilAsync("STOPPING=1");
    }

    [Fact]
    public async Task MoreLibraryCallsThatHangThanItCanLiveWithEndTheProcessWithTheReason()
    {
        var running = Run();
        look.SetResult(new([]));
        await systemd.UntilAsync("READY");
        var counters = host!.Services.GetRequiredService<Counters>();
        for (var i = 0; i <= Counters.MaxStuckCalls; i++)
        {
            counters.CallGivenUp("libldap");
        }

        collector!.Wake();

        await AssertFailedAsync(running, "calls into libldap have not returned");
        Assert.True(counters.IsStuck);
        Assert.Contains(await systemd.UntilAsync("STOPPING=1"), s => s.StartsWith("STATUS=more than 8 calls into libldap"));
    }

    private Task<bool> Run()
    {
        var settings = new ActiveSettings(AnyPort, () => (null, ImmutableArray<FileProblem>.Empty));
        var builder = DaemonHost.Compose(settings, HostPaths.Host, clock, levels, logger);
        builder.Services
            .AddSingleton(new HistoryFile(state.FullName))
            .AddScoped(_ => new PollPlan(collector = Collector()))
            .AddScoped(_ => NoRemedies());
        host = builder.Build();
        return DaemonHost.RunAsync(host, stop.Token);
    }

    private Poller<RequiredSnapshot> Collector() => new(
        "required", Minute, 10 * Minute, (_, _) => look.Task, (state, seen) => publish(state, seen), overdue, NullLogger.Instance);

    private Remedies NoRemedies()
    {
        var tools = new RemedyTools(
            (_, _, _, _) => throw new NotSupportedException(), (_, _) => throw new NotSupportedException(), _ => { });
        return new Remedies(AnyPort, tools, new Counters(), clock);
    }

    private Uri Endpoint() => host!.Services.GetRequiredService<EndpointService>().Address!;

    private async Task EndAsync(Task<bool> running)
    {
        await stop.CancelAsync();
        Assert.True(await running.WaitAsync(Patience.Minute));
        await systemd.UntilAsync("STOPPING=1");
        systemd.AssertNothing();
    }

    private async Task AssertFailedAsync(Task<bool> running, string message)
    {
        Assert.False(await running.WaitAsync(Patience.Minute));
        Assert.Contains(journal, entry => entry.Contains(("PRIORITY", "2")) && entry[0].Value.Contains(message));
    }

    /// <summary>Time passes, and the deadline of a poll does not notice.</summary>
    private sealed class ClockWithoutTimers : FakeTimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
