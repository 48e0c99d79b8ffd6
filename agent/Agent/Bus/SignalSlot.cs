namespace AutomountAgent.Bus;

/// <summary>
/// A queue with one place for an action. The action runs on the thread pool, never two at a time, and once for all the signals that came
/// before it began. So a flood of signals takes neither memory nor threads, and an action that blocks does not delay the connection.
/// </summary>
/// <param name="action">Runs after a signal. It must not throw.</param>
internal sealed class SignalSlot(Action action) : IThreadPoolWorkItem
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int Raised = 2;

    private int state;

    /// <summary>Queues the action, unless it is queued already.</summary>
    internal void Raise()
    {
        if (Interlocked.Exchange(ref state, Raised) == Idle)
        {
            Queue();
        }
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Exchange(ref state, Running);
        action();
        if (Interlocked.CompareExchange(ref state, Idle, Running) == Raised)
        {
            Queue();
        }
    }

    private void Queue() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
}
