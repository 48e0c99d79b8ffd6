using System.Collections.Immutable;
using Automount.Maps;

namespace AutomountAgent.Validate.Diff;

/// <summary>What an entry mounts, without what makes no difference: the order of options and of replicas, and how it is written.</summary>
/// <param name="Mounts">The mounts by offset; null when automount refuses the entry.</param>
/// <param name="Error">Why it is refused; empty when it is not.</param>
/// <param name="Variables">The variables that it depends on.</param>
internal sealed record EntryMeaning(
    ImmutableSortedDictionary<string, MountMeaning>? Mounts, string Error, string Variables)
{
    /// <summary>The meaning of an entry. The options of the master map are no part of it: they are compared there.</summary>
    /// <param name="key">The key that is asked for.</param>
    /// <param name="record">The entry that answers.</param>
    public static EntryMeaning Of(string key, MapRecord record)
    {
        var (entry, error) = EntryParser.Parse(key, record.Value, EntryContext.Default);
        var variables = EntrySubstitutions.Of(key, record.Value, EntryContext.Default).Where(s => s.Written[0] == '$');
        var mounts = entry?.Mounts.DistinctBy(m => m.Offset).ToImmutableSortedDictionary(m => m.Offset, Of, StringComparer.Ordinal);
        return new EntryMeaning(mounts, error?.Message ?? "", string.Join(' ', variables.Select(s => s.Written)));
    }

    private static MountMeaning Of(EntryMount mount) => new(
        mount.Type,
        string.Join(" or ", mount.Locations.SelectMany(Sources).Distinct().Order(StringComparer.Ordinal)),
        OptionSet.Of(mount.Options));

    private static IEnumerable<string> Sources(MapLocation location) => location.Hosts.IsEmpty
        ? [$":{location.Path}"]
        : location.Hosts.Select(host => host.Weight == 0
            ? $"{host.Name}:{location.Path}"
            : $"{host.Name}({host.Weight}):{location.Path}");
}

/// <summary>What is mounted at one offset.</summary>
/// <param name="Type">File system type.</param>
/// <param name="From">What is mounted: the replicas in order of their names.</param>
/// <param name="Options">The options that count.</param>
internal sealed record MountMeaning(string Type, string From, HashSet<string> Options);
