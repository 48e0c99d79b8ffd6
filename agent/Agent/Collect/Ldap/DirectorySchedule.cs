using System.Globalization;
using Automount.Maps.Ldif;

namespace AutomountAgent.Collect.Ldap;

/// <summary>The next step of a poll of one directory.</summary>
internal enum DirectoryStep
{
    /// <summary>The copy of the maps is still good: the poll is over.</summary>
    KeepCopy,

    /// <summary>Look for the object of the master map: proves server, credentials, base and schema. Then the poll is over.</summary>
    Probe,

    /// <summary>Read the change token of the server.</summary>
    ReadToken,

    /// <summary>Something was written: look for the master map, then ask whether it was maps.</summary>
    InspectWrite,

    /// <summary>Read all maps.</summary>
    ReadMaps,
}

/// <summary>
/// Decides what a poll of a directory does: a small query that proves that the copy of the maps is still good, or a full read. Pure: what
/// is known, the change token and the time come in, a step or a new copy comes out. <see cref="DirectoryPoll"/> carries the steps out.
/// </summary>
/// <param name="interval">The interval of the polls.</param>
/// <param name="jitter">Where this node is among the others, 0 to 1; see <see cref="ReadPlan.IsDue"/>.</param>
internal sealed class DirectorySchedule(TimeSpan interval, double jitter)
{
    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Every so many polls the master map is looked for instead of the change token: an ACL that hides it changes no token.
    /// </summary>
    public const int PollsPerProbe = 60;

    /// <summary>The first step of a poll.</summary>
    /// <param name="copy">The maps that were read last; null when none were.</param>
    /// <param name="poll">The number of this poll since the directory answered first, from 1.</param>
    /// <param name="now">The time.</param>
    public DirectoryStep First(MapCopy? copy, int poll, DateTimeOffset now)
    {
        if (copy is null)
        {
            return DirectoryStep.ReadMaps;
        }

        if (copy.Read is null)
        {
            return ReadPlan.IsDue(copy.Entries, copy.ReadAt, interval, jitter, now) ? DirectoryStep.ReadMaps : DirectoryStep.Probe;
        }

        return poll % PollsPerProbe == 0 ? DirectoryStep.Probe : DirectoryStep.ReadToken;
    }

    /// <summary>The step after <see cref="DirectoryStep.ReadToken"/>, and the copy with what the token says of it.</summary>
    /// <param name="copy">The maps that were read last, with a change token.</param>
    /// <param name="token">The change token now; null when the server has none any more.</param>
    /// <param name="now">The time.</param>
    public (DirectoryStep Step, MapCopy Copy) AfterToken(MapCopy copy, ChangeToken? token, DateTimeOffset now)
    {
        if (token is null)
        {
            return (DirectoryStep.ReadMaps, copy);
        }

        if (token.IsSame(copy.Read!))
        {
            return (DirectoryStep.KeepCopy, copy with { CurrentAt = now });
        }

        return (token.IsSame(copy.Seen!) ? AfterWrite(copy, now) : DirectoryStep.InspectWrite, copy);
    }

    /// <summary>
    /// The search that finds what was written to maps since the last look into the writes, and the copy with what follows where there is no
    /// search to make: because the server has none, or because it has to wait. Expensive queries are rate limited by their cost.
    /// </summary>
    /// <param name="copy">The maps that were read last.</param>
    /// <param name="token">The change token after the write.</param>
    /// <param name="schema">What maps and entries are called.</param>
    /// <param name="now">The time.</param>
    /// <returns>A filter (RFC 4515), then <see cref="Inspected"/> is to follow; or null, then the copy is complete.</returns>
    public (string? Filter, MapCopy Copy) Inspect(MapCopy copy, ChangeToken token, AutofsSchema schema, DateTimeOffset now)
    {
        var filter = token.WrittenSince(copy.Seen!, schema) ?? (copy.IsNoisy ? ModifiedSince(copy, schema) : null);
        if (filter is null)
        {
            return (null, Inspected(copy, token, isOfMaps: true, TimeSpan.Zero, now) with { WasOfMaps = false });
        }

        return now < copy.CheckAt ? (null, copy.Due(Elsewhere(copy, now))) : (filter, copy);
    }

    /// <summary>The copy after the server was asked what was written.</summary>
    /// <param name="copy">The maps that were read last.</param>
    /// <param name="token">The change token after the write.</param>
    /// <param name="isOfMaps">Whether something was written to maps.</param>
    /// <param name="took">How long the server took to say so.</param>
    /// <param name="now">The time.</param>
    public MapCopy Inspected(MapCopy copy, ChangeToken token, bool isOfMaps, TimeSpan took, DateTimeOffset now)
    {
        var seen = copy with { Seen = token, CheckAt = now + ReadPlan.CheckSpacing(took), WasOfMaps = copy.WasOfMaps || isOfMaps };
        return seen.Due(isOfMaps
            ? ReadPlan.AfterChange(copy.Entries, copy.ReadAt, interval, jitter, now)
            : Elsewhere(copy, now));
    }

    /// <summary>When to read after a write that is not found in the maps.</summary>
    private DateTimeOffset Elsewhere(MapCopy copy, DateTimeOffset now) => copy.IsNoisy
        ? ReadPlan.AfterNoise(copy.Entries, interval, jitter, now)
        : ReadPlan.AfterUnknownWrite(copy.Entries, interval, jitter, now);

    /// <summary>
    /// A filter for what is newer than the newest map object that was seen. Every server has modifyTimestamp (RFC 4512, 3.4.4), to the
    /// second of its own clock, which may differ from this node's by minutes.
    /// </summary>
    private static string ModifiedSince(MapCopy copy, AutofsSchema schema)
    {
        var newest = copy.Newest ?? (copy.ReadAt - MaxSkew).UtcDateTime.ToString("yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture);
        var objects = $"(|(objectclass={schema.MapClass})(objectclass={schema.EntryClass}))";
        return $"(&{objects}(modifyTimestamp>={LdapFilter.Escape(newest)})(!(modifyTimestamp={LdapFilter.Escape(newest)})))";
    }

    /// <summary>The step after a write that was looked into, or has to wait for that.</summary>
    public static DirectoryStep AfterWrite(MapCopy copy, DateTimeOffset now) =>
        now >= copy.DueAt ? DirectoryStep.ReadMaps : DirectoryStep.KeepCopy;
}
