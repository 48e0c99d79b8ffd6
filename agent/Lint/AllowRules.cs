using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>
/// Comments of map files that allow findings: codes that there are not, and codes that allow nothing. The last rule to run: by then it is
/// known what was needed.
/// </summary>
internal static class AllowRules
{
    /// <summary>Checks the comments of the master map and of every map that was checked.</summary>
    public static void Check(LintContext context, FindingCollectors findings)
    {
        if (context.Maps.Content is { } master)
        {
            Check(master, findings.Master, findings.Allowed);
        }

        foreach (var map in context.Maps.Maps)
        {
            if (!map.Allows.IsEmpty && findings.Find(map.Name) is { } ofMap)
            {
                Check(map, ofMap, findings.Allowed);
            }
        }
    }

    private static void Check(MapContent map, FindingCollector findings, AllowedFindings allowed)
    {
        foreach (var comment in map.Allows)
        {
            var record = new MapRecord(comment.Text, "", Line: comment.Line) { File = comment.File };
            if (comment.Codes.IsEmpty && findings.ShouldList(MapSourceFindings.UnknownAllow, record))
            {
                findings.AddForKey(MapSourceFindings.UnknownAllow, record, $"a comment of {findings.Map} allows no code");
            }

            foreach (var code in comment.Codes)
            {
                Check(comment, code, record, findings, allowed);
            }
        }
    }

    private static void Check(
        AllowComment comment, string code, MapRecord record, FindingCollector findings, AllowedFindings allowed)
    {
        var name = FindingCollector.Escape(code);
        var column = comment.Text.IndexOf(code, StringComparison.Ordinal) + 1;
        if (FindingCatalog.Find(code) is not { Link: Link.Map })
        {
            if (findings.ShouldList(MapSourceFindings.UnknownAllow, record))
            {
                var message = $"a comment of {findings.Map} allows {name}, which is no code of a finding about maps";
                findings.AddForKey(MapSourceFindings.UnknownAllow, record, message, column);
            }
        }
        else if (!allowed.IsNeeded(comment, code) && findings.ShouldList(MapSourceFindings.UnusedAllow, record))
        {
            var message = $"a comment of {findings.Map} allows {name}, {Why(comment.Scope)}";
            findings.AddForKey(MapSourceFindings.UnusedAllow, record, message, column);
        }
    }

    private static string Why(AllowScope scope) => scope switch
    {
        AllowScope.Entry => "which the entry below it does not have, or which is allowed already",
        AllowScope.File => "which nothing in the file has",
        _ => "and stands above no entry",
    };
}
