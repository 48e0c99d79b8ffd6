namespace AutomountAgent.Observe.Directory;

/// <summary>Decides when a directory is read in full. In between, one small query per round proves that it is well.</summary>
public static class ReadPlan
{
    /// <summary>What one entry costs, spread over time: 1,000 entries are read once a minute at most.</summary>
    private static readonly TimeSpan PerEntry = TimeSpan.FromMilliseconds(60);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>Whether a full read is due.</summary>
    /// <param name="previous">The last answer; null when there is none.</param>
    /// <param name="master">Name of the master map that is to be looked for.</param>
    /// <param name="changedAt">When sssd's configuration last changed; null when unknown.</param>
    /// <param name="interval">The interval of the small queries.</param>
    /// <param name="jitter">Stretches the time between full reads, so that nodes that start together drift apart: 0.9 to 1.1.</param>
    /// <param name="now">The time.</param>
    public static bool IsFullReadDue(
        DomainDirectory? previous, string master, DateTimeOffset? changedAt, TimeSpan interval, double jitter, DateTimeOffset now)
    {
        if (previous is not { Outcome: DirectoryOutcome.Answered, MapsReadAt: { } readAt } || previous.MasterMap != master || readAt > now)
        {
            return true;
        }

        // A change in the future is a wrong clock; it must not cause a full read every round. Rounds come at the interval, give or take: half of it is
        // taken off, so that a read is not put off by a whole round for a second that is missing.
        return (changedAt >= readAt && changedAt <= now) || now - readAt >= (Spacing(previous.Maps.Sum(m => m.Entries.Length), interval) * jitter) - (interval / 2);
    }

    /// <summary>The least time between two full reads of a directory with so many entries.</summary>
    public static TimeSpan Spacing(int entries, TimeSpan interval)
    {
        var spacing = PerEntry * entries < Longest ? PerEntry * entries : Longest;
        return spacing > interval ? spacing : interval;
    }
}
