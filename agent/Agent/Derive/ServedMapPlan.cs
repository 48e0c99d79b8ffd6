using Automount.Maps;
using AutomountAgent.Model;

namespace AutomountAgent.Derive;

/// <summary>What is wanted of one map in one round.</summary>
/// <param name="Name">Name of the map.</param>
/// <param name="IsFull">Whether it is to be read in full.</param>
/// <param name="Key">A key that sssd is known to have, to be looked up; null for none.</param>
/// <param name="Patience">How long a full read may take.</param>
/// <param name="Before">What is known of it; null when nothing.</param>
/// <param name="LdapCopy">LDAP's copy of it; null when there is none.</param>
internal sealed record MapWish(string Name, bool IsFull, string? Key, TimeSpan Patience, SssdMap? Before, MapContent? LdapCopy);

/// <summary>
/// Decides what is read of a map through sssd: all of it when it is small, was never read, or differs in LDAP since; the less often the
/// larger it is.
/// In between one key is looked up, each in its turn.
/// </summary>
internal static class ServedMapPlan
{
    /// <summary>What one entry costs, spread over time: 1,000 entries are read once a minute at most.</summary>
    private static readonly TimeSpan PerEntry = TimeSpan.FromMilliseconds(60);

    private static readonly TimeSpan Rarest = TimeSpan.FromMinutes(15);

    /// <summary>sssd stores every entry of a map that it has not cached in its database, which takes longer than handing it out.</summary>
    private static readonly TimeSpan ColdEntry = TimeSpan.FromMilliseconds(2);

    /// <summary>More entries than this get more time than the timeout of the configuration.</summary>
    private const int Large = 1000;

    /// <summary>The library itself gives up after five minutes.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>What is wanted of a map now.</summary>
    /// <param name="name">Name of the map.</param>
    /// <param name="before">What is known of it.</param>
    /// <param name="ldapCopy">LDAP's copy of it.</param>
    /// <param name="interval">The interval of the rounds.</param>
    /// <param name="timeout">How long a small map may take.</param>
    /// <param name="now">The time.</param>
    public static MapWish Of(string name, SssdMap? before, MapContent? ldapCopy, TimeSpan interval, TimeSpan timeout, DateTimeOffset now)
    {
        var known = before?.Content?.Entries ?? [];
        var entries = Math.Max(known.Length, ldapCopy?.Entries.Length ?? 0);
        var isFull = before?.Content is null || before.ReadAt is not { } readAt || readAt > now || HasChanged(before.LdapCopy, ldapCopy)
            || now - readAt >= Spacing(known.Length, interval) - (interval / 2);
        return new MapWish(name, isFull, known.IsEmpty ? null : Key(before!), Patience(entries, timeout), before, ldapCopy);
    }

    /// <summary>The least time between two full reads of a map with so many entries.</summary>
    public static TimeSpan Spacing(int entries, TimeSpan interval)
    {
        var spacing = PerEntry * entries < Rarest ? PerEntry * entries : Rarest;
        return spacing > interval ? spacing : interval;
    }

    /// <summary>How long a map with so many entries may take.</summary>
    public static TimeSpan Patience(int entries, TimeSpan timeout)
    {
        var patience = entries <= Large ? timeout : timeout + (ColdEntry * entries);
        return patience < Longest ? patience : Longest;
    }

    /// <summary>Every other turn is that of a key that last disagreed with the map.</summary>
    private static string Key(SssdMap map) => map.Disagreements is [var oldest, ..] && map.Turn % 2 == 1
        ? oldest.Key
        : map.Content!.Entries[map.Turn / (map.Disagreements.IsEmpty ? 1 : 2) % map.Content.Entries.Length].Key;

    private static bool HasChanged(MapContent? before, MapContent? now) =>
        !ReferenceEquals(before, now) && (before is null || now is null || !before.Entries.AsSpan().SequenceEqual(now.Entries.AsSpan()));
}
