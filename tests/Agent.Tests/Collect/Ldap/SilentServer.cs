using System.Net;
using System.Net.Sockets;
using Xunit;

namespace AgentTests.Collect.Ldap;

/// <summary>Accepts connections, answers StartTLS where it is asked for it, and says nothing else.</summary>
public sealed class SilentServer : IDisposable
{
    /// <summary>An extendedResp with success and no name for message 1 (RFC 4511, 4.12).</summary>
    private static readonly byte[] Success = [0x30, 0x0c, 0x02, 0x01, 0x01, 0x78, 0x07, 0x0a, 0x01, 0x00, 0x04, 0x00, 0x04, 0x00];

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Task serving;

    /// <param name="startTls">Whether it agrees to StartTLS, the first message of a connection.</param>
    public SilentServer(bool startTls = false)
    {
        listener.Start();
        serving = ServeAsync(startTls);
    }

    public string Uri => $"ldap://127.0.0.1:{Port}";

    public string TlsUri => $"ldaps://127.0.0.1:{Port}";

    private int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Dispose()
    {
        end.Cancel();
        listener.Dispose();
        serving.Wait(TimeSpan.FromSeconds(10), CancellationToken.None);
        end.Dispose();
    }

    private async Task ServeAsync(bool startTls)
    {
        var open = new List<Socket>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync(end.Token);
                open.Add(client);
                if (startTls)
                {
                    _ = AgreeAsync(client);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            open.ForEach(client => client.Dispose());
        }
    }

    private async Task AgreeAsync(Socket client)
    {
        try
        {
            if (await client.ReceiveAsync(new byte[512], end.Token) > 0)
            {
                await client.SendAsync(Success, end.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // It hung up.
        }
    }
}
