using System.Net;
using System.Net.Sockets;
using Automount.Maps;
using Automount.Nfs;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Servers;

/// <summary>What came of one NULL call.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Address">Address that was asked; empty when there was none.</param>
/// <param name="Detail">The error in one sentence; empty when the server is up.</param>
/// <param name="ResponseTime">From the call to its reply; null when there was no reply.</param>
internal sealed record PingReply(ServerOutcome Outcome, string Address, string Detail, TimeSpan? ResponseTime)
{
    /// <summary>Addresses of the name that do not answer, each with its error, while the server as a whole is up; else empty.</summary>
    public string DeadAddresses { get; init; } = "";

    /// <summary>A call before this one, on a connection that was kept, got no answer either.</summary>
    public bool IsSecondCall { get; init; }

    /// <summary>This node has no route to the network of the address, or does not speak its protocol: that says nothing of it.</summary>
    public bool IsUnroutable { get; init; }
}

/// <summary>
/// Asks an NFS server whether its RPC threads answer: a NULL call from an unprivileged port (RFC 5531), over TCP or, where an entry wants
/// that, over UDP. A mere connection would prove nothing, because the kernel of a hung server still completes handshakes.
/// </summary>
/// <param name="resolver">Resolves names.</param>
/// <param name="connections">Connections that earlier calls left.</param>
/// <param name="time">Clock.</param>
internal sealed class NfsPing(HostResolver resolver, RpcConnections connections, TimeProvider time)
{
    /// <summary>
    /// Asks one server. Its name may take <paramref name="timeout"/> to resolve, and the server one and a half times as long to answer.
    /// When there are addresses in use (<c>addr=</c>), all of them must answer; else one of the addresses of the name is enough, as it is
    /// for mount.nfs(8). Addresses that do not answer are named in either case. Throws only when <paramref name="cancel"/> is set.
    /// </summary>
    /// <param name="server">Host, version, port and transport; its addresses in use, and those of them that need no call.</param>
    /// <param name="timeout">How long each step may take.</param>
    /// <param name="cancel">Ends the call early.</param>
    public async Task<PingReply> AskAsync(PlannedServer server, TimeSpan timeout, CancellationToken cancel)
    {
        var (target, inUse) = (server.Target, server.InUse);
        var resolved = await resolver.ResolveAsync(target.Host, timeout, cancel);
        if (resolved.Addresses.IsEmpty)
        {
            return new(ServerOutcome.Unresolvable, "", resolved.Problem, null);
        }

        var addresses = inUse.Union(resolved.Addresses).ToList();
        var replies = await Task.WhenAll(addresses.Select(address => server.Spared.Contains(address)
            ? Task.FromResult(new PingReply(ServerOutcome.Up, address.ToString(), "", null))
            : AskAddressAsync(address, target, timeout, cancel)));
        var needed = replies.Take(inUse.IsEmpty ? replies.Length : inUse.Length).ToList();
        return WithDead(Combine(needed, allMustAnswer: !inUse.IsEmpty), replies);
    }

    private static PingReply WithDead(PingReply whole, IEnumerable<PingReply> replies)
    {
        if (whole.Outcome != ServerOutcome.Up)
        {
            return whole;
        }

        var dead = replies.Where(reply => reply is { Outcome: not ServerOutcome.Up, IsUnroutable: false });
        return whole with { DeadAddresses = string.Join("; ", dead.Select(reply => $"{reply.Address}: {reply.Detail.TrimEnd('.')}")) };
    }

    /// <summary>
    /// The reply that stands for all addresses: one that is up (or, where all must be, one that is not), then the one that tells most.
    /// </summary>
    public static PingReply Combine(IReadOnlyList<PingReply> replies, bool allMustAnswer) => replies.MinBy(reply => reply.Outcome switch
    {
        ServerOutcome.Up => allMustAnswer ? 9 : 0,
        ServerOutcome.Hung => 1,
        ServerOutcome.VersionMismatch => 2,
        ServerOutcome.BadReply => 3,
        ServerOutcome.Refused => 4,
        _ => 5,
    })!;

    private async Task<PingReply> AskAddressAsync(IPAddress address, ServerTarget target, TimeSpan timeout, CancellationToken cancel)
    {
        if (target.Port is < 1 or > IPEndPoint.MaxPort)
        {
            return new(ServerOutcome.Unreachable, address.ToString(), $"{target.Port} is not a port.", null);
        }

        var endpoint = new IPEndPoint(address, target.Port);
        var silent = false;
        if (!target.Udp && connections.Take(endpoint) is { } kept)
        {
            (var answer, silent) = await AskKeptAsync(kept, endpoint, target, timeout, cancel);
            if (answer is not null)
            {
                return answer;
            }
        }

        return await AskInTimeAsync(endpoint, target, timeout, cancel) with { IsSecondCall = silent };
    }

