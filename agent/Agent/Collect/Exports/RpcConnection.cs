using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Automount.Nfs;

namespace AutomountAgent.Collect.Exports;

/// <summary>
/// A TCP connection to an RPC service that carries many calls together; replies are matched by transaction id. A call that is not answered
/// in time ends the connection: the server hangs, and whatever else was asked has the same answer. Thread-safe.
/// </summary>
internal sealed class RpcConnection : IAsyncDisposable
{
    /// <summary>A reply to the calls that are made here takes a few hundred bytes.</summary>
    private const int MaxReply = 64 * 1024;

    private const uint LastFragment = 0x8000_0000;

    private readonly Socket socket;
    private readonly RpcCall calls;
    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<uint, TaskCompletionSource<byte[]>> waiting = new();
    private readonly CancellationTokenSource ended = new();
    private readonly SemaphoreSlim sender = new(1);
    private readonly Task receiver;
    private volatile RpcFailure? failure;
    private uint nextXid = (uint)Random.Shared.NextInt64(1L << 32);

    private RpcConnection(Socket socket, bool isPrivileged, RpcCall calls, TimeProvider time)
    {
        this.socket = socket;
        this.calls = calls;
        this.time = time;
        IsPrivileged = isPrivileged;
        receiver = ReceiveAsync();
    }

    /// <summary>Whether the source port is below 1024.</summary>
    public bool IsPrivileged { get; }

    /// <summary>Connects, from a privileged port where this process may use one.</summary>
    /// <param name="service">Address and port.</param>
    /// <param name="calls">Makes the calls.</param>
    /// <param name="timeout">How long connecting may take.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancel">Ends the attempt.</param>
    /// <exception cref="RpcFailure">It could not be connected.</exception>
    public static async Task<RpcConnection> ConnectAsync(
        IPEndPoint service, RpcCall calls, TimeSpan timeout, TimeProvider time, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        var socket = new Socket(service.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            var isPrivileged = PrivilegedPort.TryBind(socket);
            await socket.ConnectAsync(service, either.Token).ConfigureAwait(false);
            return new RpcConnection(socket, isPrivileged, calls, time);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            socket.Dispose();
            throw new RpcFailure($"No TCP connection to {service} within {timeout.TotalSeconds:0.#} s.");
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new RpcFailure($"No TCP connection to {service} ({e.SocketErrorCode}).");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Calls a procedure and waits for its results.</summary>
    /// <param name="procedure">What to call.</param>
    /// <param name="arguments">Its arguments in XDR.</param>
    /// <param name="timeout">How long the reply may take.</param>
    /// <param name="cancel">Gives the call up.</param>
    /// <returns>The results in XDR.</returns>
    /// <exception cref="RpcFailure">The call was not served, or not answered.</exception>
    public async Task<ReadOnlyMemory<byte>> CallAsync(
        RpcProcedure procedure, ReadOnlyMemory<byte> arguments, TimeSpan timeout, CancellationToken cancel)
    {
        var xid = Interlocked.Increment(ref nextXid);
        var reply = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[xid] = reply;
        try
        {
            await SendAsync(calls.Make(xid, procedure, arguments.Span), timeout, cancel).ConfigureAwait(false);
            var message = await reply.Task.WaitAsync(timeout, time, cancel).ConfigureAwait(false);
            var header = RpcResult.Read(message);
            return header.Problem.Length == 0 ? message.AsMemory(header.Start) : throw new RpcFailure($"Not served: {header.Problem}.");
        }
        catch (TimeoutException)
        {
            throw End(new RpcFailure($"No reply within {timeout.TotalSeconds:0.#} s."));
        }
        catch (NfsFormatException e)
        {
            throw End(new RpcFailure($"The reply cannot be understood: {e.Message}."));
        }
        finally
        {
            waiting.TryRemove(xid, out _);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        End(new RpcFailure("The connection was closed."));
        await receiver.ConfigureAwait(false);
        ended.Dispose();
        sender.Dispose();
    }

    private async Task SendAsync(byte[] call, TimeSpan timeout, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel, ended.Token);
        var isFree = false;
        try
        {
            await sender.WaitAsync(either.Token).ConfigureAwait(false);
            isFree = true;
            ThrowIfEnded();
            await socket.SendAsync(call, SocketFlags.None, either.Token).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw End(new RpcFailure($"The server broke the connection off ({e.SocketErrorCode})."));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw End(new RpcFailure($"The server took no call within {timeout.TotalSeconds:0.#} s."));
        }
        finally
        {
            if (isFree)
            {
                sender.Release();
            }
        }
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                Deliver(await MessageAsync().ConfigureAwait(false));
            }
        }
        catch (Exception e) when (e is SocketException or EndOfStreamException or ObjectDisposedException)
        {
            End(new RpcFailure("The server closed the connection without a reply."));
        }
        catch (NfsFormatException e)
        {
            End(new RpcFailure($"The reply cannot be understood: {e.Message}."));
        }
        catch (OperationCanceledException)
        {
            // The connection has ended already.
        }
    }

    /// <summary>The fragments of one message, joined (RFC 5531, section 11).</summary>
    private async Task<byte[]> MessageAsync()
    {
        var mark = new byte[4];
        var message = Array.Empty<byte>();
        uint header;
        do
        {
            await FillAsync(mark).ConfigureAwait(false);
            header = BinaryPrimitives.ReadUInt32BigEndian(mark);
            var length = header & ~LastFragment;
            if (length == 0 || length > MaxReply - message.Length)
            {
                throw new NfsFormatException($"a fragment has {length} bytes");
            }

            var start = message.Length;
            Array.Resize(ref message, start + (int)length);
            await FillAsync(message.AsMemory(start)).ConfigureAwait(false);
        }
        while ((header & LastFragment) == 0);
        return message;
    }

    private async Task FillAsync(Memory<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var count = await socket.ReceiveAsync(buffer, SocketFlags.None, ended.Token).ConfigureAwait(false);
            buffer = count > 0 ? buffer[count..] : throw new EndOfStreamException();
        }
    }

    private void Deliver(byte[] message)
    {
        var xid = new XdrReader(message).Word();
        if (waiting.TryRemove(xid, out var reply))
        {
            reply.TrySetResult(message);
        }
    }

    /// <summary>Ends the connection with its first failure, which all calls that wait get.</summary>
    private RpcFailure End(RpcFailure reason)
    {
        var first = Interlocked.CompareExchange(ref failure, reason, null) ?? reason;
        ended.Cancel();
        socket.Dispose();
        foreach (var (xid, reply) in waiting)
        {
            waiting.TryRemove(xid, out _);
            reply.TrySetException(first);
        }

        return first;
    }

    private void ThrowIfEnded()
    {
        if (failure is { } reason)
        {
            throw reason;
        }
    }
}
