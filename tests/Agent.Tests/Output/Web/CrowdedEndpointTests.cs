using System.Net;
using System.Net.Sockets;
using System.Text;
using AgentTests.Support;
using Automount.Findings;
using AutomountAgent.Model;
using AutomountAgent.Output.Web;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AgentTests.Output.Web;

/// <summary>Others hold more connections than there are places: every scrape and probe is answered all the same.</summary>
[Trait("suite", "hostile")]
public sealed class CrowdedEndpointTests : IAsyncLifetime
{
    private const int Others = 2 * HttpEndpoint.MaxConnections;

    private readonly List<Socket> sockets = [];
    private HttpEndpoint endpoint = null!;
    private Thread crowd = null!;
    private readonly ManualResetEventSlim over = new();
    private volatile int opened;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IPEndPoint Address => new(IPAddress.Loopback, endpoint.Address.Port);

    public async ValueTask InitializeAsync()
    {
        var findings = Enumerable.Range(0, 2000).Select(i => Fixture.Hung with { Subject = $"nfs{i}" });
        var report = Fixture.AllWell with { Links = [new LinkReport(Link.Server, Verdict.Broken, Fixture.Now, "", [.. findings])] };
        var input = Fixture.Input() with { Report = report };
        var sources = new EndpointSources(() => input, Fixture.Counters(), () => Fixture.Usage, () => true);
        endpoint = await HttpEndpoint.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), sources, NullLoggerFactory.Instance, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        over.Set();
        crowd.Join();
        sockets.ForEach(socket => socket.Dispose());
        await endpoint.DisposeAsync();
        over.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /metrics HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\nGET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    public async Task EveryScrapeIsAnswered(string sent)
    {
        crowd = new Thread(() => Crowd(Encoding.ASCII.GetBytes(sent)));
        crowd.Start();
        await Patience.UntilAsync(() => opened > Others);

        for (var i = 0; i < 20; i++)
        {
            Assert.StartsWith("HTTP/1.1 200 ", Ask("/metrics"));
            Assert.StartsWith("HTTP/1.1 200 ", Ask("/healthz"));
        }

        Assert.True(crowd.IsAlive);
    }

    /// <summary>One process, 16 times in a millisecond: it connects, sends, reads nothing, and connects again when it is dropped.</summary>
    private void Crowd(byte[] sent)
    {
        for (var i = 0; i % 16 != 0 || !over.Wait(TimeSpan.FromMilliseconds(1)); i++)
        {
            var at = i % Others;
            if (at == sockets.Count)
            {
                sockets.Add(Open(sent));
            }
            else if (IsDropped(sockets[at]))
            {
                sockets[at].Dispose();
                sockets[at] = Open(sent);
            }
        }
    }

    private Socket Open(byte[] sent)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        try
        {
            socket.Connect(Address);
            socket.Send(sent);
            opened++;
        }
        catch (SocketException)
        {
            // It is opened again in the next round.
        }

        return socket;
    }

    /// <summary>A sign of life that is no end of a request shows whether the other side has closed.</summary>
    private static bool IsDropped(Socket socket)
    {
        try
        {
            return !socket.Connected || socket.Send("x"u8) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>The whole answer, over a connection of its own.</summary>
    private string Ask(string path)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 10_000 };
        socket.Connect(Address);
        socket.Send(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        var answer = new MemoryStream();
        var buffer = new byte[65536];
        while (socket.Receive(buffer) is > 0 and var length)
        {
            answer.Write(buffer, 0, length);
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
