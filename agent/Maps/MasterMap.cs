using System.Collections.Immutable;

namespace Automount.Maps;

/// <summary>A master map, parsed.</summary>
/// <param name="Entries">The entries that automount can read, in order, duplicates included.</param>
/// <param name="Errors">The records that it drops, in order.</param>
public sealed record MasterMap(ImmutableArray<MasterEntry> Entries, ImmutableArray<MasterEntryError> Errors)
{
    /// <summary>The usual names of master maps. sssd knows auto.master only, automount tries the other one as well.</summary>
    public static ImmutableArray<string> UsualNames { get; } = ["auto.master", "auto_master"];

    /// <summary>
    /// Good entries that automount loses all the same, because it gave up in the middle of one before them
    /// (<see cref="MasterEntryError.LosesRest"/>).
    /// </summary>
    public ImmutableArray<MasterEntry> Lost { get; init; } = [];

    /// <summary>
    /// The entries that take effect: the first of each mount point, all of the direct one, and none that stands behind a <c>-null</c> of
    /// its mount point.
    /// </summary>
    public IEnumerable<MasterEntry> Effective()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var cancelled = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in Entries)
        {
            if (entry.Kind == MasterEntryKind.Null)
            {
                cancelled.Add(entry.MountPoint);
            }
            else if (cancelled.Contains(entry.MountPoint))
            {
                continue;
            }
            else if (entry.MountPoint == MasterEntry.DirectMountPoint || seen.Add(entry.MountPoint))
            {
                yield return entry;
            }
        }
    }

    /// <summary>Every map of the entries that take effect, those of <c>multi</c> entries one by one.</summary>
    public IEnumerable<MasterEntry> EffectiveMaps() => Effective().SelectMany(entry => entry.Maps);

    /// <summary>Parses a master map. Includes of a file have been followed before; those that are left are passed over.</summary>
    public static MasterMap Parse(MapContent master)
    {
        var entries = ImmutableArray.CreateBuilder<MasterEntry>(master.Entries.Length);
        var errors = ImmutableArray.CreateBuilder<MasterEntryError>();
        var lost = ImmutableArray.CreateBuilder<MasterEntry>();
        int? fatal = null;
        foreach (var record in master.Entries)
        {
            if (record.Key.StartsWith('+') && (record.File ?? master.File) is not null)
            {
                continue;
            }

            var (entry, error) = MasterEntryParser.Parse(record);
            if (entry is not null)
            {
                (fatal is null ? entries : lost).Add(entry);
            }
            else if (error is not null)
            {
                fatal ??= error.LosesRest ? errors.Count : null;
                errors.Add(error);
            }
        }

        if (fatal is { } at && lost.Count > 0)
        {
            var what = lost.Count == 1
                ? $"the entry {EntryError.Quote(lost[0].MountPoint)} after it"
                : $"all {lost.Count} entries after it";
            errors[at] = errors[at] with { Message = $"{errors[at].Message}; automount loses {what} too" };
        }

        return new MasterMap(entries.ToImmutable(), errors.ToImmutable()) { Lost = lost.ToImmutable() };
    }

    /// <summary>
    /// The names of the maps that a master map refers to and that sssd or LDAP serves (no file, program or built-in map), each once, in
    /// order, never the master map's own name: asking sssd for that one makes it drop its caches.
    /// </summary>
    public static IReadOnlyList<string> MapNames(MapContent master) =>
    [
        .. Parse(master).EffectiveMaps()
            .Where(e => e.IsServed && e.Kind != MasterEntryKind.Unsupported)
            .Select(e => e.Map)
            .Where(name => name != master.Name)
            .Distinct(StringComparer.Ordinal),
    ];
}
