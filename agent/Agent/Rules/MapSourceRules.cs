using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Derive;
using static Automount.Findings.FindingCatalog;

namespace AutomountAgent.Rules;

/// <summary>Where the maps come from that the master map names: two sources, or none.</summary>
internal static class MapSourceRules
{
    /// <summary>Judges the sources of every map that the master map names.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        var maps = state.Maps;
        var lookup = new MapLookup(maps.Inputs);
        var onlyFiles = new MapLookup(maps.Inputs with { Served = [], IsServedComplete = true });
        foreach (var entry in maps.Master.EffectiveMaps().Where(e => e.Map.Length > 0).DistinctBy(e => (e.Map, e.Source)))
        {
            if (entry.Source == MapSource.Nsswitch && lookup.Served(entry.Map) is { } served && onlyFiles.Map(entry.Map, entry.Source) is { } local
                && maps.Inputs.Sources.Any(s => s.IsServed) && !HasSame(served, local))
            {
                var first = maps.Inputs.Sources.First(s => s.IsServed || s.Name == "files");
                yield return Make(
                    MapTwoSources, entry, entry.Map, $"map {entry.Map} is in the directory ({served.Entries.Length} keys) and in {local.File} ({local.Entries.Length} keys): {first} is asked first for a key, the other one only for keys that are not there", local.File);
            }
            else if (entry.Source == MapSource.File && maps.Inputs.Local.Missing.Contains(entry.Map))
            {
                yield return Make(
                    MapFileMissing, entry, entry.Map, $"{entry.MountPoint} of the master map needs the file {entry.Map}, which is not on this node: every key below it is No such file or directory", entry.Map);
            }
        }
    }

    private static bool HasSame(MapContent a, MapContent b) =>
        a.Entries.Select(e => (e.Key, e.Value)).ToHashSet().SetEquals(b.Entries.Select(e => (e.Key, e.Value)));

    private static Finding Make(FindingKind kind, MasterEntry entry, string subject, string message, string? file) => new()
    {
        Kind = kind,
        Subject = subject,
        Message = message,
        Root = entry.MountPoint,
        Source = new FindingSource(Map: entry.Map, Key: entry.MountPoint, Dn: entry.Record.Dn, File: file),
    };
}
