using System.Net;
using Automount.Files;
using Automount.Text;
using AutomountAgent.Collect.Proc;
using AutomountAgent.History;
using AutomountAgent.Model;
using AutomountAgent.Output.Journal;
using AutomountAgent.Output.Metrics;
using AutomountAgent.Output.Web;
using AutomountAgent.Telemetry;
using Microsoft.Extensions.Hosting.Systemd;
using Serilog;
using Serilog.Core;

namespace AutomountAgent.Hosting;

/// <summary>Composes the daemon and runs it.</summary>
internal static class DaemonHost
{
    /// <summary>A stop takes milliseconds. After this long something hangs, and the process ends without it.</summary>
    private static readonly TimeSpan MaxStop = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The daemon's services, in the order of their start. The builder is the empty one: no files, variables or arguments configure the
    /// host.
    /// </summary>
    /// <param name="settings">The configuration in force.</param>
    /// <param name="paths">Where the node's files are.</param>
    /// <param name="time">The node's clock.</param>
    /// <param name="levels">What is logged.</param>
    /// <param name="logger">The logging pipeline.</param>
    public static HostApplicationBuilder Compose(
        ActiveSettings settings, HostPaths paths, TimeProvider time, LogLevels levels, Logger logger)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        var clock = new SteadyClock(time);
        builder.Services
            .Configure<HostOptions>(host =>
            {
                host.ShutdownTimeout = MaxStop;
                host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost;
            })
            .AddSerilog(logger)
            .AddSingleton(p => new ServiceManager(new SystemdNotifier(), p.GetRequiredService<IHostApplicationLifetime>(), clock))
            .AddSingleton<ISystemdNotifier>(p => p.GetRequiredService<ServiceManager>())
            .AddSingleton<IHostLifetime, SystemdLifetime>();
        builder.Services
            .AddSingleton(settings)
            .AddSingleton(paths)
            .AddSingleton(clock)
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton(levels)
            .AddSingleton<Counters>()
            .AddSingleton<FindingLog>()
            .AddSingleton<NodeStore>()
            .AddSingleton(_ => new MapDerivation(clock))
            .AddSingleton<Rounds>()
            .AddSingleton<LifeSigns>()
            .AddSingleton(new HistoryFile(paths.StateDirectory))
            .AddSingleton(_ => new HistoryRecords(BootId(paths)))
            .AddSingleton<HistoryService>()
            .AddSingleton(p => new Judgement(
                Dns.GetHostName(), clock, p.GetRequiredService<FindingLog>(), history: p.GetRequiredService<HistoryService>()))
            .AddSingleton(Sources)
            .AddSingleton<EndpointService>()
            .AddSingleton<BusAnswers>()
            .AddSingleton<BusService>();
        builder.Services
            .AddScoped(p => p.GetRequiredService<ActiveSettings>().Value)
            .AddScoped<NodeWatch>()
            .AddScoped(Plan)
            .AddScoped(p => p.GetRequiredService<NodeWatch>().Remedies)
            .AddScoped<ScheduleLoop>()
            .AddScoped<RemedyLoop>();
        builder.Services
            .AddHostedService(p => p.GetRequiredService<EndpointService>())
            .AddHostedService(p => p.GetRequiredService<BusService>())
            .AddHostedService(p => p.GetRequiredService<HistoryService>())
            .AddHostedService<ConfigurationService>()
            .AddHostedService<EvaluationService>()
            .AddHostedService<KeepAliveService>();
        return builder;
    }

    /// <summary>Runs the daemon until SIGTERM, or until one of its services fails: that is logged by the host.</summary>
    /// <param name="host">The daemon.</param>
    /// <param name="cancel">Ends it like SIGTERM.</param>
    /// <returns>False when a service failed.</returns>
    public static async Task<bool> RunAsync(IHost host, CancellationToken cancel)
    {
        var services = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToArray();
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        using var interrupt = cancel.Register(lifetime.StopApplication);
        try
        {
            await host.RunAsync(CancellationToken.None);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Stopped before the first service had started.
        }

        return services.All(service => service.ExecuteTask is not { IsFaulted: true });
    }

    private static EndpointSources Sources(IServiceProvider provider)
    {
        var store = provider.GetRequiredService<NodeStore>();
        var judgement = provider.GetRequiredService<Judgement>();
        var clock = provider.GetRequiredService<SteadyClock>();
        var signs = provider.GetRequiredService<LifeSigns>();
        var history = provider.GetRequiredService<HistoryService>();
        var usage = new ProcessReader(provider.GetRequiredService<HostPaths>(), clock);
        return new(Newest, provider.GetRequiredService<Counters>(), usage.Read, () => signs.AreThere);

        // The newest verdict with the very state that it is on; before the first one, what was seen so far.
        MetricsInput Newest() => judgement.Newest is { } judged
            ? new(judged.State, judged.Report, judged.Rpc, AgentInfo.Current, clock.Step) { History = history.Newest }
            : new(store.State, null, RpcTotals.Empty, AgentInfo.Current, clock.Step);
    }

    /// <summary>The id of this boot; empty when it cannot be read.</summary>
    private static string BootId(HostPaths paths)
    {
        try
        {
            return Printable.Escape(GuardedFile.ReadText(paths.BootId, 1024).Trim(), 64);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static PollPlan Plan(IServiceProvider provider)
    {
        var watch = provider.GetRequiredService<NodeWatch>();
        watch.FollowChanges();
        return watch.Plan;
    }
}
