using System.Runtime.InteropServices;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Output.Journal;

namespace AutomountAgent.Hosting;

/// <summary>
/// Runs one configuration after the other. SIGHUP reads it again: the scope of the old one ends, then that of the new one begins. A bad one
/// is refused, and the last good one stays. The endpoint and the verdict outlive the scopes.
/// </summary>
/// <param name="settings">The configuration in force.</param>
/// <param name="levels">What is logged.</param>
/// <param name="endpoint">Listens where the configuration says.</param>
/// <param name="manager">systemd.</param>
/// <param name="store">Receives what became of the configuration.</param>
/// <param name="time">Clock.</param>
/// <param name="scopes">Makes the scope of a configuration.</param>
/// <param name="log">Receives what became of a reload.</param>
internal sealed partial class ConfigurationService(
    ActiveSettings settings,
    LogLevels levels,
    EndpointService endpoint,
    ServiceManager manager,
    NodeStore store,
    SteadyClock time,
    IServiceScopeFactory scopes,
    ILogger<ConfigurationService> log) : BackgroundService
{
    private readonly SemaphoreSlim hangups = new(0, 1);
    private PosixSignalRegistration? hangup;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Without a handler SIGHUP would end the process.
        hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            Signal.Raise(hangups);
        });
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        hangup?.Dispose();
        hangups.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            store.Update(state => state with { Configuration = new(time.GetUtcNow()) });
            var scope = ConfigurationScope.Begin(scopes);
            manager.Reloaded(); // Ignored for the first scope, which belongs to the start.
            try
            {
                await await Task.WhenAny(NextAsync(stoppingToken), scope.FailureAsync());
            }
            finally
            {
                await scope.EndAsync();
            }

            levels.Set(settings.Value.LogLevel);
            await endpoint.ListenAsync(stoppingToken);
        }
    }

    /// <summary>Waits for SIGHUP and a good configuration.</summary>
    private async Task NextAsync(CancellationToken cancel)
    {
        while (true)
        {
            await hangups.WaitAsync(cancel);
            manager.Reloading();
            var problems = settings.Reload();
            if (problems.IsEmpty)
            {
                LogReload();
                return;
            }

            foreach (var problem in problems)
            {
                LogRefusal(problem.ToString());
            }

            store.Update(state => Refuse(state, problems[0]));
            manager.Reloaded();
        }
    }

    private NodeState Refuse(NodeState state, FileProblem problem) => state with
    {
        Configuration = state.Configuration! with { RefusedAt = time.GetUtcNow(), Problem = Printable.Escape(problem.ToString(), 512) },
    };

    [LoggerMessage(LogLevel.Information, "configuration read again")]
    private partial void LogReload();

    [LoggerMessage(LogLevel.Error, "configuration not taken over, the last good one stays: {Problem}")]
    private partial void LogRefusal(string problem);
}
