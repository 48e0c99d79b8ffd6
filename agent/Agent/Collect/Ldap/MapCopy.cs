using System.Collections.Immutable;
using Automount.Maps;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Ldap;

/// <summary>The maps as they were read last, and what is known of them since. Immutable.</summary>
/// <param name="Maps">The maps.</param>
/// <param name="Duplicates">Maps of which one search base has two objects.</param>
/// <param name="SearchBase">The base of the master map.</param>
/// <param name="ReadAt">When they were read.</param>
/// <param name="Read">The change token of the directory just before they were read; null when the server has none.</param>
internal sealed record MapCopy(
    ImmutableArray<MapContent> Maps, ImmutableArray<DuplicateMap> Duplicates, string SearchBase, DateTimeOffset ReadAt, ChangeToken? Read)
{
    private const int MaxIdleReads = 2;

    /// <summary>The newest change token whose writes were looked into.</summary>
    public ChangeToken? Seen { get; init; } = Read;

    /// <summary>The last time at which the maps were what the directory held: when they were read, or nothing was written since.</summary>
    public DateTimeOffset CurrentAt { get; init; } = ReadAt;

    /// <summary>When they are to be read again, because something was written.</summary>
    public DateTimeOffset DueAt { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>The server is not asked before this time whether a write was of maps.</summary>
    public DateTimeOffset CheckAt { get; init; } = DateTimeOffset.MinValue;

    /// <summary>
    /// Whether one of the writes that were looked into was of maps; false when all were elsewhere, or the server could not say.
    /// </summary>
    public bool WasOfMaps { get; init; }

    /// <summary>How many full reads in a row followed a write elsewhere and found the maps as they were.</summary>
    public int IdleReads { get; init; }

    /// <summary>
    /// The newest modifyTimestamp of a map object that was seen, as generalized time (RFC 4517); null while nobody asked for it.
    /// </summary>
    public string? Newest { get; init; }

    /// <summary>
    /// The server counts what has nothing to do with maps, again and again: each bind where it records the last one (the overlay
    /// lastbind, a password policy), or logins.
    /// </summary>
    public bool IsNoisy => IdleReads >= MaxIdleReads;

    /// <summary>How many entries there are in all.</summary>
    public int Entries { get; } = Maps.Sum(m => m.Entries.Length);

    /// <summary>
    /// This copy as the successor of another one. Where nothing changed the maps stay the same instances, so that nobody judges them anew.
    /// </summary>
    /// <param name="before">The copy before; null when there was none.</param>
    public MapCopy After(MapCopy? before)
    {
        if (before is null)
        {
            return this;
        }

        var isSame = IsSame(before);
        var idle = before.DueAt <= ReadAt && !before.WasOfMaps ? before.IdleReads + 1 : before.IdleReads;
        return this with
        {
            Maps = isSame ? before.Maps : Maps,
            Newest = before.Newest,
            IdleReads = isSame || before.WasOfMaps ? idle : 0,
        };
    }

    private bool IsSame(MapCopy other) =>
        Maps.Length == other.Maps.Length && Maps.Zip(other.Maps).All(pair => IsSame(pair.First, pair.Second));

    private static bool IsSame(MapContent a, MapContent b) =>
        a.Name == b.Name
        && a.Dn == b.Dn
        && a.Dropped.SequenceEqual(b.Dropped)
        && a.Entries.Select(e => (e.Key, e.Value, e.Dn)).SequenceEqual(b.Entries.Select(e => (e.Key, e.Value, e.Dn)));

    /// <summary>The same copy, to be read again at a time, or earlier if that was due already.</summary>
    public MapCopy Due(DateTimeOffset time) => this with { DueAt = time < DueAt ? time : DueAt };
}
