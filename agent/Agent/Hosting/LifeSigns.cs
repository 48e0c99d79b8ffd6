namespace AutomountAgent.Hosting;

/// <summary>
/// Whether the daemon does its work: what <c>WATCHDOG=1</c> and <c>/healthz</c> attest. Every collector polls, or its overrun is published
/// at its deadline; and a verdict is published, be it that judging was given up. How long judging takes is not a part of it.
/// </summary>
/// <param name="rounds">How far the collectors are.</param>
/// <param name="time">Clock.</param>
internal sealed class LifeSigns(Rounds rounds, TimeProvider time)
{
    /// <summary>What a busy machine may add to the interval and the longest time of a verdict.</summary>
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan MaxSilence = EvaluationService.Interval + Judgement.MaxTime + MaxDelay;

    private const long None = long.MinValue;

    private long judgedAt = None;

    /// <summary>True while no collector is overdue, and no verdict.</summary>
    public bool AreThere => rounds.IsAlive && IsJudging;

    /// <summary>A verdict was published.</summary>
    public void Judged() => Volatile.Write(ref judgedAt, time.GetTimestamp());

    /// <summary>Before the first verdict the start has a time limit of its own (<c>TimeoutStartSec=</c>).</summary>
    private bool IsJudging
    {
        get
        {
            var last = Volatile.Read(ref judgedAt);
            return last == None || time.GetElapsedTime(last) < MaxSilence;
        }
    }
}
