using System.Collections.Immutable;
using AutomountAgent.Collect.Proc;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Collect.Mounts;

/// <summary>
/// Reads the mount table and the NFS statistics. Both are text that the kernel makes from memory: no path is walked and no server is asked,
/// so it cannot hang on a dead mount. Polls must not overlap.
/// </summary>
/// <param name="host">Where the files are.</param>
/// <param name="counters">Where expirations are counted.</param>
/// <param name="expired">Receives every mount that went away.</param>
/// <param name="time">Clock.</param>
internal sealed class MountsCollector(HostPaths host, Counters counters, Action<Expiration> expired, TimeProvider time) : IDisposable
{
    private readonly byte[] piece = new byte[64 * 1024];
    private readonly ProcessFiles processes = new(host);
    private readonly KernelLog kernel = new(host, time);
    private readonly MountTableReader tables = new(host);
    private MountStats statistics = new();
    private (MountTable Table, MountsSnapshot View)? parsed;
    private MountsSnapshot? last;

    /// <summary>One poll. Mounts that went away since <paramref name="state"/> are counted.</summary>
    /// <exception cref="IOException">The mount table cannot be read. (Without statistics the mounts are there all the same.)</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public Task<MountsSnapshot> CollectAsync(NodeState state, CancellationToken cancel) =>
        Task.Run(() => Observe(state, cancel), cancel);

    /// <inheritdoc/>
    public void Dispose() => kernel.Dispose();

    private MountsSnapshot Observe(NodeState state, CancellationToken cancel)
    {
        var daemons = new AutofsDaemons(processes);
        var view = MountsReader.Join(ReadTable(cancel), ReadStatistics(cancel), daemons.Listens, daemons.IsForeign);

        // The last poll of this observer, not the last that was published: one that came too late to be published is not counted again.
        if ((last ?? state.Mounts?.Seen) is { } before)
        {
            foreach (var gone in Expirations.Between(before, view))
            {
                counters.Expired(gone.Root);
                expired(gone);
            }
        }

        return last = view with { Kernel = kernel.Read(), SelinuxOff = SelinuxBooleans.Off(host) };
    }

    /// <summary>What the mount table alone says; the same instance while the table is the same.</summary>
    private MountsSnapshot ReadTable(CancellationToken cancel)
    {
        var table = tables.Read(cancel);
        if (parsed?.Table != table)
        {
            parsed = (table, MountsReader.Read(table));
        }

        return parsed.Value.View;
    }

    private IReadOnlyDictionary<string, NfsStatistics> ReadStatistics(CancellationToken cancel)
    {
        try
        {
            using var file = new FileStream(host.MountStats, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            for (int count; (count = file.Read(piece)) > 0;)
            {
                cancel.ThrowIfCancellationRequested();
                statistics.Add(piece.AsSpan(0, count));
            }

            return statistics.Complete();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Mounts without statistics: NfsMount.Statistics is null, which says so.
            statistics = new();
            return ImmutableDictionary<string, NfsStatistics>.Empty;
        }
        catch (OperationCanceledException)
        {
            statistics = new(); // It has read a part of the text.
            throw;
        }
    }
}
