using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using NodeTests.Support;

namespace NodeTests.Differential;

/// <summary>
/// Answers what automount asks a server before it mounts (RFC 5531): every NULL call succeeds, and the portmapper says that everything is
/// on port 2049. It listens in the network namespace of another process.
/// </summary>
internal sealed class RpcResponder : IDisposable
{
    private const uint Portmapper = 100000;

    /// <summary>Port 2049 as rpcbind writes it for IPv6 (RFC 5665); its length is a multiple of four.</summary>
    private static readonly byte[] UniversalAddress = "fd77:0000::1.8.1"u8.ToArray();

    private readonly List<Socket> listeners = [];

    public RpcResponder(int pid)
    {
        // The thread that enters the namespace ends. Whatever starts threads, as anything asynchronous does, waits until then.
        Exception? failure = null;
        var thread = new Thread(() => failure = Listen(pid));
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            throw failure;
        }

        listeners.ForEach(listener => _ = ServeAsync(listener));
    }

    public void Dispose() => listeners.ForEach(l => l.Dispose());

    private Exception? Listen(int pid)
    {
        try
        {
            Namespaces.EnterNetwork(pid);
            foreach (var port in new[] { 111, 2049 })
            {
                var listener = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
                listener.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
                listener.Listen(64);
                listeners.Add(listener);
            }

            return null;
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
        {
            return e;
        }
    }

    private static async Task ServeAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await listener.AcceptAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task AnswerAsync(Socket client)
    {
        using var stream = new NetworkStream(client, ownsSocket: true);
        try
        {
            var head = new byte[4];
            while (true)
            {
                await stream.ReadExactlyAsync(head);
                var call = new byte[BinaryPrimitives.ReadInt32BigEndian(head) & 0xffff];
                await stream.ReadExactlyAsync(call);
                await stream.WriteAsync(Reply(call));
            }
        }
        catch (Exception e) when (e is IOException or EndOfStreamException or ArgumentException or ObjectDisposedException)
        {
            // The client has what it wanted.
        }
    }

    private static byte[] Reply(byte[] call)
    {
        uint Word(int i) => BinaryPrimitives.ReadUInt32BigEndian(call.AsSpan(4 * i));
        var (program, version, procedure) = (Word(3), Word(4), Word(5));
        uint[] result = (program, procedure, version) switch
        {
            (Portmapper, 3, 2) => [0, 2049],
            (Portmapper, 3, _) =>
                [0, (uint)UniversalAddress.Length, .. UniversalAddress.Chunk(4).Select(c => BinaryPrimitives.ReadUInt32BigEndian(c))],
            _ => [0],
        };
        uint[] words = [Word(0), 1, 0, 0, 0, .. result];
        var reply = new byte[4 + (4 * words.Length)];
        BinaryPrimitives.WriteUInt32BigEndian(reply, 0x80000000 | (uint)(4 * words.Length));
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(reply.AsSpan(4 + (4 * i)), words[i]);
        }

        return reply;
    }
}