    /// <summary>
    /// Asks over a connection that was kept. The server may have closed it since, or a firewall forgotten it: where no answer comes within
    /// half of the time there is none, and nothing is known of the server yet.
    /// </summary>
    /// <returns>The answer, or null and whether nothing at all was heard.</returns>
    private async Task<(PingReply? Answer, bool Silent)> AskKeptAsync(
        Socket kept, IPEndPoint endpoint, ServerTarget target, TimeSpan timeout, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(timeout / 2, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        var isAnswered = false;
        try
        {
            var started = time.GetTimestamp();
            var reply = await CallAsync(kept, xid => RpcNull.Call(xid, target.Version), either.Token);
            isAnswered = reply.Status == RpcStatus.Success;
            return (isAnswered ? new(reply.Outcome, $"{endpoint.Address}", "", time.GetElapsedTime(started)) : null, false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, true);
        }
        catch (SocketException)
        {
            return (null, false);
        }
        finally
        {
            KeepOrClose(isAnswered, endpoint, kept);
        }
    }

    private void KeepOrClose(bool keep, IPEndPoint endpoint, Socket socket)
    {
        if (keep)
        {
            connections.Keep(endpoint, socket);
        }
        else
        {
            socket.Dispose();
        }
    }

    /// <summary>
    /// A time-out that this process noticed half a time-out late says that it had no time itself, on a node that is starved or was paused,
    /// and nothing of the server: it is asked once more.
    /// </summary>
    private async Task<PingReply> AskInTimeAsync(IPEndPoint endpoint, ServerTarget target, TimeSpan timeout, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        var reply = await AskOnceAsync(endpoint, target, timeout, cancel);
        return reply.ResponseTime is null && time.GetElapsedTime(started) > 1.5 * timeout
            ? await AskOnceAsync(endpoint, target, timeout, cancel)
            : reply;
    }

    private Task<PingReply> AskOnceAsync(IPEndPoint endpoint, ServerTarget target, TimeSpan timeout, CancellationToken cancel) => target.Udp
        ? AskDatagramAsync(endpoint.Address, target, timeout, cancel)
        : AskStreamAsync(endpoint, target, timeout, cancel);

    private async Task<PingReply> AskStreamAsync(IPEndPoint endpoint, ServerTarget target, TimeSpan timeout, CancellationToken cancel)
    {
        PingReply Reply(ServerOutcome outcome, string detail, TimeSpan? took = null) => new(outcome, $"{endpoint.Address}", detail, took);

        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var (connected, isAnswered) = (false, false);
        try
        {
            await socket.ConnectAsync(endpoint, either.Token);
            connected = true;
            var started = time.GetTimestamp();
            var reply = await CallAsync(socket, xid => RpcNull.Call(xid, target.Version), either.Token);
            isAnswered = reply.Status == RpcStatus.Success;
            return reply.Status == RpcStatus.Incomplete
                ? Reply(ServerOutcome.BadReply, "The server closed the connection without a reply.")
                : Reply(reply.Outcome, reply.Describe(target.Version), time.GetElapsedTime(started));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return connected
                ? Reply(ServerOutcome.Hung, $"TCP connects, but no NFS call is answered within {timeout.TotalSeconds:0.#} s.")
                : Reply(ServerOutcome.Unreachable, $"No TCP connection to port {target.Port} within {timeout.TotalSeconds:0.#} s.");
        }
        catch (SocketException failure) when (connected)
        {
            return Reply(ServerOutcome.BadReply, $"The server broke the connection off without a reply ({failure.SocketErrorCode}).");
        }
        catch (SocketException failure)
        {
            var error = failure.SocketErrorCode;
            if (error == SocketError.ConnectionRefused)
            {
                return Reply(ServerOutcome.Refused, $"Nothing listens on TCP port {target.Port}.");
            }

            return Reply(ServerOutcome.Unreachable, $"No TCP connection to port {target.Port} ({error}).") with
            {
                IsUnroutable = error
                    is SocketError.NetworkUnreachable
                    or SocketError.AddressFamilyNotSupported
                    or SocketError.AddressNotAvailable,
            };
        }
        finally
        {
            KeepOrClose(isAnswered, endpoint, socket);
        }
    }

    /// <summary>Silence over UDP does not tell a server that hangs from one that is gone.</summary>
    private async Task<PingReply> AskDatagramAsync(IPAddress address, ServerTarget target, TimeSpan timeout, CancellationToken cancel)
    {
        PingReply Reply(ServerOutcome outcome, string detail, TimeSpan? took = null) => new(outcome, address.ToString(), detail, took);

        var started = time.GetTimestamp();
        try
        {
            var reply = await RpcDatagram.CallAsync(
                new(address, target.Port), xid => RpcNull.Call(xid, target.Version), timeout, time, cancel);
            return Reply(reply.Outcome, reply.Describe(target.Version), time.GetElapsedTime(started));
        }
        catch (TimeoutException)
        {
            return Reply(ServerOutcome.Unreachable, $"No answer from UDP port {target.Port} within {timeout.TotalSeconds:0.#} s.");
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode == SocketError.ConnectionRefused
                ? Reply(ServerOutcome.Refused, $"Nothing listens on UDP port {target.Port}.")
                : Reply(ServerOutcome.Unreachable, $"No way to UDP port {target.Port} ({failure.SocketErrorCode}).");
        }
    }

    /// <summary>Sends the call and reads its reply; an incomplete one means that the peer closed the connection.</summary>
    internal static async Task<RpcReply> CallAsync(Socket socket, Func<uint, byte[]> call, CancellationToken cancel)
    {
        var xid = (uint)Random.Shared.NextInt64(1L << 32);
        await socket.SendAsync(call(xid), cancel);
        var received = new byte[RpcNull.MaximumReply];
        var length = 0;
        RpcReply reply;
        do
        {
            var count = await socket.ReceiveAsync(received.AsMemory(length), cancel);
            length += count;
            reply = RpcNull.Read(received.AsSpan(0, length), xid);
            if (count == 0)
            {
                break;
            }
        }
        while (reply.Status == RpcStatus.Incomplete);

        return reply;
    }
}
