using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Automount.Maps;
using AutomountAgent.Collect.Servers;

namespace AgentTests.Collect.Servers;

/// <summary>A TCP server on the loopback that treats every NULL call as a test wants it.</summary>
public sealed class FakeNfsServer : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly TcpListener listener;
    private readonly Task serving;
    private int calls;

    /// <param name="answer">Makes the reply from the transaction id: null is silence, an empty one closes the connection.</param>
    /// <param name="address">Address to listen on; by default 127.0.0.1.</param>
    /// <param name="port">Port; 0 for a free one.</param>
    public FakeNfsServer(Func<uint, byte[]?> answer, IPAddress? address = null, int port = 0)
    {
        Answer = answer;
        listener = new(address ?? IPAddress.Loopback, port);
        listener.Start();
        serving = ServeAsync();
    }

    public static Func<uint, byte[]?> Up { get; } = xid => RpcNullTests.Record(xid, 1, 0, 0, 0, 0);

    public static Func<uint, byte[]?> Silent { get; } = _ => null;

    public Func<uint, byte[]?> Answer { get; set; }

    public int Calls => calls;

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public ServerTarget Target => new("127.0.0.1", 4, Port);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
    }

    private async Task ServeAsync()
    {
        var clients = new List<Task>();
        try
        {
            while (true)
            {
                clients.Add(ServeAsync(await listener.AcceptSocketAsync(stop.Token)));
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
        {
            var call = new byte[RpcNull.CallLength];
            try
            {
                for (var length = 0; length < call.Length;)
                {
                    var count = await client.ReceiveAsync(call.AsMemory(length), stop.Token);
                    if (count == 0)
                    {
                        return;
                    }

                    length += count;
                }

                Interlocked.Increment(ref calls);
                if (Answer(BinaryPrimitives.ReadUInt32BigEndian(call.AsSpan(4))) is { } reply)
                {
                    foreach (var part in reply.Chunk(7))
                    {
                        await client.SendAsync(part, stop.Token);
                    }

                    return;
                }

                await client.ReceiveAsync(call, stop.Token);
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException)
            {
                // The client went away, or the test is over.
            }
        }
    }
}
