using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace AgentTests.Collect.Servers;

/// <summary>A UDP server on a loopback address that treats every call as a test wants it.</summary>
public sealed class DatagramServer : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Func<Call, byte[][]> answer;
    private readonly Task serving;

    /// <param name="answer">Makes the datagrams that answer a call; none is silence.</param>
    /// <param name="address">Address to listen on.</param>
    /// <param name="port">Port; 0 for a free one.</param>
    public DatagramServer(Func<Call, byte[][]> answer, string address = "127.0.0.1", int port = 0)
    {
        this.answer = answer;
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), port));
        serving = ServeAsync();
    }

    /// <summary>What was received, in order.</summary>
    public List<Call> Calls { get; } = [];

    public int Port => ((IPEndPoint)socket.LocalEndPoint!).Port;

    /// <summary>A reply of words, without record mark.</summary>
    public static byte[] Reply(params uint[] words) => RpcNullTests.Record(words)[4..];

    public static byte[][] Up(Call call) => [Reply(call.Xid, 1, 0, 0, 0, 0)];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await serving;
        socket.Dispose();
    }

    private async Task ServeAsync()
    {
        var received = new byte[256];
        try
        {
            while (true)
            {
                var datagram = await socket.ReceiveFromAsync(received, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), stop.Token);
                var words = Enumerable.Range(0, datagram.ReceivedBytes / 4).Select(i => BinaryPrimitives.ReadUInt32BigEndian(received.AsSpan(4 * i))).ToArray();
                var call = new Call(words, datagram.RemoteEndPoint);
                Calls.Add(call);
                foreach (var reply in answer(call))
                {
                    await socket.SendToAsync(reply, SocketFlags.None, datagram.RemoteEndPoint, stop.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    /// <summary>A call: its words, and who made it.</summary>
    public sealed record Call(uint[] Words, EndPoint From)
    {
        public uint Xid => Words[0];
    }
}
