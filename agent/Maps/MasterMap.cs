using System.Collections.Immutable;

namespace AutomountAgent.Maps;

/// <summary>A master map, parsed.</summary>
/// <param name="Entries">The entries that automount can read, in order, duplicates included.</param>
/// <param name="Errors">The records that it drops, in order.</param>
public sealed record MasterMap(ImmutableArray<MasterEntry> Entries, ImmutableArray<MasterEntryError> Errors)
{
    /// <summary>
    /// The entries that take effect: the first of each mount point, and none where that is <c>-null</c>. All direct maps count.
    /// </summary>
    public IEnumerable<MasterEntry> Effective()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Entries.Where(e => (e.MountPoint == MasterEntry.DirectMountPoint || seen.Add(e.MountPoint)) && e.Kind != MasterEntryKind.Null);
    }

    /// <summary>Parses a master map.</summary>
    public static MasterMap Parse(MapContent master)
    {
        var entries = ImmutableArray.CreateBuilder<MasterEntry>(master.Entries.Length);
        var errors = ImmutableArray.CreateBuilder<MasterEntryError>();
        foreach (var record in master.Entries)
        {
            var (entry, error) = MasterEntryParser.Parse(record);
            if (entry is not null)
            {
                entries.Add(entry);
            }
            else if (error is not null)
            {
                errors.Add(error);
            }
        }

        return new MasterMap(entries.ToImmutable(), errors.ToImmutable());
    }

    /// <summary>
    /// The names of the maps that a master map refers to and that sssd or LDAP serves (no file, program or built-in map), each once, in order, never
    /// the master map's own name: asking sssd for that one makes it drop its caches.
    /// </summary>
    public static IReadOnlyList<string> MapNames(MapContent master) =>
    [
        .. Parse(master).Effective()
            .Where(e => e.Source is MapSource.Nsswitch or MapSource.Sss or MapSource.Ldap && e.Kind != MasterEntryKind.Unsupported)
            .Select(e => e.Map)
            .Where(name => name != master.Name)
            .Distinct(StringComparer.Ordinal),
    ];
}
