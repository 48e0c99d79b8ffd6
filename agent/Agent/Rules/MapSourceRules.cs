using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Derive;

namespace AutomountAgent.Rules;

/// <summary>Where the maps come from that the master map names: two sources, or none.</summary>
internal static class MapSourceRules
{
    /// <summary>Judges the sources of every map that the master map names.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        var inputs = state.Maps.Inputs;
        var all = new MapLookup(inputs);
        var onlyFiles = new MapLookup(inputs with { Served = [], IsServedComplete = true });
        return state.Maps.Master.EffectiveMaps()
            .Where(e => e.Map.Length > 0)
            .DistinctBy(e => (e.Map, e.Source))
            .Select(e => e.Source switch
            {
                MapSource.Nsswitch => InTwoSources(e, state.Maps, all, onlyFiles),
                MapSource.File => Missing(e, state.Maps),
                _ => null,
            })
            .OfType<Finding>();
    }

    private static Finding? InTwoSources(MasterEntry entry, KnownMaps maps, MapLookup all, MapLookup onlyFiles)
    {
        if (all.Served(entry.Map) is not { } served || onlyFiles.Map(entry.Map, entry.Source) is not { } local)
        {
            return null;
        }

        if (!maps.Inputs.Sources.Any(s => s.IsServed) || HaveSameEntries(served, local))
        {
            return null;
        }

        var first = maps.Inputs.Sources.First(s => s.IsServed || s.Name == "files");
        return Make(
            MapSourceFindings.TwoSources,
            entry,
            maps,
            $"map {entry.Map} is in the directory ({served.Entries.Length} keys) and in {local.File} ({local.Entries.Length} keys): "
                + $"{first} is asked first for a key, the other one only for keys that are not there",
            local.File);
    }

    private static Finding? Missing(MasterEntry entry, KnownMaps maps) => !maps.Inputs.Local.Missing.Contains(entry.Map) ? null : Make(
        MapSourceFindings.FileMissing,
        entry,
        maps,
        $"{entry.MountPoint} of the master map needs the file {entry.Map}, which is not on this node: "
            + "every key below it is No such file or directory",
        entry.Map);

    private static bool HaveSameEntries(MapContent a, MapContent b) =>
        a.Entries.Select(e => (e.Key, e.Value)).ToHashSet().SetEquals(b.Entries.Select(e => (e.Key, e.Value)));

    private static Finding Make(FindingKind kind, MasterEntry entry, KnownMaps maps, string message, string? file) => new()
    {
        Kind = kind,
        Subject = entry.Map,
        Message = message,
        Root = maps.KernelPath(entry.MountPoint),
        Source = new FindingSource(Map: entry.Map, Key: entry.MountPoint, Dn: entry.Record.Dn, File: file),
    };
}
