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
    /// <summary>The newest change token whose writes were looked into.</summary>
    public ChangeToken? Seen { get; init; } = Read;

    /// <summary>The last time at which the maps were what the directory held: when they were read, or nothing was written since.</summary>
    public DateTimeOffset CurrentAt { get; init; } = ReadAt;

    /// <summary>When they are to be read again, because something was written.</summary>
    public DateTimeOffset DueAt { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>The server is not asked before this time whether a write was of maps.</summary>
    public DateTimeOffset CheckAt { get; init; } = DateTimeOffset.MinValue;

    /// <summary>How many entries there are in all.</summary>
    public int Entries { get; } = Maps.Sum(m => m.Entries.Length);

    /// <summary>The same copy, to be read again at a time, or earlier if that was due already.</summary>
    public MapCopy Due(DateTimeOffset time) => this with { DueAt = time < DueAt ? time : DueAt };
}
