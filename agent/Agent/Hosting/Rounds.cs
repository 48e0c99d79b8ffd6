namespace AutomountAgent.Hosting;

/// <summary>How far the rounds of the collectors are. The schedule writes it, the other services read it.</summary>
internal sealed class Rounds
{
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile PollPlan? plan;

    /// <summary>Completes when every collector has polled once since the process started.</summary>
    public Task First => first.Task;

    /// <summary>True while no collector is overdue.</summary>
    public bool IsAlive => plan?.IsAlive ?? true;

    /// <summary>Runs the collectors until cancelled.</summary>
    /// <param name="next">The collectors of one configuration.</param>
    /// <param name="store">Receives what they see.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancel">Ends them.</param>
    public Task RunAsync(PollPlan next, NodeStore store, TimeProvider time, CancellationToken cancel)
    {
        plan = next;
        return next.RunAsync(store, time, first, cancel);
    }
}
