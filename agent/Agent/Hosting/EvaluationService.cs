using AutomountAgent.Output;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Hosting;

/// <summary>
/// Judges what the collectors see, and reports the verdict to systemd: every <see cref="Interval"/>, and soon after a change. READY follows
/// its start.
/// </summary>
/// <param name="store">The newest state.</param>
/// <param name="judgement">The newest verdict.</param>
/// <param name="rounds">How far the collectors are.</param>
/// <param name="signs">Receives that a verdict was published.</param>
/// <param name="counters">Whether calls into libraries have hung.</param>
/// <param name="manager">systemd.</param>
/// <param name="bus">Receives that there is a new verdict.</param>
/// <param name="time">Clock.</param>
internal sealed class EvaluationService(
    NodeStore store,
    Judgement judgement,
    Rounds rounds,
    LifeSigns signs,
    Counters counters,
    ServiceManager manager,
    BusService bus,
    TimeProvider time) : BackgroundService
{
    /// <summary>
    /// How long the first round is waited for. The administrator sets the deadlines, so it may take longer: then the verdict is on what it
    /// has seen, and the rest is unknown. READY comes <see cref="Judgement.MaxTime"/> later at the latest, which is a minute.
    /// </summary>
    public static readonly TimeSpan MaxFirstRound = TimeSpan.FromMinutes(1) - Judgement.MaxTime;

    /// <summary>Time from one verdict to the next when nothing changes: findings age.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Polls end in groups, and one verdict on all of them is enough.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(250);

    private static readonly string StuckLibrary =
        $"more than {Counters.MaxStuckCalls} calls into libldap have not returned: the daemon ends, for systemd to start it anew";

    private string reported = "";

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        manager.Status("first round: looking at every link");
        await Task.WhenAny(rounds.First, Task.Delay(MaxFirstRound, time, cancellationToken));
        try
        {
            await JudgeAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            if (await store.WaitAsync(Interval, stoppingToken))
            {
                await Task.Delay(Gather, stoppingToken);
            }

            await JudgeAsync(stoppingToken);
            if (counters.IsStuck)
            {
                manager.Status(StuckLibrary);
                throw new InvalidOperationException(StuckLibrary);
            }
        }
    }

    private async Task JudgeAsync(CancellationToken cancel)
    {
        var verdict = await judgement.NextAsync(store.State, cancel);
        signs.Judged();
        bus.Judged();
        var status = StatusLine.Of(verdict, store.State.Required?.Seen);
        if (status != reported)
        {
            manager.Status(status);
            reported = status;
        }
    }
}
