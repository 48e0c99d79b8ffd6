using Automount.Catalog;
using Automount.Configuration;
using Automount.Findings;
using Automount.Lint;
using Automount.Maps;
using Automount.Maps.Ldif;
using Automount.Maps.Sources;
using Automount.Text;
using AutomountPackaging.Manifests;

namespace AutomountPackaging.Check;

/// <summary>Rule 39: maps, judged by the very rules of <c>automount-agent validate</c>.</summary>
internal static class MapCheck
{
    // Of one code in one map so many entries have a finding each; the last one counts the others.
    private const int MaxListed = 1000;

    // Maps that come with the package autofs.
    private static readonly string[] PackagedMaps = ["auto.misc", "auto.net", "auto.smb"];

    public static IEnumerable<PackagingFinding> Run(ManifestSet set)
    {
        var silence = Silenced(set);
        var elsewhere = set.Declared.LdapMaps.Concat(NamesInEtc(FilesOfImage(set))).ToArray();
        return set.Maps.SelectMany(maps => Unread(maps, silence).Concat(Judge(maps, elsewhere, silence)));
    }

    /// <summary>Files of /etc that come with the image or the package autofs, by name: maps may be among them.</summary>
    public static IEnumerable<string> FilesOfImage(ManifestSet set) =>
        set.Containerfiles.SelectMany(ImageContent.Paths).Select(made => made.Path).Concat(PackagedMaps.Select(map => $"/etc/{map}"));

    /// <summary>The findings that the configuration of the agent on these nodes silences.</summary>
    private static Silence Silenced(ManifestSet set)
    {
        var files = set.NodeFiles.Where(f => f.Path.StartsWith("/etc/automount-agent/", StringComparison.Ordinal));
        return SettingsMerge.Merge(files.Select(f => IniFile.Parse(f.Text.Text, f.Path))).Settings?.Silence ?? Silence.None;
    }

    private static IEnumerable<PackagingFinding> Unread(NodeMaps maps, Silence silence)
    {
        foreach (var problem in maps.Problems)
        {
            var kind = FindingCatalog.Find(problem.Fault == LdifFault.Syntax ? "map/ldif-syntax" : "map/ldif-skipped")!;
            if (!silence.Covers(kind.Code, null, null) && maps.TextOf(problem.File) is { } text)
            {
                yield return RuleCatalog.Of(kind).At(text.At(problem.Line - 1), problem.Message);
            }
        }
    }

    private static IEnumerable<PackagingFinding> Judge(NodeMaps maps, IReadOnlyList<string> elsewhere, Silence silence)
    {
        var known = KnownMaps.From(maps.Master, [.. maps.Maps, .. Stubs(maps, elsewhere)]);
        foreach (var finding in MapLinter.Run(known, silence, MaxListed, unusedToo: true).Findings)
        {
            // A finding about a map from elsewhere has no place here.
            if (maps.TextOf(finding.Source?.File) is { } text)
            {
                var line = (finding.Source!.Line ?? 0) - 1;
                yield return RuleCatalog.Of(finding.Kind).At(text.At(line, Part(finding)), text.Locate(line, finding.Message));
            }
        }
    }

    /// <summary>
    /// Empty maps in the place of those that are elsewhere or cannot be read, so that the linter does not miss them. Where no LDIF file
    /// shows what is in the directory, whatever the master map takes from there is one of them.
    /// </summary>
    private static IEnumerable<MapContent> Stubs(NodeMaps maps, IReadOnlyList<string> elsewhere)
    {
        var unseen = maps.HasDirectory ? [] : maps.Entries.Where(e => e.Source is MapSource.Sss or MapSource.Ldap).Select(e => e.Map);
        var here = maps.Maps.Select(m => m.Name).ToHashSet();
        var names = elsewhere.Concat(unseen).Concat(NamesInEtc(maps.Paths)).Distinct();
        return names.Where(name => !here.Contains(name)).Select(name => new MapContent(name, null, []));
    }

    /// <summary>What a master map calls a file by, where it gives no path.</summary>
    private static IEnumerable<string> NamesInEtc(IEnumerable<string> paths)
    {
        const string Folder = "/etc/";
        var names = paths.Where(p => p.StartsWith(Folder, StringComparison.Ordinal)).Select(p => p[Folder.Length..]);
        return names.Where(name => !name.Contains('/'));
    }

    /// <summary>The text from the fault on, by which its column is found.</summary>
    private static string? Part(Finding finding) => finding.Excerpt is { } excerpt && excerpt.Column - 1 < excerpt.Text.Length
        ? excerpt.Text[Math.Max(excerpt.Column - 1, 0)..]
        : null;
}
