using System.Collections.Immutable;
using AutomountAgent.Collect.Proc;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Collect.Mounts;

/// <summary>
/// Reads the mount table and the NFS statistics. Both are text that the kernel makes from memory: no path is walked and no server is asked,
/// so it cannot hang on a dead mount. Rounds must not overlap.
/// </summary>
/// <param name="host">Where the files are.</param>
/// <param name="counters">Where expirations are counted.</param>
/// <param name="expired">Told of every mount that went away.</param>
/// <param name="time">Clock.</param>
internal sealed class MountsObserver(HostPaths host, Counters counters, Action<Expiration> expired, TimeProvider time) : IDisposable
{
    /// <summary>A table that changes while it is read is read again, but not for ever.</summary>
    private const int MaximumReads = 3;

    private readonly byte[] piece = new byte[64 * 1024];
    private readonly ProcessFiles processes = new(host);
    private readonly KernelLog kernel = new(host, time);
    private byte[] text = new byte[64 * 1024];
    private MountsView? last;

    /// <summary>One round. Mounts that went away since <paramref name="state"/> are counted.</summary>
    /// <exception cref="IOException">The mount table cannot be read. (Without statistics the mounts are there all the same.)</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public Task<MountsView> ObserveAsync(NodeState state, CancellationToken cancel) =>
        Task.Run(() => Observe(state, cancel), cancel);

    /// <inheritdoc/>
    public void Dispose() => kernel.Dispose();

    private MountsView Observe(NodeState state, CancellationToken cancel)
    {
        var daemons = new TrapDaemons(processes);
        var view = MountsReader.Read(ReadTable(cancel), ReadStatistics(cancel), daemons.Listens);
        view = view with { Roots = [.. view.Roots.Select(r => r with { DaemonForeign = daemons.IsForeign(r.DaemonPid) })] };

        // The last look of this observer, not the last that was published: a look that came too late to be published is not counted twice.
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

    private MountTable ReadTable(CancellationToken cancel)
    {
        for (var reads = 1; ; reads++)
        {
            cancel.ThrowIfCancellationRequested();
            var table = MountTable.Parse(ReadText());
            if (table.IsConsistent || reads == MaximumReads)
            {
                return table;
            }
        }
    }

    private ReadOnlyMemory<byte> ReadText()
    {
        using var file = new FileStream(host.MountInfo, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        var length = 0;
        for (int count; (count = file.Read(text, length, text.Length - length)) > 0;)
        {
            length += count;
            if (length == text.Length)
            {
                Array.Resize(ref text, 2 * length);
            }
        }

        return text.AsMemory(0, length);
    }

    private IReadOnlyDictionary<string, NfsStatistics> ReadStatistics(CancellationToken cancel)
    {
        var parser = new MountStats();
        try
        {
            using var file = new FileStream(host.MountStats, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            for (int count; (count = file.Read(piece)) > 0;)
            {
                cancel.ThrowIfCancellationRequested();
                parser.Add(piece.AsSpan(0, count));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Mounts without statistics: NfsMount.Statistics is null, which says so.
            return ImmutableDictionary<string, NfsStatistics>.Empty;
        }

        return parser.Complete();
    }
}
