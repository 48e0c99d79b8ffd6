using AutomountAgent.Maps;
using static AutomountAgent.Chain.FindingCatalog;

namespace AutomountAgent.Judge.Critic;

/// <summary>Maps that automount reads and this agent does not: silence about their entries must not be taken for praise.</summary>
internal static class LanguageRules
{
    /// <summary>Judges the maps of the master map one by one.</summary>
    public static void Judge(Site site, FindingSheets sheets)
    {
        var sheet = sheets.Master;
        foreach (var map in site.Maps.Master.EffectiveMaps())
        {
            if (What(map) is { } what && sheet.Takes(MapNotValidated, map.Record))
            {
                sheet.Add(
                    MapNotValidated,
                    map.Record,
                    $"{FindingSheet.Name(map.MountPoint)} of {sheet.Map} uses {FindingSheet.Name(map.Map)}, {what}: its entries are not looked into");
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
