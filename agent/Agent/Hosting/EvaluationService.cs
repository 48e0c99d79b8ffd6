using AutomountAgent.Output;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Hosting;

/// <summary>Judges what the collectors see, and reports the verdict to systemd. Its start is the last one: READY follows.</summary>
/// <param name="store">The newest state.</param>
/// <param name="judgement">The newest verdict.</param>
/// <param name="rounds">How far the collectors are.</param>
/// <param name="counters">Whether calls into libraries have hung.</param>
/// <param name="manager">systemd.</param>
/// <param name="time">Clock.</param>
internal sealed class EvaluationService(
    NodeStore store,
    Judgement judgement,
    Rounds rounds,
    Counters counters,
    ServiceManager manager,
    TimeProvider time) : BackgroundService
{
    /// <summary>
    /// systemd ends a service that is not READY in two minutes. The administrator sets the deadlines, so the first round may take longer:
    /// then the verdict is on what it has seen, and the rest is unknown.
    /// </summary>
    public static readonly TimeSpan MaxStart = TimeSpan.FromMinutes(1);

    /// <summary>Time from one verdict to the next when nothing changes: findings age, and the watchdog wants to be fed.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Polls end in groups, and one verdict on all of them is enough.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(250);

    private static readonly string StuckLibrary =
        $"more than {Counters.MaxStuckCalls} calls into libldap have not returned: the daemon ends, for systemd to start it anew";

    private string reported = "";

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        manager.Status("first round: looking at every link");
        await Task.WhenAny(rounds.First, Task.Delay(MaxStart, time, cancellationToken));
        if (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        Judge();
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

            Judge();
            if (counters.IsStuck)
            {
                manager.Status(StuckLibrary);
                throw new InvalidOperationException(StuckLibrary);
            }

            if (rounds.IsAlive)
            {
                manager.Watchdog();
            }
        }
    }

    private void Judge()
    {
        var verdict = judgement.Next(store.State);
        var status = StatusLine.Of(verdict, store.State.Required?.Seen);
        if (status != reported)
        {
            manager.Status(status);
            reported = status;
        }
    }
}
