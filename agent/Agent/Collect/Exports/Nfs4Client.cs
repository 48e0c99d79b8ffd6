using System.Threading.Channels;
using Automount.Nfs;

namespace AutomountAgent.Collect.Exports;

/// <summary>
/// Looks for paths on a server by NFS version 4, without a mount: COMPOUNDs that open nothing. With 4.1 and 4.2 they run in a session,
/// which is destroyed at the end, so that the server keeps no client. Thread-safe.
/// </summary>
internal sealed class Nfs4Client : IAsyncDisposable
{
    /// <summary>Not more calls than this are under way together.</summary>
    public const int MaxSlots = 8;

    /// <summary>A session's compound begins with SEQUENCE and PUTROOTFH and ends with GETATTR.</summary>
    private const int FixedOperations = 3;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);

    private readonly RpcConnection connection;
    private readonly TimeSpan timeout;
    private readonly TimeProvider time;
    private readonly Nfs4ClientId client;
    private readonly Nfs4SessionInfo? session;
    private readonly Channel<Slot> slots = Channel.CreateUnbounded<Slot>();

    private Nfs4Client(
        RpcConnection connection, uint minor, TimeSpan timeout, TimeProvider time, Nfs4ClientId client, Nfs4SessionInfo? session)
    {
        (this.connection, Minor, this.timeout, this.time, this.client, this.session) = (connection, minor, timeout, time, client, session);
        for (uint i = 0; i < Math.Clamp(session?.Slots ?? MaxSlots, 1, MaxSlots); i++)
        {
            slots.Writer.TryWrite(new Slot(i));
        }
    }

    /// <summary>The minor version in use.</summary>
    public uint Minor { get; }

    /// <summary>Takes the first minor version that the server has.</summary>
    /// <param name="connection">The connection; it stays the caller's.</param>
    /// <param name="minors">The minor versions to try, in this order.</param>
    /// <param name="timeout">How long each reply may take.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancel">Ends the attempt.</param>
    /// <returns>Null when the server has none of them.</returns>
    /// <exception cref="RpcFailure">The server does not answer, or not as the protocol says.</exception>
    public static async Task<Nfs4Client?> OpenAsync(
        RpcConnection connection, IEnumerable<uint> minors, TimeSpan timeout, TimeProvider time, CancellationToken cancel)
    {
        foreach (var minor in minors)
        {
            var (isThere, client, session) = minor == 0
                ? (await HasMinorZeroAsync(connection, timeout, cancel).ConfigureAwait(false), default, null)
                : await SessionAsync(connection, minor, timeout, cancel).ConfigureAwait(false);
            if (isThere)
            {
                return new Nfs4Client(connection, minor, timeout, time, client, session);
            }
        }

        return null;
    }

    /// <summary>Looks for a path. A server that answers DELAY is asked again until the timeout is over.</summary>
    /// <param name="names">The names of the path.</param>
    /// <param name="cancel">Gives the question up.</param>
    /// <exception cref="RpcFailure">The server does not answer, or not as the protocol says.</exception>
    public async Task<Nfs4Found> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancel)
    {
        if (session is not null && names.Count + FixedOperations > session.MaxOperations)
        {
            return new Nfs4Found(Nfs4Status.TooManyOperations, 0, false, false);
        }

        var started = time.GetTimestamp();
        for (var delay = FirstDelay; ; delay *= 2)
        {
            var found = await FindOnceAsync(names, cancel).ConfigureAwait(false);
            if (found.Status != Nfs4Status.Delay || time.GetElapsedTime(started) + delay > timeout)
            {
                return found;
            }

            await Task.Delay(delay, time, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Destroys the session and the client id, where the server still answers.</summary>
    public async ValueTask DisposeAsync()
    {
        if (session is null)
        {
            return;
        }

        try
        {
            await CallAsync(
                connection, new Nfs4Compound(Minor).DestroySession(session.Id), timeout, CancellationToken.None).ConfigureAwait(false);
            await CallAsync(
                connection, new Nfs4Compound(Minor).DestroyClientId(client.Id), timeout, CancellationToken.None).ConfigureAwait(false);
        }
        catch (RpcFailure)
        {
            // The server drops a client that it does not hear of, after its lease time.
        }
    }

    private static async Task<bool> HasMinorZeroAsync(RpcConnection connection, TimeSpan timeout, CancellationToken cancel)
    {
        var results = await CallAsync(connection, new Nfs4Compound(0).Find([]), timeout, cancel).ConfigureAwait(false);
        return Understand(() => Nfs4Reply.Status(results.Span)) != Nfs4Status.MinorVersionMismatch;
    }

    private static async Task<(bool IsThere, Nfs4ClientId Client, Nfs4SessionInfo? Session)> SessionAsync(
        RpcConnection connection, uint minor, TimeSpan timeout, CancellationToken cancel)
    {
        var owner = $"automount-agent {Environment.MachineName} {Guid.NewGuid():N}";
        var exchange = new Nfs4Compound(minor).ExchangeId((ulong)Random.Shared.NextInt64(), owner);
        var results = await CallAsync(connection, exchange, timeout, cancel).ConfigureAwait(false);
        var status = Understand(() => Nfs4Reply.Status(results.Span));
        if (status == Nfs4Status.MinorVersionMismatch)
        {
            return (false, default, null);
        }

        ThrowUnlessOk("EXCHANGE_ID", status);
        var client = Understand(() => Nfs4Reply.ClientId(results.Span));
        results = await CallAsync(
            connection, new Nfs4Compound(minor).CreateSession(client, MaxSlots), timeout, cancel).ConfigureAwait(false);
        ThrowUnlessOk("CREATE_SESSION", Understand(() => Nfs4Reply.Status(results.Span)));
        return (true, client, Understand(() => Nfs4Reply.Session(results.Span)));
    }

    private async Task<Nfs4Found> FindOnceAsync(IReadOnlyCollection<string> names, CancellationToken cancel)
    {
        var slot = await slots.Reader.ReadAsync(cancel).ConfigureAwait(false);
        try
        {
            var compound = new Nfs4Compound(Minor);
            if (session is not null)
            {
                compound.Sequence(session.Id, slot.Sequence, slot.Number, MaxSlots - 1);
            }

            var results = await CallAsync(connection, compound.Find(names), timeout, cancel).ConfigureAwait(false);
            var found = Understand(() => Nfs4Reply.Find(results.Span));
            slot.Sequence += found.Served ? 1u : 0;
            return found;
        }
        finally
        {
            slots.Writer.TryWrite(slot);
        }
    }

    private static Task<ReadOnlyMemory<byte>> CallAsync(
        RpcConnection connection, Nfs4Compound compound, TimeSpan timeout, CancellationToken cancel) =>
        connection.CallAsync(Nfs4Compound.Procedure, compound.Arguments, timeout, cancel);

    private static T Understand<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (NfsFormatException e)
        {
            throw new RpcFailure($"The reply cannot be understood: {e.Message}.");
        }
    }

    private static void ThrowUnlessOk(string operation, Nfs4Status status)
    {
        if (status != Nfs4Status.Ok)
        {
            throw new RpcFailure($"The server refuses {operation} (NFS4 status {(uint)status}).");
        }
    }

    /// <summary>A slot of the session: one call at a time, each with the next sequence id.</summary>
    private sealed class Slot(uint number)
    {
        public uint Number => number;

        public uint Sequence { get; set; } = 1;
    }
}
