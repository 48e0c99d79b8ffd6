using AutomountAgent.Derive;

namespace AutomountAgent.Hosting;

/// <summary>
/// Holds the newest <see cref="NodeState"/>. Observers publish into it, the judge waits on it, a scrape reads it: nobody waits for another.
/// </summary>
internal sealed class NodeStore
{
    private readonly SemaphoreSlim changed = new(0, 1);
    private NodeState state = NodeState.Empty;

    /// <summary>The newest state.</summary>
    public NodeState State => Volatile.Read(ref state);

    /// <summary>Replaces the state by what <paramref name="change"/> makes of it. The function may run more than once.</summary>
    public void Update(Func<NodeState, NodeState> change)
    {
        NodeState before, after;
        do
        {
            before = State;
            after = change(before);
        }
        while (Interlocked.CompareExchange(ref state, after, before) != before);
        Signal.Raise(changed);
    }

    /// <summary>Waits until the state changed since the last wait, or the time is over.</summary>
    public Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancel) => changed.WaitAsync(timeout, cancel);
}

/// <summary>A semaphore of one used as a flag that wakes one waiter: raising it twice is raising it once.</summary>
internal static class Signal
{
    /// <summary>Raises the flag.</summary>
    public static void Raise(SemaphoreSlim flag)
    {
        try
        {
            flag.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already raised, and not taken yet.
        }
    }
}
