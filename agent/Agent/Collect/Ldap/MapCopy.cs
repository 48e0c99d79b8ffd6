using System.Collections.Immutable;
using Automount.Maps;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Ldap;

/// <summary>The maps as they were read last, and what is known of them since.</summary>
/// <param name="Maps">The maps.</param>
/// <param name="Twice">Maps that are there twice.</param>
/// <param name="SearchBase">The base of the master map.</param>
/// <param name="ReadAt">When they were read.</param>
/// <param name="Read">Where the directory stood then; null when the server has no mark.</param>
internal sealed record MapCopy(
    ImmutableArray<MapContent> Maps, ImmutableArray<DuplicateMap> Twice, string SearchBase, DateTimeOffset ReadAt, ChangeMark? Read)
{
    /// <summary>The newest mark that was looked into.</summary>
    public ChangeMark? Seen { get; init; } = Read;

    /// <summary>When they are to be read again, because something was written.</summary>
    public DateTimeOffset DueAt { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Not before this is the server asked again whether what was written were maps.</summary>
    public DateTimeOffset CheckAt { get; init; } = DateTimeOffset.MinValue;

    /// <summary>How many entries there are in all.</summary>
    public int Entries { get; } = Maps.Sum(m => m.Entries.Length);

    /// <summary>The same, to be read at a time, or earlier if that was due already.</summary>
    public MapCopy Due(DateTimeOffset time) => this with { DueAt = time < DueAt ? time : DueAt };
}
