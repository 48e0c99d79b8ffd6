using System.Text;
using Automount.Configuration;
using Automount.Text;
using AutomountAgent.Bus;

namespace AutomountAgent.Commands;

/// <summary>What the running daemon answered, or why it did not.</summary>
/// <param name="Answered">The daemon runs, and said something.</param>
/// <param name="Document">What it said, when that is what was asked for; null when it cannot say that now.</param>
/// <param name="Why">Why there is none: one sentence, printable.</param>
internal sealed record DaemonAnswer(bool Answered, string? Document, string Why);

/// <summary>
/// Asks the running daemon: over the bus, which works with <c>listen = off</c> as well; where it is not on the bus, at its endpoint.
/// </summary>
/// <param name="settings">Where its endpoint is.</param>
internal sealed class RunningDaemon(Settings settings) : IDisposable
{
    /// <summary>The daemon answers from memory; what takes longer does not answer.</summary>
    private static readonly TimeSpan MaxAnswerTime = TimeSpan.FromSeconds(5);

    private readonly SystemBus bus = new();
    private readonly HttpClient? http = DaemonAddress.Client(settings);

    private AgentClient Client => new(bus);

    /// <summary>The JSON document of <c>status</c>.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public async Task<DaemonAnswer> StatusAsync(CancellationToken cancel)
    {
        try
        {
            return new(true, await Client.StatusAsync(MaxAnswerTime, cancel), "");
        }
        catch (BusException e)
        {
            return e.Kind == BusErrorKind.BadRequest ? Refusal(e) : await AskEndpointAsync("api/v1/status", e, cancel);
        }
    }

    /// <summary>Whether every required path is ready: then there is a document; why not is said otherwise.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public async Task<DaemonAnswer> ReadyAsync(CancellationToken cancel)
    {
        try
        {
            var (ready, missing) = await Client.ReadyAsync(MaxAnswerTime, cancel);
            return new(true, ready ? "ok" : null, Printable.Escape(missing, 1024));
        }
        catch (BusException e)
        {
            return await AskEndpointAsync("readyz", e, cancel);
        }
    }

    /// <summary>The JSON document of <c>explain</c>; the endpoint has none.</summary>
    /// <param name="argument">What to explain.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public async Task<DaemonAnswer> ExplainAsync(string argument, TimeSpan timeout, CancellationToken cancel)
    {
        try
        {
            return new(true, await Client.ExplainAsync(argument, timeout, cancel), "");
        }
        catch (BusException e)
        {
            return e.Kind == BusErrorKind.BadRequest ? Refusal(e) : new(false, null, Printable.Escape(e.Message, 1024));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        bus.Dispose();
        http?.Dispose();
    }

    private static DaemonAnswer Refusal(BusException e) => new(true, null, Printable.Escape(e.Said, 2048));

    private async Task<DaemonAnswer> AskEndpointAsync(string page, BusException notOnBus, CancellationToken cancel)
    {
        if (http is null)
        {
            return new(false, null, Unreachable(notOnBus, null));
        }

        try
        {
            using var response = await http.GetAsync(page, cancel);
            var text = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(cancel));
            return response.IsSuccessStatusCode
                ? new(true, text, "")
                : new(true, null, Printable.Escape(text.Trim(), 1024));
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            return new(false, null, Unreachable(notOnBus, e));
        }
    }

    private string Unreachable(BusException notOnBus, Exception? notListening)
    {
        var listens = notListening is null ? "it listens nowhere ([metrics] listen)" : $"{settings.Listen}: {notListening.Message}";
        if (notOnBus.Kind == BusErrorKind.NoOwner)
        {
            return $"the daemon does not run (on the bus nobody has the name {AgentInterface.Name}; {listens}): " +
                "systemctl start automount-agent";
        }

        var onBus = Printable.Escape(notOnBus.Message, 512);
        return $"the daemon cannot be asked (on the bus: {onBus}; {listens}); is automount-agent.service running?";
    }
}
