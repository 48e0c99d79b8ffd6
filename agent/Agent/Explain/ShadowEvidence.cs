using Automount.Maps;
using AutomountAgent.Derive;

namespace AutomountAgent.Explain;

/// <summary>What is written for a path and not used, since something else comes first. Pure.</summary>
internal static class ShadowEvidence
{
    /// <summary>Sentences; none when nothing is shadowed. Linear in the size of the map.</summary>
    public static IEnumerable<string> Of(NodeState state, PathResolution found)
    {
        if (found is not { Root: { } root, Map: { } map, Record: { } record } || state.Maps.Find(map) is not { } content)
        {
            yield break;
        }

        var others = content.Entries.Count(entry => entry.Key == record.Key) - 1;
        if (others > 0)
        {
            yield return $"{map} has the key {record.Key} {others + 1} times: the first is used, the others are not";
        }

        if (record.Key != "*" && content.Entries.Any(entry => entry.Key == "*"))
        {
            yield return $"the wildcard of {map} is not used for it";
        }

        var later = root.Maps.SkipWhile(m => m.Map != map).Skip(1).FirstOrDefault(m => Has(state, m.Map, found.Key));
        if (later is not null)
        {
            yield return $"{later.Map} has the key as well, and comes after {map}";
        }

        foreach (var point in Covering(state, root, found.Path))
        {
            yield return $"the entry {point} of the master map covers it as well, and is not used";
        }
    }

    private static bool Has(NodeState state, string map, string? key) => state.Maps.Find(map)?.Entries.Any(e => e.Key == key) == true;

    /// <summary>Entries of the master map above the one that is used: automount takes the longest.</summary>
    private static IEnumerable<string> Covering(NodeState state, MasterEntry used, string path) => state.Maps.Master.Effective()
        .Where(entry => entry.Kind == MasterEntryKind.Indirect && entry.MountPoint != used.MountPoint)
        .Select(entry => entry.MountPoint)
        .Where(point => MountPath.IsAtOrBelow(path, point));
}
