using Automount.Catalog;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>Maps that are there and are not named, and those that lead back to themselves.</summary>
internal static class ReferenceRules
{
    /// <summary>What stands around the names of maps in entries of any format.</summary>
    private static readonly char[] WordEnds = [' ', '\t', '\n', ',', ';', ':', '=', '"'];

    /// <summary>Checks how the maps refer to each other.</summary>
    public static void Check(LintContext context, FindingCollectors findings)
    {
        Unused(context, findings);
        Loops(context, findings);
    }

    private static void Unused(LintContext context, FindingCollectors findings)
    {
        if (context.Maps.Content is not { } master)
        {
            return;
        }

        var entries = context.Maps.Master.Entries.SelectMany(e => e.Maps).ToList();
        var named = entries.Select(e => e.Map)
            .Concat(context.Submounts.Select(s => s.To))
            .Append(master.Name)
            .ToHashSet(StringComparer.Ordinal);

        // An entry that this agent cannot read may name any map whose name is a word of it.
        var unread = entries.Where(e => e.Kind == MasterEntryKind.Unsupported).Select(e => e.Record).Distinct();
        named.UnionWith(unread.SelectMany(r => r.Value.Split(WordEnds)));
        foreach (var map in context.Maps.Maps)
        {
            if (!named.Contains(map.Name))
            {
                var ofMap = findings.For(map);
                ofMap.AddForMap(MapMasterFindings.UnusedMap, $"no entry of {findings.Master.Map} and no submount uses map {ofMap.Map}",
                    map.Dn);
            }
        }
    }

    private static void Loops(LintContext context, FindingCollectors findings)
    {
        var edges = context.Submounts.Select(s => (From: s.From.Map.Name, s.To)).ToList();
        var backward = Peel(edges).ConvertAll(e => (From: e.To, To: e.From));
        var onLoop = Peel(backward).Select(e => e.To).ToHashSet(StringComparer.Ordinal);
        foreach (var (from, record, to) in context.Submounts)
        {
            var ofMap = findings.For(from.Map);
            if (onLoop.Contains(from.Map.Name) && onLoop.Contains(to) && ofMap.ShouldList(MapMasterFindings.SubmountLoop, record))
            {
                var mounts = $"{FindingCollector.Escape(record.Key)} of {ofMap.Map} mounts map {FindingCollector.Escape(to)}";
                ofMap.Add(MapMasterFindings.SubmountLoop, record, $"{mounts}, which leads back to {ofMap.Map}", Column(record, to));
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

        return edges.FindAll(e => open[e.From] > 0 && open.GetValueOrDefault(e.To) > 0);
    }

    private static int Column(MapRecord record, string map) => Math.Max(record.Value.IndexOf(map, StringComparison.Ordinal), 0) + 1;
}
