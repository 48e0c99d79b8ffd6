using System.Threading.Channels;

namespace AutomountAgent.Bus;

/// <summary>
/// Serves the agent's object under its name for as long as there is a bus, and signals what changes. Its connection is its own: calls
/// that flood it do not delay those of the collectors. After each round of signals the bus is asked for an answer, so that no more than
/// one round waits for a bus that does not read.
/// </summary>
/// <param name="bus">A bus that nobody else uses.</param>
/// <param name="answers">Where the answers come from.</param>
/// <param name="time">Clock.</param>
/// <param name="report">Receives why the object is not served, once for each reason.</param>
internal sealed class AgentService(SystemBus bus, AgentAnswers answers, TimeProvider time, Action<string> report) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>A call that every bus answers: the policy of the system bus of Debian refuses it org.freedesktop.DBus.Peer.</summary>
    private static readonly BusCall Answer = new("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetId");

    private readonly Channel<bool> changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private string reported = "";

    /// <summary>Begins to serve.</summary>
    public void Start() => bus.OnConnect(ServeAsync);

    /// <summary>The properties may have changed. It does not wait.</summary>
    public void Changed() => changes.Writer.TryWrite(true);

    /// <inheritdoc/>
    public void Dispose() => bus.Dispose();

    private async Task ServeAsync(BusConnection connection, CancellationToken stop)
    {
        try
        {
            var served = new AgentObject(answers, new CallerIds(connection), time);
            await connection.ServeAsync(served, AgentInterface.Name, Deadline, stop).ConfigureAwait(false);
            reported = "";
        }
        catch (BusException e)
        {
            Report(e.Message);
            throw;
        }

        _ = connection.Ended.ContinueWith(_ => Changed(), TaskScheduler.Default);
        await SignalAsync(connection, stop).ConfigureAwait(false);
    }

    private async Task SignalAsync(BusConnection connection, CancellationToken stop)
    {
        var sent = answers.Properties();
        while (await changes.Reader.ReadAsync(stop).ConfigureAwait(false) && !connection.Ended.IsCompleted)
        {
            var now = answers.Properties();
            try
            {
                connection.Signal(sent, now);
                await connection.CallAsync(Answer, static _ => true, Deadline, stop).ConfigureAwait(false);
            }
            catch (BusException)
            {
                connection.End(); // Whoever listens reads the properties of the next connection.
                return;
            }

            sent = now;
        }
    }

    private void Report(string problem)
    {
        if (problem != reported)
        {
            report(problem);
            reported = problem;
        }
    }
}
