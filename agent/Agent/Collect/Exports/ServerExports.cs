using System.Net;
using Automount.Maps;
using Automount.Nfs;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Exports;

/// <summary>
/// Asks one server, at one address, whether it exports paths, with the versions of NFS that a mount may use, in the order of mount.nfs(8).
/// Connections are opened when they are needed first, and kept. A server that failed is not asked again. Thread-safe.
/// </summary>
/// <param name="server">Address and port of the NFS service.</param>
/// <param name="timeout">How long connecting, and each reply, may take.</param>
/// <param name="time">Clock.</param>
internal sealed class ServerExports(IPEndPoint server, TimeSpan timeout, TimeProvider time) : IAsyncDisposable
{
    private readonly RpcCall calls = new(Environment.MachineName);
    private readonly SemaphoreSlim opening = new(1);
    private readonly Dictionary<NfsVersions, Nfs4Client?> clients = [];
    private RpcConnection? nfs;
    private Mount3Client? mountd;
    private string? nfsFailure;
    private string? mountdFailure;

    /// <summary>Asks for a path. It throws only when <paramref name="cancel"/> is set.</summary>
    public async Task<ExportAnswer> FindAsync(NfsVersions versions, string path, CancellationToken cancel)
    {
        if (versions == NfsVersions.Three)
        {
            return await FindByMountdAsync(path, cancel).ConfigureAwait(false);
        }

        var answer = await FindByNfsAsync(versions, path, cancel).ConfigureAwait(false);
        if (versions != NfsVersions.Any || !IsFollowedByVersion3(answer))
        {
            return answer;
        }

        var older = await FindByMountdAsync(path, cancel).ConfigureAwait(false);
        return older.Outcome == ExportOutcome.Unknown ? answer : older;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values.OfType<Nfs4Client>().Distinct())
        {
            await client.DisposeAsync().ConfigureAwait(false);
        }

        if (nfs is not null)
        {
            await nfs.DisposeAsync().ConfigureAwait(false);
        }

        if (mountd is not null)
        {
            await mountd.DisposeAsync().ConfigureAwait(false);
        }

        opening.Dispose();
    }

    /// <summary>mount.nfs(8) without a version tries version 3 when version 4 is not there, or does not show the path.</summary>
    private static bool IsFollowedByVersion3(ExportAnswer answer) => answer.Outcome
        is ExportOutcome.Missing or ExportOutcome.NeedsPrivilegedPort or ExportOutcome.Denied or ExportOutcome.Unknown;

    private async Task<ExportAnswer> FindByNfsAsync(NfsVersions versions, string path, CancellationToken cancel)
    {
        try
        {
            if (await ClientAsync(versions, cancel).ConfigureAwait(false) is not { } client)
            {
                return new ExportAnswer(ExportOutcome.Unknown, "", "The server does not have this version of NFS.");
            }

            var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            var found = await client.FindAsync(names, cancel).ConfigureAwait(false);
            return ExportAnswers.Of(found, names, $"4.{client.Minor}", nfs!.IsPrivileged);
        }
        catch (RpcFailure e)
        {
            nfsFailure = e.Message;
            return new ExportAnswer(ExportOutcome.Unknown, "", e.Message);
        }
    }

    private async Task<Nfs4Client?> ClientAsync(NfsVersions versions, CancellationToken cancel)
    {
        await opening.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (nfsFailure is { } reason)
            {
                throw new RpcFailure(reason);
            }

            if (!clients.TryGetValue(versions, out var client))
            {
                nfs ??= await RpcConnection.ConnectAsync(server, calls, timeout, time, cancel).ConfigureAwait(false);
                client = await Nfs4Client.OpenAsync(nfs, Minors(versions), timeout, time, cancel).ConfigureAwait(false);
                clients[versions] = client;
            }

            return client;
        }
        catch (RpcFailure e)
        {
            nfsFailure = e.Message; // The next question need not wait for the same silence.
            throw;
        }
        finally
        {
            opening.Release();
        }
    }

    private static uint[] Minors(NfsVersions versions) => versions switch
    {
        NfsVersions.Four0 => [0],
        NfsVersions.Four1 => [1],
        NfsVersions.Four2 => [2],
        _ => [2, 1, 0],
    };

    private async Task<ExportAnswer> FindByMountdAsync(string path, CancellationToken cancel)
    {
        try
        {
            var client = await MountdAsync(cancel).ConfigureAwait(false);
            return await client.FindAsync(path, cancel).ConfigureAwait(false);
        }
        catch (RpcFailure e)
        {
            mountdFailure = e.Message;
            return new ExportAnswer(ExportOutcome.Unknown, "", e.Message);
        }
    }

    private async Task<Mount3Client> MountdAsync(CancellationToken cancel)
    {
        await opening.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return mountdFailure is { } reason
                ? throw new RpcFailure(reason)
                : mountd ??= await Mount3Client.OpenAsync(server.Address, calls, timeout, time, cancel).ConfigureAwait(false);
        }
        catch (RpcFailure e)
        {
            mountdFailure = e.Message;
            throw;
        }
        finally
        {
            opening.Release();
        }
    }
}
