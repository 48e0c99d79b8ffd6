namespace AutomountAgent.Run;

/// <summary>The checks in stages: those of one stage do not need each other's result, and those of a later stage need those of an earlier one.</summary>
/// <param name="Stages">The stages, first to last.</param>
public sealed record CheckPlan(IReadOnlyList<IReadOnlyList<Check>> Stages)
{
    /// <summary>Every check once, in the order of the stages.</summary>
    public IEnumerable<Check> Checks => Stages.SelectMany(s => s).Distinct();

    /// <summary>True while every check comes round.</summary>
    public bool IsAlive => Checks.All(check => check.IsAlive);

    /// <summary>One full round: every stage after the other. What <c>check</c> does, and the daemon before it says READY.</summary>
    public async Task RunOnceAsync(NodeStore store, CancellationToken cancel)
    {
        foreach (var stage in Stages)
        {
            await Task.WhenAll(stage.Select(check => check.LookAsync(store, cancel)));
        }
    }

    /// <summary>Runs every check on its own clock until cancelled.</summary>
    public Task RunAsync(NodeStore store, CancellationToken cancel) => Task.WhenAll(Checks.Select(check => check.RunAsync(store, cancel)));
}
