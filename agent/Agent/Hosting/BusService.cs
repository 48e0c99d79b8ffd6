using AutomountAgent.Bus;
using AutomountAgent.Model;

namespace AutomountAgent.Hosting;

/// <summary>
/// Serves the agent's object on the system bus, on a connection of its own. Where the bus does not give the name, that is logged, and the
/// agent goes on without.
/// </summary>
internal sealed partial class BusService : IHostedService, IDisposable
{
    private readonly BusAnswers answers;
    private readonly AgentService service;
    private readonly ILogger<BusService> log;

    /// <summary>Makes the service; it does not serve yet.</summary>
    /// <param name="answers">What is answered.</param>
    /// <param name="clock">Clock.</param>
    /// <param name="log">Receives why the object is not served.</param>
    public BusService(BusAnswers answers, SteadyClock clock, ILogger<BusService> log)
    {
        (this.answers, this.log) = (answers, log);
        service = new(new SystemBus(), answers.Answers, clock, LogProblem);
    }

    /// <summary>There is a new verdict. It does not wait.</summary>
    public void Judged() => service.Changed();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        service.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        service.Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        service.Dispose();
        answers.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "not on the bus: {Problem}")]
    private partial void LogProblem(string problem);
}
