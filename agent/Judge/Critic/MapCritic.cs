using AutomountAgent.Chain;
using AutomountAgent.Maps;
using static AutomountAgent.Chain.FindingCatalog;

namespace AutomountAgent.Judge.Critic;

/// <summary>Says what automount would refuse in a set of maps, or silently read as something else. Pure: the maps, and facts about the node, are all it knows.</summary>
public static class MapCritic
{
    /// <summary>Findings of one code in one map beyond this many are counted, not listed: a report must stay readable.</summary>
    public const int Listed = 20;

    /// <summary>Judges the master map and every map that it names.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="node">What is known of the node that uses them.</param>
    /// <param name="listed">How many findings of one code in one map are listed, at least 1; the last one counts the rest.</param>
    public static IEnumerable<Finding> Run(KnownMaps maps, NodeFacts node, int listed = Listed) =>
        [.. Master(maps), .. maps.Master.Effective().SelectMany(entry => Entries(maps, entry, listed))];

    private static IEnumerable<Finding> Master(KnownMaps maps)
    {
        var name = maps.Content?.Name ?? "";
        foreach (var error in maps.Master.Errors)
        {
            yield return Make(MapBadMasterEntry, name, error.Record, $"automount drops {error.Record.Key} of {name}: {error.Message}");
        }

        foreach (var twice in maps.Master.Entries.Where(e => e.Kind == MasterEntryKind.Indirect).GroupBy(e => e.MountPoint).Where(g => g.Count() > 1))
        {
            var ignored = twice.ElementAt(1);
            yield return Make(
                MapDuplicateMountPoint, name, ignored.Record, $"{twice.Key} is {twice.Count()} times in {name}: automount uses {twice.First().Map} and ignores {ignored.Map}");
        }

        var known = maps.Maps.Select(m => m.Name).ToHashSet();
        foreach (var entry in maps.Master.Effective().Where(e => IsServed(e) && !known.Contains(e.Map)))
        {
            yield return Make(
                MapDanglingMap, name, entry.Record, $"{entry.MountPoint} of {name} needs map {entry.Map}, which does not exist: every key below it is No such file or directory");
        }
    }

    private static bool IsServed(MasterEntry entry) =>
        entry.Kind is MasterEntryKind.Indirect or MasterEntryKind.Direct && entry.Source is MapSource.Nsswitch or MapSource.Sss or MapSource.Ldap;

    private static IEnumerable<Finding> Entries(KnownMaps maps, MasterEntry root, int listed)
    {
        if (!IsServed(root) || maps.Maps.FirstOrDefault(m => m.Name == root.Map) is not { } map)
        {
            return [];
        }

        var context = KnownMaps.ContextOf(root);
        return map.Entries
            .Select(record => Entry(map.Name, record, root, context))
            .OfType<Finding>()
            .GroupBy(f => f.Kind)
            .SelectMany(f => Shorten(f, listed));
    }

    private static Finding? Entry(string map, MapRecord record, MasterEntry root, EntryContext context)
    {
        if (WrongKey(record.Key, root.Kind) is { } wrong)
        {
            return Make(MapBadKey, map, record, $"key {record.Key} of {map} {wrong}");
        }

        var key = record.Key is "*" or "/" ? "key" : record.Key;
        return EntryParser.Parse(key, record.Value, context).Error switch
        {
            null => null,
            { Fault: EntryFault.TooLong or EntryFault.KeyTooLong } e => Make(MapTooLong, map, record, $"{record.Key} of {map}: {e.Message}"),
            { } e => Make(MapBadEntry, map, record, $"automount cannot mount {record.Key} of {map}: {e.Message}"),
        };
    }

    private static string? WrongKey(string key, MasterEntryKind kind)
    {
        if (key.Any(c => c < ' '))
        {
            return "has a control character in it";
        }

        if (kind == MasterEntryKind.Direct)
        {
            return key.StartsWith('/') ? null : "is not an absolute path, and automount ignores all keys after it";
        }

        return key != "/" && key.Contains('/') ? "has a slash in it, which an indirect map cannot have" : null;
    }

    private static IEnumerable<Finding> Shorten(IEnumerable<Finding> findings, int listed)
    {
        var all = findings.ToList();
        return all.Count <= listed
            ? all
            : all.Take(listed - 1).Append(all[listed - 1] with { Message = $"{all[listed - 1].Message} (and {all.Count - listed} more entries like it)" });
    }

    private static Finding Make(FindingKind kind, string map, MapRecord record, string message) => new()
    {
        Kind = kind,
        Subject = $"{map}:{record.Key}",
        Message = message,
        Source = new FindingSource(Map: map, Key: record.Key, Dn: record.Dn),
    };
}
