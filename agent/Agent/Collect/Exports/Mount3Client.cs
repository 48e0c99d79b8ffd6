using System.Net;
using Automount.Nfs;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Exports;

/// <summary>
/// Asks mountd for paths (MOUNT version 3 over TCP), and takes each path back, so that the server's list of clients stays as it was.
/// Thread-safe.
/// </summary>
internal sealed class Mount3Client(RpcConnection connection, TimeSpan timeout) : IAsyncDisposable
{
    private const uint Tcp = 6;
    private const int PortmapPort = 111;

    private static readonly RpcProcedure GetPort = new(100000, 2, 3);

    /// <summary>Asks the portmapper of an address for mountd, and connects to it.</summary>
    /// <exception cref="RpcFailure">The portmapper does not answer, does not know mountd, or mountd cannot be connected.</exception>
    public static async Task<Mount3Client> OpenAsync(
        IPAddress address, RpcCall calls, TimeSpan timeout, TimeProvider time, CancellationToken cancel)
    {
        uint port;
        await using (var portmapper = await RpcConnection.ConnectAsync(new(address, PortmapPort), calls, timeout, time, cancel)
            .ConfigureAwait(false))
        {
            var arguments = new XdrWriter().Words(Mount3.Program, 3, Tcp, 0).Written.ToArray();
            var results = await portmapper.CallAsync(GetPort, arguments, timeout, cancel).ConfigureAwait(false);
            port = new XdrReader(results.Span).Word();
        }

        return port is > 0 and <= IPEndPoint.MaxPort
            ? new Mount3Client(
                await RpcConnection.ConnectAsync(new(address, (int)port), calls, timeout, time, cancel).ConfigureAwait(false), timeout)
            : throw new RpcFailure("mountd is not registered with rpcbind for version 3 over TCP.");
    }

    /// <summary>Whether the server exports a path.</summary>
    /// <exception cref="RpcFailure">mountd does not answer, or not as the protocol says.</exception>
    public async Task<ExportAnswer> FindAsync(string path, CancellationToken cancel)
    {
        var arguments = new XdrWriter().Text(path).Written.ToArray();
        var results = await connection.CallAsync(Mount3.Mount, arguments, timeout, cancel).ConfigureAwait(false);
        try
        {
            var status = Mount3.Status(results.Span);
            if (status != Mount3Status.Ok)
            {
                return ExportAnswers.Of(status, [], connection.IsPrivileged);
            }

            var flavors = Mount3.Flavors(results.Span);
            await connection.CallAsync(Mount3.Unmount, arguments, timeout, cancel).ConfigureAwait(false);
            return ExportAnswers.Of(status, flavors, connection.IsPrivileged);
        }
        catch (NfsFormatException e)
        {
            throw new RpcFailure($"The reply cannot be understood: {e.Message}.");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
