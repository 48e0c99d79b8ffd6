namespace AutomountAgent.Collect.Ldap;

/// <summary>Decides when a directory is read in full. In between, one small query per round proves that it is well.</summary>
/// <remarks>
/// Where the server counts its writes, the maps are read after a change only. The counter counts all writes, and most are no maps: one
/// question for
/// what was written to map objects since then tells. It finds what was added and changed, not what was deleted; so a write that it does not
/// find
/// brings a full read too, but a later one. Nodes that see the same change at the same time read large maps at different times.
/// </remarks>
internal static class ReadPlan
{
    /// <summary>What one entry costs, spread over time: 1,000 entries are read once a minute at most.</summary>
    private static readonly TimeSpan PerEntry = TimeSpan.FromMilliseconds(60);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>Whether a full read is due where the server does not say what changed.</summary>
    /// <param name="entries">How many entries there were.</param>
    /// <param name="readAt">When they were read.</param>
    /// <param name="interval">The interval of the small queries.</param>
    /// <param name="jitter">Where this node is among the others, 0 to 1: stretches the time by up to a tenth, so that nodes that start
    /// together drift apart.</param>
    /// <param name="now">The time. A clock that went back does not stop the reading.</param>
    public static bool IsDue(int entries, DateTimeOffset readAt, TimeSpan interval, double jitter, DateTimeOffset now) =>
        readAt > now || now >= Earliest(entries, readAt, interval, jitter);

    /// <summary>When to read after a change of the maps.</summary>
    public static DateTimeOffset AfterChange(int entries, DateTimeOffset readAt, TimeSpan interval, double jitter, DateTimeOffset now)
    {
        var spread = now + ((Spacing(entries, interval) - interval) * jitter / 4);
        var earliest = Earliest(entries, readAt, interval, jitter);
        return spread > earliest || readAt > now ? spread : earliest;
    }

    /// <summary>
    /// When to read after a write of which nothing is seen in the maps: mostly it was elsewhere, but an entry may have been deleted.
    /// </summary>
    public static DateTimeOffset AfterUnknownWrite(int entries, TimeSpan interval, double jitter, DateTimeOffset now)
    {
        var spacing = 10 * Spacing(entries, TimeSpan.Zero);
        var least = 4 * interval;
        spacing = spacing < Longest ? spacing : Longest;
        return now + ((spacing > least ? spacing : least) * Stretch(jitter));
    }

    /// <summary>
    /// How long not to ask again what was written, after it took a time: so a thousand nodes keep one core of the server busy at most.
    /// </summary>
    public static TimeSpan CheckSpacing(TimeSpan took) => 1000 * took;

    /// <summary>The least time between two full reads of a directory with so many entries.</summary>
    public static TimeSpan Spacing(int entries, TimeSpan interval)
    {
        var spacing = PerEntry * entries < Longest ? PerEntry * entries : Longest;
        return spacing > interval ? spacing : interval;
    }

    /// <summary>
    /// Rounds come at the interval, give or take: half of it is taken off, so that a read is not put off by a whole round for a second that
    /// is missing.
    /// </summary>
    private static DateTimeOffset Earliest(int entries, DateTimeOffset readAt, TimeSpan interval, double jitter) =>
        readAt + (Spacing(entries, interval) * Stretch(jitter)) - (interval / 2);

    private static double Stretch(double jitter) => 0.9 + (0.2 * jitter);
}
