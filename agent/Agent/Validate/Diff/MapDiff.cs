using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;
using Automount.Text;

namespace AutomountAgent.Validate.Diff;

/// <summary>
/// What differs in meaning between two sets of maps: not how they are written, but what automount would mount. Linear in the number of
/// entries. Pure.
/// </summary>
internal static class MapDiff
{
    /// <summary>Compares two sets of maps.</summary>
    /// <param name="before">The old maps.</param>
    /// <param name="now">The new maps.</param>
    /// <param name="silence">Which findings are not compared.</param>
    public static MapDifferences Between(MapSet before, MapSet now, Silence silence)
    {
        var (old, current) = (KnownMaps.From(before.Master, before.Maps), KnownMaps.From(now.Master, now.Maps));
        var (gone, raised) = FindingDiff.Between(before, now, silence);
        return new MapDifferences([.. Changes(old, current)], raised, gone);
    }

    /// <summary>The changes from some maps to others, each found when it is asked for.</summary>
    public static IEnumerable<MapChange> Changes(KnownMaps before, KnownMaps now) =>
        MasterDiff.Between(before, now).Concat(Maps(before, now));

    private static IEnumerable<MapChange> Maps(KnownMaps before, KnownMaps now)
    {
        var direct = DirectNames(before).Union(DirectNames(now)).ToHashSet(StringComparer.Ordinal);
        foreach (var map in now.Maps.DistinctBy(m => m.Name))
        {
            var changes = before.Find(map.Name) is { } old
                ? Keys(old, map, direct.Contains(map.Name))
                : [Whole(ChangeKind.MapAdded, map, "", Size(map))];
            foreach (var change in changes)
            {
                yield return change;
            }
        }

        foreach (var map in before.Maps.DistinctBy(m => m.Name).Where(m => now.Find(m.Name) is null))
        {
            yield return Whole(ChangeKind.MapRemoved, map, Size(map), "");
        }
    }

    private static IEnumerable<string> DirectNames(KnownMaps maps) =>
        maps.Master.EffectiveMaps().Where(e => e.Kind == MasterEntryKind.Direct).Select(e => e.Map);

    private static IEnumerable<MapChange> Keys(MapContent before, MapContent now, bool isDirect)
    {
        var (old, current) = (new KeyIndex(before, isDirect), new KeyIndex(now, isDirect));
        foreach (var record in current.Records)
        {
            var was = old.Find(record.Key);
            if (was?.Value == record.Value)
            {
                continue;
            }

            foreach (var change in Key(record.Key, was ?? WildcardFor(record.Key, old), record, now.Name, current.SourceOf(record)))
            {
                yield return change with { ByWildcard = was is null && change.Kind != ChangeKind.KeyAdded };
            }
        }

        foreach (var record in old.Records.Where(r => current.Find(r.Key) is null))
        {
            var instead = WildcardFor(record.Key, current);
            var source = instead is null ? old.SourceOf(record) : current.SourceOf(instead);
            foreach (var change in Key(record.Key, record, instead, now.Name, source))
            {
                yield return change with { ByWildcard = instead is not null };
            }
        }
    }

    /// <summary>The wildcard answers for a key that is not there, and for no other wildcard.</summary>
    private static MapRecord? WildcardFor(string key, KeyIndex map) => key is "*" or "/" ? null : map.Wildcard;

    private static IEnumerable<MapChange> Key(string key, MapRecord? before, MapRecord? now, string map, FindingSource source)
    {
        var asked = key is "*" or "/" ? MapWalk.WildcardKey : key;
        var (was, means) = (Meaning(asked, before), Meaning(asked, now));
        var change = new MapChange(ChangeKind.Moved, map, key, "", "") { Source = source };
        var changes = (was, means) switch
        {
            (null, { } added) => [change with { Kind = ChangeKind.KeyAdded, Now = EntryDiff.Words(added) }],
            ({ } removed, null) => [change with { Kind = ChangeKind.KeyRemoved, Before = EntryDiff.Words(removed) }],
            ({ } old, { } current) => EntryDiff.Between(old, current, change),
            _ => [],
        };
        return changes.Select(c => c with { Before = Masked(c.Before, before), Now = Masked(c.Now, now) });
    }

    private static string Masked(string text, MapRecord? record) => record is null ? text : Credentials.Mask(text, record.Value);

    private static EntryMeaning? Meaning(string key, MapRecord? record) => record is null ? null : EntryMeaning.Of(key, record);

    private static MapChange Whole(ChangeKind kind, MapContent map, string before, string now) =>
        new(kind, map.Name, null, before, now) { Source = new FindingSource(map.Name, null, map.Dn, map.File) };

    private static string Size(MapContent map) => Wording.Count(map.Entries.Length, "entry", "entries");
}
