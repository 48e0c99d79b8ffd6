using System.Net;
using System.Net.Sockets;
using Automount.Maps;

namespace ServerBench;

/// <summary>Answers NULL calls on the loopback, or closes each connection without an answer; counts both.</summary>
internal sealed class Responder : IAsyncDisposable
{
    private const int CallLength = 44;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly bool answers;
    private readonly Task serving;
    private int connections;
    private int calls;

    public Responder(bool answers)
    {
        this.answers = answers;
        listener.Start(1000);
        serving = ServeAsync();
    }

    public int Connections => connections;

    public int Calls => calls;

    public ServerTarget Target => new("127.0.0.1", 4, ((IPEndPoint)listener.LocalEndpoint).Port);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            var client = await listener.AcceptSocketAsync(stop.Token);
            Interlocked.Increment(ref connections);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var connection = client;
        await using var stream = new NetworkStream(client);
        var call = new byte[CallLength];
        try
        {
            while (await stream.ReadAtLeastAsync(call, CallLength, throwOnEndOfStream: false, stop.Token) == CallLength)
            {
                Interlocked.Increment(ref calls);
                if (!answers)
                {
                    return;
                }

                await stream.WriteAsync(Reply(call), stop.Token);
            }
        }
        catch (Exception end) when (end is IOException or OperationCanceledException)
        {
            // The client went away, or it is over.
        }
    }

    /// <summary>Record mark, transaction id, REPLY, accepted, no verifier, success (RFC 5531).</summary>
    private static byte[] Reply(ReadOnlySpan<byte> call) => [0x80, 0, 0, 24, .. call[4..8], 0, 0, 0, 1, .. new byte[16]];
}
