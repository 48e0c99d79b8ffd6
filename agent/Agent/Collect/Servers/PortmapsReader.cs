using System.Collections.Concurrent;
using System.Collections.Immutable;
using Automount.Configuration;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Servers;

/// <summary>
/// Asks the portmappers that the maps need, every 20 s; one that did not answer for the first time once more in the next round. Rounds must
/// not overlap.
/// </summary>
/// <param name="settings">The timeout.</param>
/// <param name="time">Clock.</param>
internal sealed class PortmapsReader(Settings settings, TimeProvider time)
{
    private const int Parallelism = 16;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    private readonly PortmapPing ping = new(new HostResolver(time), time);
    private readonly ConcurrentDictionary<PortmapNeed, (PortmapState State, long AskedAt)> known = new();

    /// <summary>One round, bounded by two timeouts. What it has no time for keeps its last state.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public async Task<ImmutableArray<PortmapState>> AskAsync(NodeState state, CancellationToken cancel)
    {
        var needs = state.Analysis.PortmapNeeds;
        var defaultProtocol = state.Maps.Inputs.Node.NfsDefaultProtocol;
        using var deadline = new CancellationTokenSource(2 * settings.MountsTimeout, time);
        using var round = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        try
        {
            await Parallel.ForEachAsync(
                needs.Where(IsDue),
                new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = round.Token },
                async (need, token) =>
                {
                    var (outcome, detail) = await ping.AskAsync(need, defaultProtocol, settings.MountsTimeout, token);
                    var attempts = known.TryGetValue(need, out var last) && last.State.Outcome == outcome ? last.State.Attempts + 1 : 1;
                    known[need] = (new(need, outcome, detail, attempts), time.GetTimestamp());
                });
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The round is over: publish what is known.
        }

        foreach (var gone in known.Keys.Except(needs).ToList())
        {
            known.TryRemove(gone, out _);
        }

        return
        [
            .. known.Values
                .Select(k => k.State)
                .OrderBy(s => s.Need.Host, StringComparer.Ordinal)
                .ThenBy(s => s.Need.Mountd)
                .ThenBy(s => s.Need.Udp),
        ];
    }

    private bool IsDue(PortmapNeed need) =>
        !known.TryGetValue(need, out var last)
            || last.State is { Outcome: not PortmapOutcome.Ready, Attempts: 1 }
            || time.GetElapsedTime(last.AskedAt) >= Interval - (settings.MountsInterval / 2);
}
