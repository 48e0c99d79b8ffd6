using System.Collections.Immutable;
using Automount.Catalog;
using Automount.Maps;
using Automount.Maps.Sources;

namespace Automount.Lint;

/// <summary>Maps that automount reads and this agent does not: silence about their entries must not be taken for praise.</summary>
internal static class LanguageRules
{
    /// <summary>Judges the maps of the master map one by one.</summary>
    public static void Judge(Site site, FindingSheets sheets)
    {
        var sheet = sheets.Master;
        Amd(site, sheet);
        foreach (var map in site.Maps.Master.EffectiveMaps())
        {
            if ((What(map) ?? Program(map, site.Maps.Inputs.Local.Programs)) is { } what && sheet.Takes(MapSourceFindings.NotValidated, map.Record))
            {
                sheet.Add(
                    MapSourceFindings.NotValidated,
                    map.Record,
                    $"{FindingSheet.Name(map.MountPoint)} of {sheet.Map} uses {FindingSheet.Name(map.Map)}, {what}: its entries are not looked into");
            }
        }
    }

    /// <summary>automount runs an executable file where its type is not given.</summary>
    private static string? Program(MasterEntry map, ImmutableArray<string> programs) =>
        map is { Source: MapSource.File or MapSource.Nsswitch, Type: "" } && programs.Contains(map.Map.StartsWith('/') ? map.Map : MapLookup.Folder + map.Map)
            ? "an executable file, which automount runs"
            : null;

    private static void Amd(Site site, FindingSheet sheet)
    {
        foreach (var mount in site.Node.AmdMounts.Where(m => site.Roots.All(r => r.MountPoint != m.MountPoint)))
        {
            var record = new MapRecord(mount.MountPoint, mount.Map, Line: mount.Line) { File = mount.File };
            if (sheet.Takes(MapSourceFindings.NotValidated, record))
            {
                var uses = mount.Map.Length > 0 ? $"uses {FindingSheet.Name(mount.Map)}, a map in amd format" : "names no map";
                sheet.Add(MapSourceFindings.NotValidated, record, $"{FindingSheet.Name(mount.MountPoint)} is a mount point of its own in {mount.File} and {uses}: its entries are not looked into");
            }
        }
    }

    private static string? What(MasterEntry map) => map switch
    {
        { Kind: MasterEntryKind.Unsupported } => $"a map in {map.Format} format",
        { Kind: not (MasterEntryKind.Indirect or MasterEntryKind.Direct) } => null,
        { Source: MapSource.Program } => "a program",
        { Source: MapSource.Other } => $"a map of type {map.Type}",
        _ => null,
    };
}
