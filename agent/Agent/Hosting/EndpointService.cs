using System.Net;
using AutomountAgent.Output.Web;

namespace AutomountAgent.Hosting;

/// <summary>
/// Listens where the configuration says. A reload that leaves <c>[metrics] listen</c> as it is does not touch the endpoint: it answers all
/// the time.
/// </summary>
/// <param name="settings">The configuration in force.</param>
/// <param name="sources">Where the answers come from.</param>
/// <param name="logs">Receives failures of a request.</param>
/// <param name="log">Receives why it cannot listen.</param>
internal sealed partial class EndpointService(
    ActiveSettings settings, EndpointSources sources, ILoggerFactory logs, ILogger<EndpointService> log) : IHostedService
{
    private HttpEndpoint? endpoint;
    private IPEndPoint? listening;

    /// <summary>Where it listens; null when it does not.</summary>
    public Uri? Address => endpoint?.Address;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => ListenAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => CloseAsync();

    /// <summary>
    /// Listens where the configuration in force says. When it cannot, it reports why, and the agent goes on without the endpoint.
    /// </summary>
    public async Task ListenAsync(CancellationToken cancel)
    {
        var address = settings.Value.Listen;
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
            endpoint = await HttpEndpoint.StartAsync(address, sources, logs, cancel);
            listening = address;
        }
        catch (EndpointException e)
        {
            LogProblem(e.Message);
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

    [LoggerMessage(LogLevel.Error, "no metrics: {Problem}")]
    private partial void LogProblem(string problem);
}
