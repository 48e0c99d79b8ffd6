using System.Runtime.InteropServices;
using AutomountAgent.Chain;
using AutomountAgent.Configuration;
using AutomountAgent.Native;
using AutomountAgent.Report;
using AutomountAgent.Report.Journal;
using AutomountAgent.Report.Metrics;
using AutomountAgent.Report.Web;
using Serilog.Core;
using Serilog.Extensions.Logging;

namespace AutomountAgent.Run;

/// <summary>The daemon: watches until it is told to stop, and says what it sees. One configuration after the other, one process.</summary>
/// <param name="paths">Where the node's files are.</param>
/// <param name="configFile">The only configuration file to read; null for the usual ones.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">The logging pipeline.</param>
/// <param name="threshold">Its least level, which the configuration sets.</param>
public sealed class Daemon(HostPaths paths, string? configFile, TimeProvider time, Logger logger, LoggingLevelSwitch threshold)
{
    /// <summary>How long the judge waits for news before it judges again and tells the service manager that it is alive.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);

    /// <summary>How long the judge waits for the checks that come with the first one.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(250);

    private readonly Counters counters = new();
    private readonly FindingLog changes = new(logger);
    private readonly Judgement judgement = new(System.Net.Dns.GetHostName(), time, new FindingLog(logger));
    private readonly NodeStore store = new();
    private volatile CheckPlan? plan;

    /// <summary>Runs until <paramref name="stop"/> is set. SIGHUP reads the configuration again; a bad one is refused and the last good one stays.</summary>
    public async Task RunAsync(Settings settings, CancellationToken stop)
    {
        using var reload = new SemaphoreSlim(0);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            reload.Release();
        });
        while (!stop.IsCancellationRequested)
        {
            threshold.MinimumLevel = Logs.Level(settings.LogLevel);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var watching = WatchAsync(settings, end.Token);
            var next = await NextSettingsAsync(reload, watching, stop);
            await end.CancelAsync();
            await Ended(watching);
            settings = next ?? settings;
        }

        Notify.Stopping();
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

    private async Task WatchAsync(Settings settings, CancellationToken end)
    {
        using var logs = new SerilogLoggerFactory(logger);
        using var watch = new NodeWatch(settings, paths, counters, time, logs, changes);
        plan = watch.Plan;
        await using var endpoint = await ListenAsync(settings, logs, end);
        watch.FollowChanges();
        var round = watch.Plan.RunOnceAsync(store, end);
        if (judgement.Report is null)
        {
            Notify.Status("first round: looking at every link");
            await round;
            Notify.Ready(StatusLine.Of(judgement.Next(store.State, settings.Silence), store.State.Required?.Seen));
        }

        // After a reload the watchdog runs already, and the first round may take longer than it allows: judge meanwhile.
        await Task.WhenAll(RunAsync(), JudgeAsync(settings.Silence, end), watch.Remedies.RunAsync(() => (store.State, judgement.Report), end));

        async Task RunAsync()
        {
            await round;
            await watch.Plan.RunAsync(store, end);
        }
    }

    private async Task JudgeAsync(Silence silence, CancellationToken end)
    {
        var said = "";
        while (true)
        {
            // Checks come in groups, and one verdict on all of them is enough.
            if (await store.WaitAsync(Tick, end))
            {
                await Task.Delay(Gather, end);
            }

            var status = StatusLine.Of(judgement.Next(store.State, silence), store.State.Required?.Seen);
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

    private async Task<HttpEndpoint?> ListenAsync(Settings settings, ILoggerFactory logs, CancellationToken end)
    {
        if (settings.Listen is not { } address)
        {
            return null;
        }

        try
        {
            return await HttpEndpoint.StartAsync(address, new EndpointSources(Input, IsHealthy), logs, end);
        }
        catch (EndpointException e)
        {
            logger.Error("no metrics: {Problem}", e.Message);
            return null;
        }
    }

    private MetricsInput Input() => new(store.State, judgement.Report, judgement.Rpc, counters, AgentInfo.Current);

    /// <summary>True while every check comes round: what the watchdog and <c>/healthz</c> tell.</summary>
    private bool IsHealthy() => plan?.IsAlive ?? true;
}
