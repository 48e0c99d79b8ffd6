using System.Net;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace AutomountAgent.Output.Web;

/// <summary>The endpoint cannot listen.</summary>
/// <param name="message">One sentence: where, why, and what to do.</param>
/// <param name="cause">The error of the system.</param>
internal sealed class EndpointException(string message, Exception cause) : Exception(message, cause);

/// <summary>
/// The HTTP endpoint: metrics, health, the status page and its JSON. It reads memory only, and is Kestrel alone: no host, no routing, no
/// TLS, so that nothing of it handles signals, reads configuration or looks at the working directory.
/// </summary>
internal sealed class HttpEndpoint : IAsyncDisposable
{
    /// <summary>
    /// How many connections are open at most. A scraper, a probe and a browser need a handful. It takes this many new ones between a
    /// connection and its request to drop it.
    /// </summary>
    public const int MaxConnections = 512;

    private static readonly TimeSpan MaxIdle = TimeSpan.FromSeconds(10);
    private readonly KestrelServer server;

    private HttpEndpoint(KestrelServer server) => this.server = server;

    /// <summary>Where it listens: the port that the system chose when it was asked for port 0.</summary>
    public Uri Address => new(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

    /// <summary>Starts to listen.</summary>
    /// <param name="listen">Address and port.</param>
    /// <param name="sources">Where the answers come from.</param>
    /// <param name="logs">Where failures of a request go; requests themselves are not logged.</param>
    /// <param name="cancel">Ends the start.</param>
    /// <exception cref="EndpointException">It cannot listen there.</exception>
    public static async Task<HttpEndpoint> StartAsync(
        IPEndPoint listen, EndpointSources sources, ILoggerFactory logs, CancellationToken cancel)
    {
        var server = new KestrelServer(
            Options.Create(Limits(listen, new Places(MaxConnections, TimeProvider.System))),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs),
            logs);
        try
        {
            await server.StartAsync(new Pages(sources, new OwnNames(Dns.GetHostName())), cancel);
            return new HttpEndpoint(server);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            server.Dispose();
            var reason = (e.GetBaseException() as System.Net.Sockets.SocketException)?.Message ?? e.Message;
            throw new EndpointException($"cannot listen on {listen}: {reason}: write another address to [metrics] listen=, or off", e);
        }
    }

    /// <summary>Stops to listen and ends every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        now.Cancel();
        await server.StopAsync(now.Token);
        server.Dispose();
    }

    private static KestrelServerOptions Limits(IPEndPoint listen, Places places)
    {
        var options = new KestrelServerOptions { AddServerHeader = false, AllowSynchronousIO = false };
        options.Limits.MaxRequestBodySize = 0;
        options.Limits.MaxRequestLineSize = 2048;
        options.Limits.MaxRequestHeadersTotalSize = 8192;
        options.Limits.MaxRequestHeaderCount = 40;
        options.Limits.RequestHeadersTimeout = MaxIdle;
        options.Limits.KeepAliveTimeout = MaxIdle;
        options.Listen(listen, l =>
        {
            l.Protocols = HttpProtocols.Http1;
            l.Use(serve => connection => places.HoldAsync(connection, serve));
        });
        return options;
    }
}
