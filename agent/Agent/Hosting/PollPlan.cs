using System.Collections.Immutable;

namespace AutomountAgent.Hosting;

/// <summary>
/// The pollers of one configuration. Their order follows from the snapshots that each needs: in the first round a poller begins when those
/// have been collected once; afterwards each has a clock of its own.
/// </summary>
internal sealed class PollPlan
{
    /// <summary>
    /// How long a poller of the daemon waits in the first round for the first poll of another. The administrator sets the deadlines, and a
    /// directory that is silent for minutes must not hold up the report of a hung NFS server.
    /// </summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(20);

    /// <summary>Orders pollers by what they need.</summary>
    /// <param name="pollers">The pollers, one for each kind of snapshot.</param>
    /// <exception cref="InvalidOperationException">A poller needs a snapshot that none collects, or itself by way of others.</exception>
    public PollPlan(params IReadOnlyList<Poller> pollers) => Pollers = Ordered(pollers);

    /// <summary>The pollers, each after those whose snapshots it needs.</summary>
    public ImmutableArray<Poller> Pollers { get; }

    /// <summary>True while no poller is overdue.</summary>
    public bool IsAlive => Pollers.All(poller => poller.IsAlive);

    /// <summary>One full round, and what it has outdated once more. What <c>check</c> does.</summary>
    public async Task RunOnceAsync(NodeStore store, CancellationToken cancel)
    {
        await Task.WhenAll(Begin(store, TimeProvider.System, Timeout.InfiniteTimeSpan, cancel).Select(first => first.Poll));
        var outdated = Pollers.SelectMany(poller => poller.Outdates).ToHashSet();
        await Task.WhenAll(Pollers.Where(poller => outdated.Contains(poller.Snapshot)).Select(poller => poller.PollAsync(store, cancel)));
    }

    /// <summary>
    /// Runs every poller until cancelled: its first poll when what it needs is there, then on its own clock. Throws the first failure of a
    /// poller, after the others have ended.
    /// </summary>
    /// <param name="store">Where snapshots are published.</param>
    /// <param name="time">Clock.</param>
    /// <param name="firstRound">Completes when every poller has polled once, unless an earlier run has completed it.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task RunAsync(NodeStore store, TimeProvider time, TaskCompletionSource firstRound, CancellationToken cancel)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var begun = Begin(store, time, MaxWait, end.Token);
        var running = begun.ConvertAll(first => ThenAsync(first.Poll, first.Poller));
        try
        {
            await Task.WhenAll(begun.Select(first => first.Poll));
            firstRound.TrySetResult();
            await foreach (var poller in Task.WhenEach(running))
            {
                await poller;
            }
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task ThenAsync(Task first, Poller poller)
        {
            await first;
            await poller.RunAsync(store, end.Token);
        }
    }

    /// <summary>Begins the first round.</summary>
    /// <returns>Each poller with its first poll, which may not have begun yet.</returns>
    private List<(Poller Poller, Task Poll)> Begin(NodeStore store, TimeProvider time, TimeSpan maxWait, CancellationToken cancel)
    {
        var first = new List<(Poller Poller, Task Poll)>();
        var released = new Dictionary<Type, Task>();
        foreach (var poller in Pollers)
        {
            var begin = BeginAsync(poller, Task.WhenAll(poller.Needs.Select(snapshot => released[snapshot])));
            released[poller.Snapshot] = ReleaseAsync(begin);
            first.Add((poller, begin.Unwrap()));
        }

        return first;

        async Task<Task> BeginAsync(Poller poller, Task needs)
        {
            await needs;
            return poller.PollAsync(store, cancel);
        }

        async Task ReleaseAsync(Task<Task> begin) => await Task.WhenAny(await begin, Task.Delay(maxWait, time, cancel));
    }

    private static ImmutableArray<Poller> Ordered(IReadOnlyList<Poller> pollers)
    {
        var ordered = ImmutableArray.CreateBuilder<Poller>(pollers.Count);
        var collected = new HashSet<Type>();
        while (ordered.Count < pollers.Count)
        {
            var ready = pollers.Where(poller => !collected.Contains(poller.Snapshot) && poller.Needs.All(collected.Contains)).ToList();
            if (ready.Count == 0)
            {
                var stuck = pollers.Where(poller => !collected.Contains(poller.Snapshot)).Select(poller => poller.Name);
                throw new InvalidOperationException($"No order of the pollers gives these what they need: {string.Join(", ", stuck)}.");
            }

            ordered.AddRange(ready);
            collected.UnionWith(ready.Select(poller => poller.Snapshot));
        }

        return ordered.ToImmutable();
    }
}
