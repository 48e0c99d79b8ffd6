using Automount.Maps;
using AutomountAgent.Model;

namespace AutomountAgent.Derive;

/// <summary>What is read of one map in one poll.</summary>
/// <param name="Name">Name of the map.</param>
/// <param name="IsFull">Whether it is to be read in full.</param>
/// <param name="Key">A key that sssd is known to have, to be looked up; null for none.</param>
/// <param name="Timeout">How long a full read may take.</param>
/// <param name="Before">What is known of it; null when nothing.</param>
/// <param name="LdapCopy">LDAP's copy of it; null when there is none.</param>
internal sealed record MapRequest(string Name, bool IsFull, string? Key, TimeSpan Timeout, SssdMap? Before, MapContent? LdapCopy)
{
    /// <summary>Why it must not be listed; then at most <see cref="Key"/> is looked up. Null when it may be.</summary>
    public ListingRisk? Risk { get; init; }
}

/// <summary>
/// Decides what is read of a map through sssd: all of it when it was never read, when it differs in LDAP since, and in intervals that
/// grow with its size (<see cref="ReadSpacing"/>). In between one key is looked up per poll, each in its turn.
/// </summary>
internal static class ServedMapPlan
{
    /// <summary>sssd stores every entry of a map that it has not cached in its database, which takes longer than handing it out.</summary>
    private static readonly TimeSpan ColdEntry = TimeSpan.FromMilliseconds(2);

    /// <summary>More entries than this get more time than the timeout of the configuration.</summary>
    private const int Large = 1000;

    /// <summary>So many keys in a row may be there more than once before none is looked up in a round.</summary>
    private const int MaxSkipped = 10;

    /// <summary>The library itself gives up after five minutes.</summary>
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(5);

    /// <summary>What to read of a map now.</summary>
    /// <param name="name">Name of the map.</param>
    /// <param name="before">What is known of it.</param>
    /// <param name="ldapCopy">LDAP's copy of it.</param>
    /// <param name="interval">The interval of the rounds.</param>
    /// <param name="timeout">How long a small map may take.</param>
    /// <param name="now">The time.</param>
    public static MapRequest Of(string name, SssdMap? before, MapContent? ldapCopy, TimeSpan interval, TimeSpan timeout, DateTimeOffset now)
    {
        var known = before?.Content?.Entries ?? [];
        var entries = Math.Max(known.Length, ldapCopy?.Entries.Length ?? 0);
        var key = known.IsEmpty ? null : Key(before!);
        return new MapRequest(name, IsFullReadDue(before, ldapCopy, interval, now), key, TimeoutOf(entries, timeout), before, ldapCopy);
    }

    /// <summary>What to read of a map that must not be listed: one key by its name, but none that LDAP has more than once.</summary>
    /// <param name="name">Name of the map.</param>
    /// <param name="before">What is known of it.</param>
    /// <param name="ldapCopy">LDAP's copy of it.</param>
    /// <param name="risk">Why it must not be listed.</param>
    /// <param name="timeout">How long the look-up may take.</param>
    public static MapRequest ByName(string name, SssdMap? before, MapContent? ldapCopy, ListingRisk risk, TimeSpan timeout)
    {
        var entries = ldapCopy?.Entries ?? [];
        var start = entries.IsEmpty ? 0 : (before?.Turn ?? 0) % entries.Length;
        var key = entries.Skip(start).Take(MaxSkipped).FirstOrDefault(e => entries.Count(other => other.Key == e.Key) == 1)?.Key;
        return new(name, false, key, timeout, before, ldapCopy) { Risk = risk };
    }

    /// <summary>How long a map with so many entries may take.</summary>
    public static TimeSpan TimeoutOf(int entries, TimeSpan timeout)
    {
        var needed = entries <= Large ? timeout : timeout + (ColdEntry * entries);
        return needed < MaxTimeout ? needed : MaxTimeout;
    }

    private static bool IsFullReadDue(SssdMap? before, MapContent? ldapCopy, TimeSpan interval, DateTimeOffset now)
    {
        if (before is not { Content: { } content, ReadAt: { } readAt } || readAt > now || HasChanged(before.LdapCopy, ldapCopy))
        {
            return true;
        }

        // Polls do not come exactly at the interval: half of it is taken off.
        return now - readAt >= ReadSpacing.Of(content.Entries.Length, interval) - (interval / 2);
    }

    /// <summary>The next key in turn; every other turn is that of a key that last disagreed with the map.</summary>
    private static string Key(SssdMap map)
    {
        var entries = map.Content!.Entries;
        if (map.Disagreements is not [var oldest, ..])
        {
            return entries[map.Turn % entries.Length].Key;
        }

        return map.Turn % 2 == 1 ? oldest.Key : entries[map.Turn / 2 % entries.Length].Key;
    }

    private static bool HasChanged(MapContent? before, MapContent? now) =>
        !ReferenceEquals(before, now) && (before is null || now is null || !before.Entries.AsSpan().SequenceEqual(now.Entries.AsSpan()));
}
