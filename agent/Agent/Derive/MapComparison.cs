using System.Collections.Immutable;
using Automount.Maps;

namespace AutomountAgent.Derive;

/// <summary>A key in which two views of a map differ.</summary>
/// <param name="Key">The key.</param>
/// <param name="Kind">How they differ.</param>
/// <param name="Since">When the difference was seen first.</param>
internal sealed record KeyDifference(string Key, KeyDifferenceKind Kind, DateTimeOffset Since);

/// <summary>How sssd's view of a key differs from LDAP's.</summary>
internal enum KeyDifferenceKind
{
    /// <summary>LDAP has the key, sssd does not serve it.</summary>
    NotServed,

    /// <summary>sssd serves the key, LDAP has it no more.</summary>
    StillServed,

    /// <summary>sssd serves another value than LDAP has.</summary>
    OtherValue,
}

/// <summary>
/// LDAP's copy of a map against sssd's. The two are read at different moments, so a difference counts only when it was there in two
/// consecutive reads of both. Pure and immutable: each new copy makes a new comparison out of the one before.
/// </summary>
internal sealed record MapComparison
{
    /// <summary>sssd forgets after this time that it did not find a map (<c>autofs_negative_timeout</c>, sssd.conf(5)).</summary>
    private static readonly TimeSpan Negative = TimeSpan.FromSeconds(15);

    private readonly MapContent? served;
    private readonly DateTimeOffset ldapAt;
    private readonly DateTimeOffset servedAt;

    private MapComparison(MapContent ldap, MapContent? served, DateTimeOffset ldapAt, DateTimeOffset servedAt) =>
        (Ldap, this.served, this.ldapAt, this.servedAt) = (ldap, served, ldapAt, servedAt);

    /// <summary>LDAP's copy.</summary>
    public MapContent Ldap { get; }

    /// <summary>The keys in which the copies differ, LDAP's first, in the order of the maps.</summary>
    public ImmutableArray<KeyDifference> Differences { get; private init; } = [];

    /// <summary>Whether these two copies differ, be it only because they were read at different moments.</summary>
    public bool IsDifferent => !Now.IsEmpty || Stand.State != MapPresence.Present;

    /// <summary>sssd says that there is no such map, and has had the time to notice it.</summary>
    public bool IsMissing { get; private init; }

    /// <summary>sssd has the map, without any of the entries that LDAP has.</summary>
    public bool IsEmpty { get; private init; }

    /// <summary>All differences between these two copies, confirmed or not.</summary>
    private ImmutableArray<KeyDifference> Now { get; init; } = [];

    /// <summary>What was different when both had been read last, and still is.</summary>
    private (DateTimeOffset LdapAt, DateTimeOffset ServedAt, ImmutableArray<KeyDifference> Keys) Baseline { get; init; }

    /// <summary>What sssd has of the map, and since when.</summary>
    private (MapPresence State, DateTimeOffset LdapAt, DateTimeOffset ServedAt) Stand { get; init; }

    /// <summary>Compares two copies.</summary>
    /// <param name="before">The comparison before this one; null when there was none.</param>
    /// <param name="ldap">LDAP's copy.</param>
    /// <param name="served">sssd's copy; null when sssd says that there is no such map.</param>
    /// <param name="ldapAt">When LDAP's copy was read.</param>
    /// <param name="servedAt">When sssd's copy was read.</param>
    /// <returns>The same instance when neither was read anew.</returns>
    public static MapComparison Next(
        MapComparison? before, MapContent ldap, MapContent? served, DateTimeOffset ldapAt, DateTimeOffset servedAt)
    {
        var isSame = before is not null && ReferenceEquals(before.Ldap, ldap) && ReferenceEquals(before.served, served);
        if (isSame && before!.ldapAt == ldapAt && before.servedAt == servedAt)
        {
            return before;
        }

        var newest = servedAt > ldapAt ? servedAt : ldapAt;
        var now = isSame ? before!.Now : Compare(ldap, served, newest, before?.Now ?? []);
        var state = PresenceOf(ldap, served);
        var stand = before?.Stand.State == state ? before.Stand : (State: state, LdapAt: ldapAt, ServedAt: servedAt);
        var isAgain = ldapAt > before?.Baseline.LdapAt && servedAt > before.Baseline.ServedAt;
        var baseline = before is null || isAgain
            ? (ldapAt, servedAt, now)
            : before.Baseline with { Keys = Common(before.Baseline.Keys, now) };
        var confirmed = isAgain ? before?.Baseline.Keys : before?.Differences;
        return new(ldap, served, ldapAt, servedAt)
        {
            Now = now,
            Baseline = baseline,
            Differences = Common(confirmed ?? [], now),
            Stand = stand,
            IsMissing = state == MapPresence.Missing && ldapAt > stand.LdapAt && servedAt - stand.ServedAt >= Negative,
            IsEmpty = state == MapPresence.Empty && ldapAt > stand.LdapAt && servedAt > stand.ServedAt,
        };
    }

    private static MapPresence PresenceOf(MapContent ldap, MapContent? served)
    {
        if (served is null)
        {
            return MapPresence.Missing;
        }

        return served.Entries.IsEmpty && !ldap.Entries.IsEmpty ? MapPresence.Empty : MapPresence.Present;
    }

    private static ImmutableArray<KeyDifference> Compare(
        MapContent ldap, MapContent? served, DateTimeOffset at, ImmutableArray<KeyDifference> before)
    {
        if (served is null)
        {
            return [];
        }

        // Entries may share a key; sssd's first one has to be among LDAP's.
        var inSssd = ByKey(served);
        var inLdap = ldap.Entries.Select(e => (e.Key, e.Value)).ToHashSet();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var old = before.ToDictionary(d => (d.Key, d.Kind), d => d.Since);
        var found = ImmutableArray.CreateBuilder<KeyDifference>();
        foreach (var key in ldap.Entries.Select(e => e.Key).Where(seen.Add))
        {
            if (!inSssd.TryGetValue(key, out var value))
            {
                Add(key, KeyDifferenceKind.NotServed);
            }
            else if (!inLdap.Contains((key, value)))
            {
                Add(key, KeyDifferenceKind.OtherValue);
            }
        }

        foreach (var key in inSssd.Keys.Where(k => !seen.Contains(k)))
        {
            Add(key, KeyDifferenceKind.StillServed);
        }

        return found.ToImmutable();

        void Add(string key, KeyDifferenceKind kind) => found.Add(new KeyDifference(key, kind, old.GetValueOrDefault((key, kind), at)));
    }

    private static Dictionary<string, string> ByKey(MapContent map)
    {
        var values = new Dictionary<string, string>(map.Entries.Length, StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            values.TryAdd(entry.Key, entry.Value);
        }

        return values;
    }

    private static ImmutableArray<KeyDifference> Common(ImmutableArray<KeyDifference> earlier, ImmutableArray<KeyDifference> now)
    {
        if (earlier.IsEmpty || now.IsEmpty)
        {
            return [];
        }

        var known = earlier.Select(d => (d.Key, d.Kind)).ToHashSet();
        return [.. now.Where(d => known.Contains((d.Key, d.Kind)))];
    }

    /// <summary>What sssd has of a map that LDAP has.</summary>
    private enum MapPresence
    {
        /// <summary>It has entries, or LDAP's copy has none either.</summary>
        Present,

        /// <summary>The map without any of LDAP's entries.</summary>
        Empty,

        /// <summary>No such map.</summary>
        Missing,
    }
}
