using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace AgentTests.Collect.Exports;

/// <summary>A TCP server on the loopback that answers each record of a connection as a test wants it.</summary>
internal sealed class ScriptedRpcServer : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<byte[], byte[]?> answer;
    private readonly Task serving;

    /// <param name="answer">Makes the bytes to send from a call without its record mark; null is silence, no bytes close the
    /// connection.</param>
    public ScriptedRpcServer(Func<byte[], byte[]?> answer)
    {
        this.answer = answer;
        listener.Start();
        serving = AcceptAsync();
    }

    public IPEndPoint Address => (IPEndPoint)listener.LocalEndpoint;

    /// <summary>How many connections there were.</summary>
    public int Connections { get; private set; }

    /// <summary>A whole reply in one fragment: the transaction id of the call, accepted, and results.</summary>
    public static byte[] Reply(byte[] call, ReadOnlySpan<byte> results)
    {
        var message = new byte[28 + results.Length];
        BinaryPrimitives.WriteUInt32BigEndian(message, 0x8000_0000 | (uint)(message.Length - 4));
        call.AsSpan(0, 4).CopyTo(message.AsSpan(4));
        message[11] = 1; // REPLY; accepted, an empty verifier and SUCCESS are zero
        results.CopyTo(message.AsSpan(28));
        return message;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var clients = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync(stop.Token);
                Connections++;
                clients.Add(ServeAsync(client));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(clients);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        await using (var stream = new NetworkStream(client))
        {
            var mark = new byte[4];
            try
            {
                while (true)
                {
                    await stream.ReadExactlyAsync(mark, stop.Token);
                    var call = new byte[BinaryPrimitives.ReadUInt32BigEndian(mark) & 0x7fff_ffff];
                    await stream.ReadExactlyAsync(call, stop.Token);
                    switch (answer(call))
                    {
                        case null:
                            continue;
                        case []:
                            return;
                        case var reply:
                            await stream.WriteAsync(reply, stop.Token);
                            continue;
                    }
                }
            }
            catch (Exception end) when (end is OperationCanceledException or IOException)
            {
                // The client went away, or the test is over.
            }
        }
    }
}
