namespace AutomountAgent.Hosting;

/// <summary>
/// The checks in stages: those of one stage do not need each other's result, and those of a later stage need those of an earlier one.
/// </summary>
/// <param name="Stages">The stages, first to last. A check may stand in a second one, to look again at the end of a round.</param>
internal sealed record CheckPlan(IReadOnlyList<IReadOnlyList<Check>> Stages)
{
    /// <summary>
    /// How long the daemon's first look of a stage waits for the stage before it. The administrator sets the deadlines, and a directory
    /// that is silent for minutes must not hold up the report of a hung NFS server.
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

    /// <summary>
    /// Runs every check until cancelled: its first look in its turn, then on its own clock. Throws the first failure of a check, after the
    /// others have ended.
    /// </summary>
    /// <param name="store">Where looks are published.</param>
    /// <param name="time">Clock.</param>
    /// <param name="firstRound">Completes when every check has looked once, unless an earlier run has completed it.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task RunAsync(NodeStore store, TimeProvider time, TaskCompletionSource firstRound, CancellationToken cancel)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var running = new List<Task>();
        try
        {
            await BeginAsync(store, time, running, end.Token);
            firstRound.TrySetResult();
            await foreach (var check in Task.WhenEach(running))
            {
                await check;
            }
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Starts the checks stage by stage. Returns when every one has looked once.</summary>
    private async Task BeginAsync(NodeStore store, TimeProvider time, List<Task> running, CancellationToken cancel)
    {
        var (looks, begun) = (new List<Task>(), new HashSet<Check>());
        foreach (var stage in Stages)
        {
            foreach (var check in stage.Where(begun.Add))
            {
                var look = check.LookAsync(store, cancel);
                looks.Add(look);
                running.Add(ThenAsync(look, check));
            }

            await Task.WhenAny(Task.WhenAll(looks), Task.Delay(StagePatience, time, cancel));
        }

        await Task.WhenAll(looks);

        async Task ThenAsync(Task look, Check check)
        {
            await look;
            await check.RunAsync(store, cancel);
        }
    }
}
