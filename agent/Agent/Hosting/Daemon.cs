using System.Net;
using System.Runtime.InteropServices;
using Automount.Configuration;
using AutomountAgent.Interop;
using AutomountAgent.Model;
using AutomountAgent.Output;
using AutomountAgent.Output.Journal;
using AutomountAgent.Output.Metrics;
using AutomountAgent.Output.Web;
using AutomountAgent.Telemetry;
using Serilog.Core;
using Serilog.Extensions.Logging;

namespace AutomountAgent.Hosting;

/// <summary>The daemon: watches until it is told to stop, and says what it sees. One configuration after the other, one process.</summary>
/// <param name="paths">Where the node's files are.</param>
/// <param name="configFile">The only configuration file to read; null for the usual ones.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">The logging pipeline.</param>
/// <param name="threshold">Its least level, which the configuration sets.</param>
internal sealed class Daemon(HostPaths paths, string? configFile, SteadyClock time, Logger logger, LoggingLevelSwitch threshold)
{
    /// <summary>How long the judge waits for news before it judges again and tells the service manager that it is alive.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);

    /// <summary>How long the judge waits for the checks that come with the first one.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// A service that is not READY in two minutes is ended by systemd. Deadlines are the administrator's to set, so the first round may take longer: then what
    /// it has seen is told, and the rest is unknown.
    /// </summary>
    private static readonly TimeSpan ReadyAtLatest = TimeSpan.FromMinutes(1);

    private readonly Counters counters = new();
    private readonly FindingLog changes = new(logger);
    private readonly Judgement judgement = new(Dns.GetHostName(), time, new FindingLog(logger));
    private readonly NodeStore store = new();
    private volatile CheckPlan? plan;
    private HttpEndpoint? endpoint;
    private IPEndPoint? listening;

    /// <summary>Runs until <paramref name="stop"/> is set. SIGHUP reads the configuration again; a bad one is refused and the last good one stays.</summary>
    public async Task RunAsync(Settings settings, CancellationToken stop)
    {
        using var logs = new SerilogLoggerFactory(logger);
        using var reload = new SemaphoreSlim(0);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            reload.Release();
        });
        while (!stop.IsCancellationRequested)
        {
            threshold.MinimumLevel = Logs.Level(settings.LogLevel);
            await ListenAsync(settings.Listen, logs, stop);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var watching = WatchAsync(settings, logs, end.Token);
            var next = await NextSettingsAsync(reload, watching, stop);
            await end.CancelAsync();
            await Ended(watching);
            settings = next ?? settings;
        }

        Notify.Stopping();
        await CloseAsync();
    }

    private async Task<Settings?> NextSettingsAsync(SemaphoreSlim reload, Task watching, CancellationToken stop)
    {
        while (true)
        {
            var asked = reload.WaitAsync(stop);
            if (await Task.WhenAny(asked, watching) == watching || stop.IsCancellationRequested)
            {
                return null;
            }

            var (settings, problems) = SettingsReader.Read(paths, configFile);
            if (settings is not null)
            {
                logger.Information("configuration read again");
                return settings;
            }

            foreach (var problem in problems)
            {
                logger.Error("configuration not taken over, the last good one stays: {Problem}", problem.ToString());
            }
        }
    }

    /// <summary>Being cancelled is how watching ends; anything else is a fault of ours and ends the process.</summary>
    private static async Task Ended(Task watching)
    {
        try
        {
            await watching;
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
    }

    private async Task WatchAsync(Settings settings, ILoggerFactory logs, CancellationToken end)
    {
        store.Update(state => state.WithSilence(settings.Silence));
        using var watch = new NodeWatch(settings, paths, counters, time, logs, changes);
        plan = watch.Plan;
        watch.FollowChanges();
        var firstRound = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var looking = watch.Plan.RunAsync(store, time, firstRound, end);
        if (judgement.Report is null)
        {
            Notify.Status("first round: looking at every link");
            await Task.WhenAny(firstRound.Task, looking, Task.Delay(ReadyAtLatest, time, end));
            end.ThrowIfCancellationRequested();
            Notify.Ready(StatusLine.Of(judgement.Next(store.State), store.State.Required?.Seen));
        }

        await Task.WhenAll(looking, JudgeAsync(end), watch.Remedies.RunAsync(() => (store.State, judgement.Report), end));
    }

    private async Task JudgeAsync(CancellationToken end)
    {
        var said = "";
        while (true)
        {
            // Checks come in groups, and one verdict on all of them is enough.
            if (await store.WaitAsync(Tick, end))
            {
                await Task.Delay(Gather, end);
            }

            var status = StatusLine.Of(judgement.Next(store.State), store.State.Required?.Seen);
            if (status != said)
            {
                Notify.Status(status);
                said = status;
            }

            if (IsHealthy())
            {
                Notify.Watchdog();
            }
        }
    }

    /// <summary>Listens where the configuration says, from one configuration to the next without a gap when that has not changed.</summary>
    private async Task ListenAsync(IPEndPoint? address, ILoggerFactory logs, CancellationToken stop)
    {
        if (endpoint is not null && Equals(address, listening))
        {
            return;
        }

        await CloseAsync();
        if (address is null)
        {
            return;
        }

        try
        {
            endpoint = await HttpEndpoint.StartAsync(address, new EndpointSources(Input, IsHealthy), logs, stop);
            listening = address;
        }
        catch (EndpointException e)
        {
            logger.Error("no metrics: {Problem}", e.Message);
        }
    }

    private async Task CloseAsync()
    {
        if (endpoint is { } open)
        {
            endpoint = null;
            await open.DisposeAsync();
        }
    }

    private MetricsInput Input() => new(store.State, judgement.Shown, judgement.Rpc, counters, AgentInfo.Current, time.Step);

    /// <summary>True while every check comes round: what the watchdog and <c>/healthz</c> tell.</summary>
    private bool IsHealthy() => plan?.IsAlive ?? true;
}
