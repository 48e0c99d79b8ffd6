using AutomountAgent.Derive;

namespace AutomountAgent.Collect.Ldap;

/// <summary>The times at which a directory is read in full. Pure arithmetic; <see cref="DirectorySchedule"/> uses it.</summary>
/// <remarks>
/// Where the server counts its writes, the maps are read after a change only. The counter counts all writes, and most are not of maps, so
/// the server is asked what was written to map objects since. That question finds what was added and changed, not what was deleted; so a
/// write that it does not find brings a full read too, but a later one. Nodes that see the same change at the same time read large maps at
/// different times.
/// </remarks>
internal static class ReadPlan
{
    private static readonly TimeSpan NoiseSpacing = TimeSpan.FromHours(1);

    /// <summary>Whether a full read is due where the server does not count its writes.</summary>
    /// <param name="entries">How many entries there were.</param>
    /// <param name="readAt">When they were read.</param>
    /// <param name="interval">The interval of the polls.</param>
    /// <param name="jitter">
    /// Where this node is among the others, 0 to 1: stretches the time by up to a tenth, so that nodes that start together drift apart.
    /// </param>
    /// <param name="now">The time. A clock that went back does not stop the reading.</param>
    public static bool IsDue(int entries, DateTimeOffset readAt, TimeSpan interval, double jitter, DateTimeOffset now) =>
        readAt > now || now >= Earliest(entries, readAt, interval, jitter);

    /// <summary>When to read after a change of the maps.</summary>
    public static DateTimeOffset AfterChange(int entries, DateTimeOffset readAt, TimeSpan interval, double jitter, DateTimeOffset now)
    {
        var spread = now + ((ReadSpacing.Of(entries, interval) - interval) * jitter / 4);
        var earliest = Earliest(entries, readAt, interval, jitter);
        return spread > earliest || readAt > now ? spread : earliest;
    }

    /// <summary>
    /// When to read after a write that is not found in the maps: mostly it was elsewhere, but an entry may have been deleted.
    /// </summary>
    public static DateTimeOffset AfterUnknownWrite(int entries, TimeSpan interval, double jitter, DateTimeOffset now)
    {
        var spacing = 10 * ReadSpacing.Of(entries, TimeSpan.Zero);
        var least = 4 * interval;
        spacing = spacing < ReadSpacing.Max ? spacing : ReadSpacing.Max;
        return now + ((spacing > least ? spacing : least) * Stretch(jitter));
    }

    /// <summary>
    /// When to read after such a write where the server counts what is not of maps again and again. Only a deletion is found that late, and
    /// sssd keeps maps for longer.
    /// </summary>
    public static DateTimeOffset AfterNoise(int entries, TimeSpan interval, double jitter, DateTimeOffset now)
    {
        var hourly = now + (NoiseSpacing * Stretch(jitter));
        var usual = AfterUnknownWrite(entries, interval, jitter, now);
        return hourly > usual ? hourly : usual;
    }

    /// <summary>
    /// How long not to ask again what was written, after the question took a time: a thousand nodes keep at most one core of the server
    /// busy.
    /// </summary>
    public static TimeSpan CheckSpacing(TimeSpan took) => 1000 * took;

    /// <summary>
    /// The earliest time of the next full read. Polls do not come exactly at the interval: half of it is taken off, so that a read is not
    /// put off by a whole poll for want of a second.
    /// </summary>
    private static DateTimeOffset Earliest(int entries, DateTimeOffset readAt, TimeSpan interval, double jitter) =>
        readAt + (ReadSpacing.Of(entries, interval) * Stretch(jitter)) - (interval / 2);

    private static double Stretch(double jitter) => 0.9 + (0.2 * jitter);
}
