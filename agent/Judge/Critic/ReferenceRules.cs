using AutomountAgent.Maps;
using static AutomountAgent.Chain.FindingCatalog;

namespace AutomountAgent.Judge.Critic;

/// <summary>Maps that are named and not there, that are there and not named, and that lead back to themselves.</summary>
internal static class ReferenceRules
{
    /// <summary>Judges how the maps refer to each other.</summary>
    public static void Judge(Site site, FindingSheet sheet)
    {
        foreach (var root in site.Roots.SelectMany(r => r.Maps).Where(r => IsServed(r) && !site.Has(r.Map)))
        {
            if (sheet.Takes(MapDanglingMap, root.Record))
            {
                var message = $"{FindingSheet.Name(root.MountPoint)} of {sheet.Map} needs map {FindingSheet.Name(root.Map)}, which does not exist: every key below it is No such file or directory";
                sheet.Add(MapDanglingMap, root.Record, message, Column(root.Record.Value, root.Map));
            }
        }
    }

    private static bool IsServed(MasterEntry entry) =>
        entry.Kind is MasterEntryKind.Indirect or MasterEntryKind.Direct && entry.Source is MapSource.Nsswitch or MapSource.Sss or MapSource.Ldap;

    private static int Column(string value, string map) => Math.Max(value.IndexOf(map, StringComparison.Ordinal), 0) + 1;
}
