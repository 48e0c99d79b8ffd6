using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AutomountAgent.Chain;
using AutomountAgent.Maps;
using static AutomountAgent.Chain.FindingCatalog;

namespace AutomountAgent.Judge;

/// <summary>Rules of the link <c>map</c>: what automount would refuse, or silently read as something else.</summary>
public static class MapRules
{
    /// <summary>Findings of one code in one map beyond this many are counted, not listed: a report must stay readable.</summary>
    private const int Listed = 20;

    // Maps change rarely and are judged often; the maps themselves are the key, so that the memory goes with them.
    private static readonly ConditionalWeakTable<KnownMaps, StrongBox<ImmutableArray<Finding>>> Judged = [];

    /// <summary>Judges the best copy of the maps; says nothing when none could be read now.</summary>
    public static IEnumerable<Finding> Run(NodeState state) => LinkObservations.WhyUnknown(Link.Map, state) is not null
        ? []
        : Judged.GetValue(state.Maps, static maps => new([.. Master(maps), .. maps.Master.Effective().SelectMany(entry => Entries(maps, entry))])).Value;

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

    private static IEnumerable<Finding> Entries(KnownMaps maps, MasterEntry root)
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
            .SelectMany(Shorten);
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

    private static IEnumerable<Finding> Shorten(IEnumerable<Finding> findings)
    {
        var all = findings.ToList();
        return all.Count <= Listed
            ? all
            : all.Take(Listed - 1).Append(all[Listed - 1] with { Message = $"{all[Listed - 1].Message} (and {all.Count - Listed} more entries like it)" });
    }

    private static Finding Make(FindingKind kind, string map, MapRecord record, string message) => new()
    {
        Kind = kind,
        Subject = $"{map}:{record.Key}",
        Message = message,
        Source = new FindingSource(Map: map, Key: record.Key, Dn: record.Dn),
    };
}
