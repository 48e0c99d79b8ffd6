using Automount.Catalog;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>Maps that are named and not there, that are there and not named, and that lead back to themselves.</summary>
internal static class ReferenceRules
{
    /// <summary>Judges how the maps refer to each other.</summary>
    public static void Judge(Site site, FindingSheets sheets)
    {
        foreach (var root in site.Roots.SelectMany(r => r.Maps).Where(r => IsServed(r) && !site.Has(r.Map)))
        {
            Dangling(sheets.Master, root.Record, FindingSheet.Name(root.MountPoint), root.Map);
        }

        foreach (var submount in site.Submounts.Where(s => !site.Has(s.To)))
        {
            Dangling(sheets.Of(submount.From), submount.Record, FindingSheet.Name(submount.Record.Key), submount.To);
        }

        Unused(site, sheets);
        Loops(site, sheets);
    }

    private static void Dangling(FindingSheet sheet, MapRecord record, string what, string map)
    {
        if (sheet.Takes(MapMasterFindings.DanglingMap, record))
        {
            var message = $"{what} of {sheet.Map} needs map {FindingSheet.Name(map)}, which does not exist: every key below it is No such file or directory";
            sheet.Add(MapMasterFindings.DanglingMap, record, message, Math.Max(record.Value.IndexOf(map, StringComparison.Ordinal), 0) + 1);
        }
    }

    private static void Unused(Site site, FindingSheets sheets)
    {
        if (site.Maps.Content is not { } master)
        {
            return;
        }

        var named = site.Maps.Master.Entries.Select(e => e.Map).Concat(site.Submounts.Select(s => s.To)).Append(master.Name).ToHashSet(StringComparer.Ordinal);
        var unread = site.Roots.Where(r => r.Kind == MasterEntryKind.Unsupported).Select(r => r.Record.Value).ToList();
        foreach (var map in site.Maps.Maps.Where(m => !named.Contains(m.Name) && !unread.Any(u => u.Contains(m.Name, StringComparison.Ordinal))))
        {
            var sheet = sheets.Of(map);
            sheet.Say(MapMasterFindings.UnusedMap, $"no entry of {sheets.Master.Map} and no submount uses map {sheet.Map}", map.Dn);
        }
    }

    private static void Loops(Site site, FindingSheets sheets)
    {
        var edges = site.Submounts.Select(s => (From: s.From.Name, s.To)).ToList();
        var onLoop = Peel([.. Peel(edges).Select(e => (From: e.To, To: e.From))]).Select(e => e.To).ToHashSet(StringComparer.Ordinal);
        foreach (var submount in site.Submounts.Where(s => onLoop.Contains(s.From.Name) && onLoop.Contains(s.To)))
        {
            var sheet = sheets.Of(submount.From);
            if (sheet.Takes(MapMasterFindings.SubmountLoop, submount.Record))
            {
                var message = $"{FindingSheet.Name(submount.Record.Key)} of {sheet.Map} mounts map {FindingSheet.Name(submount.To)}, which leads back to {sheet.Map}";
                sheet.Add(MapMasterFindings.SubmountLoop, submount.Record, message, Math.Max(submount.Record.Value.IndexOf(submount.To, StringComparison.Ordinal), 0) + 1);
            }
        }
    }

    /// <summary>Takes away the edges to what has no edge of its own, until none is left that does not lead to a loop.</summary>
    private static List<(string From, string To)> Peel(List<(string From, string To)> edges)
    {
        var open = edges.CountBy(e => e.From).ToDictionary(StringComparer.Ordinal);
        var into = edges.ToLookup(e => e.To, StringComparer.Ordinal);
        var ends = new Queue<string>(into.Select(g => g.Key).Where(to => !open.ContainsKey(to)));
        while (ends.TryDequeue(out var end))
        {
            foreach (var (from, _) in into[end])
            {
                if (--open[from] == 0)
                {
                    ends.Enqueue(from);
                }
            }
        }

        return [.. edges.Where(e => open[e.From] > 0 && open.GetValueOrDefault(e.To) > 0)];
    }

    private static bool IsServed(MasterEntry entry) =>
        entry.IsServed && entry.Kind is MasterEntryKind.Indirect or MasterEntryKind.Direct;
}
