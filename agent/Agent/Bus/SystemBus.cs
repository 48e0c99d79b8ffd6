namespace AutomountAgent.Bus;

/// <summary>
/// The system bus. It connects when there is something to do, and again after the bus was restarted. This folder is the only one that
/// knows the library Tmds.DBus.Protocol.
/// </summary>
/// <param name="address">Address of the bus (D-Bus specification, server addresses); null for the system bus.</param>
internal sealed class SystemBus(string? address = null) : IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private Task<BusConnection>? current;

    /// <summary>Calls a method and reads its answer.</summary>
    /// <param name="call">What to call.</param>
    /// <param name="read">Reads the answer. It must not block.</param>
    /// <param name="deadline">How long it may take in all, connecting included.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="BusException">There is no bus, no answer, or the answer is an error.</exception>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    public async Task<T> CallAsync<T>(BusCall call, BusRead<T> read, TimeSpan deadline, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var clock = TimeProvider.System; // Deadlines of the kernel's clock: the node's own may be set.
        var started = clock.GetTimestamp();
        BusConnection connection;
        try
        {
            connection = await ConnectedAsync().WaitAsync(deadline, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new BusException(BusErrorKind.NoReply, $"{call}: the bus did not answer within {deadline.TotalSeconds:0.#} s");
        }

        var left = deadline - clock.GetElapsedTime(started);
        return await connection.CallAsync(call, read, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancel).ConfigureAwait(false);
    }

    /// <summary>
    /// Sets up the present connection and every later one: the place to add matches, and to serve objects. From then on the bus is
    /// connected to in the background too: a second after the connection was lost, then less and less often, at least every 30 s.
    /// </summary>
    /// <param name="setup">
    /// What to do with a connection; it has to bound its own waiting. When it throws a <see cref="BusException"/>, the connection is
    /// given up.
    /// </param>
    public void OnConnect(Func<BusConnection, CancellationToken, Task> setup) => _ = KeepAsync(setup);

    /// <summary>Closes the connection; calls that are still waiting fail.</summary>
    public void Dispose() => stop.Cancel();

    private async Task KeepAsync(Func<BusConnection, CancellationToken, Task> setup)
    {
        var retry = FirstRetry;
        while (!stop.IsCancellationRequested)
        {
            var wasUp = await UseAsync(setup).ConfigureAwait(false);
            retry = wasUp ? FirstRetry : retry;
            await Task.Delay(retry, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            retry = TimeSpan.FromTicks(Math.Min(2 * retry.Ticks, LastRetry.Ticks));
        }
    }

    /// <summary>Sets up a connection and waits for its end; false when there was none, or it could not be set up.</summary>
    private async Task<bool> UseAsync(Func<BusConnection, CancellationToken, Task> setup)
    {
        BusConnection? connection = null;
        try
        {
            connection = await ConnectedAsync().ConfigureAwait(false);
            await setup(connection, stop.Token).ConfigureAwait(false);
            await connection.Ended.ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is BusException or OperationCanceledException or ObjectDisposedException)
        {
            connection?.End(); // The reason is reported by the calls that fail meanwhile.
            return false;
        }
    }

    /// <summary>The connection, or the attempt to make it that is under way.</summary>
    private Task<BusConnection> ConnectedAsync()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(stop.IsCancellationRequested, this);
            if (current is null || IsOver(current))
            {
                current = BusConnection.OpenAsync(address, stop.Token);
            }

            return current;
        }
    }

    private static bool IsOver(Task<BusConnection> attempt) =>
        attempt.IsFaulted || (attempt.IsCompletedSuccessfully && attempt.Result.Ended.IsCompleted);
}
