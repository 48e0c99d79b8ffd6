using Automount.Catalog;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>Entries of the master map that automount drops or ignores (auto.master(5)).</summary>
internal static class MasterEntryRules
{
    /// <summary>Judges the entries of the master map one by one.</summary>
    public static void Judge(Site site, FindingSheets sheets)
    {
        var sheet = sheets.Master;
        foreach (var error in site.Maps.Master.Errors)
        {
            var kind = error.Record.Key.StartsWith('+') ? MapKeyFindings.IgnoredInclude : MapMasterFindings.BadMasterEntry;
            if (sheet.Takes(kind, error.Record))
            {
                sheet.Add(kind, error.Record, $"automount drops {FindingSheet.Name(error.Record.Key)} of {sheet.Map}: {error.Message}", error.Column);
            }
        }

        Duplicates(site, sheet);
    }

    private static void Duplicates(Site site, FindingSheet sheet)
    {
        var first = new Dictionary<string, MasterEntry>(StringComparer.Ordinal);
        foreach (var entry in site.Maps.Master.Entries.Where(e => e.MountPoint != MasterEntry.DirectMountPoint))
        {
            // What comes after -null is cancelled on purpose.
            if (!first.TryAdd(entry.MountPoint, entry) && first[entry.MountPoint] is { Kind: not MasterEntryKind.Null } used &&
                sheet.Takes(MapMasterFindings.DuplicateMountPoint, entry.Record))
            {
                var point = FindingSheet.Name(entry.MountPoint);
                sheet.Add(
                    MapMasterFindings.DuplicateMountPoint,
                    entry.Record,
                    $"{point} is in {sheet.Map} more than once: automount uses {FindingSheet.Name(used.Map)} and ignores {FindingSheet.Name(entry.Map)}");
            }
        }
    }
}
