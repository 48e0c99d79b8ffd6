using System.Net;
using System.Net.Sockets;

namespace AutomountAgent.Collect.Servers;

/// <summary>
/// One RPC call over UDP, from an unprivileged port: sent up to three times, since datagrams get lost, with one transaction id.
/// </summary>
internal static class RpcDatagram
{
    private const int Sends = 3;

    /// <summary>Datagrams that answer another call are passed over, but not without end.</summary>
    private const int MostStrangers = 100;

    /// <summary>The reply, from the address and port that were asked and to this very call.</summary>
    /// <param name="server">Whom to ask.</param>
    /// <param name="call">Makes the call from its transaction id, with a record mark, as for TCP.</param>
    /// <param name="timeout">How long it may take in all.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancel">Ends the call early.</param>
    /// <exception cref="TimeoutException">There was no reply.</exception>
    /// <exception cref="SocketException">The port is closed, or there is no route.</exception>
    public static async Task<RpcReply> CallAsync(IPEndPoint server, Func<uint, byte[]> call, TimeSpan timeout, TimeProvider time, CancellationToken cancel)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);

        // Connected: the kernel drops what others send, and tells of a closed port.
        await socket.ConnectAsync(server, cancel);
        var xid = (uint)Random.Shared.NextInt64(1L << 32);
        var message = call(xid).AsMemory(4);
        for (var sent = 1; ; sent++)
        {
            using var pause = new CancellationTokenSource(timeout / Sends, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, cancel);
            try
            {
                await socket.SendAsync(message, SocketFlags.None, either.Token);
                return await ReceiveAsync(socket, xid, either.Token);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                if (sent == Sends)
                {
                    throw new TimeoutException();
                }
            }
        }
    }

    private static async Task<RpcReply> ReceiveAsync(Socket socket, uint xid, CancellationToken cancel)
    {
        var received = new byte[RpcNull.MaximumReply];
        for (var strangers = 0; strangers < MostStrangers; strangers++)
        {
            var count = await socket.ReceiveAsync(received, SocketFlags.None, cancel);
            if (RpcNull.IsReplyTo(received.AsSpan(0, count), xid))
            {
                return RpcNull.ReadMessage(received.AsSpan(0, count), xid);
            }
        }

        throw new TimeoutException();
    }
}
