using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Automount.Maps;
using AutomountAgent.Collect.Servers;

namespace AgentTests.Collect.Servers;

/// <summary>A TCP server on the loopback that treats every NULL call as a test wants it, any number of them on a connection.</summary>
public sealed class FakeNfsServer : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly TcpListener listener;
    private readonly Task serving;
    private readonly List<Socket> open = [];
    private int calls;
    private int connections;

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

    public int Connections => connections;

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public ServerTarget Target => new("127.0.0.1", 4, Port);

    /// <summary>Closes what is open, as a server does with connections that are idle.</summary>
    public void CloseConnections()
    {
        lock (open)
        {
            open.ForEach(client => client.Dispose());
            open.Clear();
        }
    }

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
        Interlocked.Increment(ref connections);
        lock (open)
        {
            open.Add(client);
        }

        using (client)
        {
            try
            {
                while (await ReceiveAsync(client) is { } xid)
                {
                    Interlocked.Increment(ref calls);
                    var reply = Answer(xid);
                    if (reply is [])
                    {
                        return;
                    }

                    foreach (var part in (reply ?? []).Chunk(7))
                    {
                        await client.SendAsync(part, stop.Token);
                    }
                }
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    /// <summary>The transaction id of the next call; null when the client closes the connection.</summary>
    private async Task<uint?> ReceiveAsync(Socket client)
    {
        var call = new byte[RpcNull.CallLength];
        for (var length = 0; length < call.Length;)
        {
            var count = await client.ReceiveAsync(call.AsMemory(length), stop.Token);
            if (count == 0)
            {
                return null;
            }

            length += count;
        }

        return BinaryPrimitives.ReadUInt32BigEndian(call.AsSpan(4));
    }
}
