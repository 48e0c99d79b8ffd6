namespace AutomountAgent.Hosting;

/// <summary>The checks in stages: those of one stage do not need each other's result, and those of a later stage need those of an earlier one.</summary>
/// <param name="Stages">The stages, first to last. A check may stand in a second one, to look again at the end of a round.</param>
internal sealed record CheckPlan(IReadOnlyList<IReadOnlyList<Check>> Stages)
{
    /// <summary>
    /// How long the daemon's first look of a stage waits for the stage before it. Deadlines are the administrator's to set, and a directory that is silent for
    /// minutes must not hold up the news of a hung NFS server.
    /// </summary>
    public static readonly TimeSpan StagePatience = TimeSpan.FromSeconds(20);

    /// <summary>Every check once, in the order of the stages.</summary>
    public IEnumerable<Check> Checks => Stages.SelectMany(s => s).Distinct();

    /// <summary>True while every check comes round.</summary>
    public bool IsAlive => Checks.All(check => check.IsAlive);

    /// <summary>One full round: every stage after the other. What <c>check</c> does.</summary>
    public async Task RunOnceAsync(NodeStore store, CancellationToken cancel)
    {
        foreach (var stage in Stages)
        {
            await Task.WhenAll(stage.Select(check => check.LookAsync(store, cancel)));
        }
    }

    /// <summary>Runs every check until cancelled: its first look in its turn, then on its own clock.</summary>
    /// <param name="store">Where looks are published.</param>
    /// <param name="time">Clock.</param>
    /// <param name="firstRound">Is set when every check has looked once.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task RunAsync(NodeStore store, TimeProvider time, TaskCompletionSource firstRound, CancellationToken cancel)
    {
        var (looks, running) = (new List<Task>(), new List<Task>());
        var begun = new HashSet<Check>();
        foreach (var stage in Stages)
        {
            var first = stage.Where(begun.Add).Select(check => (Check: check, Look: check.LookAsync(store, cancel))).ToList();
            looks.AddRange(first.Select(f => f.Look));
            running.AddRange(first.Select(f => ThenAsync(f.Look, f.Check)));
            await Task.WhenAny(Task.WhenAll(looks), Task.Delay(StagePatience, time, cancel));
        }

        await Task.WhenAll(looks);
        firstRound.SetResult();
        await Task.WhenAll(running);

        async Task ThenAsync(Task look, Check check)
        {
            await look;
            await check.RunAsync(store, cancel);
        }
    }
}
