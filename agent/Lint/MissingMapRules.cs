using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;
using Automount.Text;

namespace Automount.Lint;

/// <summary>
/// Maps that are named and not there. On a node they do not exist; among files that somebody gave they may be elsewhere, so that only
/// their names can be judged.
/// </summary>
internal static class MissingMapRules
{
    /// <summary>The files that autofs itself brings to every node: nobody gives them.</summary>
    private static readonly string[] Shipped = ["/etc/auto.misc", "/etc/auto.net", "/etc/auto.smb"];

    /// <summary>A slip of the finger is looked for among so many files: each is compared with each name.</summary>
    private const int MaxCompared = 64;

    /// <summary>Checks every name of a map.</summary>
    public static void Check(LintContext context, FindingCollectors findings)
    {
        var missing = new List<MapReference>();
        var windows = new List<MapReference>();
        foreach (var reference in MapReference.All(context, findings))
        {
            if (reference.Map.Contains('\r'))
            {
                windows.Add(reference);
            }
            else if (BadName(reference, context.Maps) is { } what)
            {
                Add(reference, MapMasterFindings.BadMapName, $"names the map {EntryError.Quote(reference.Map)}, {what}");
            }
            else if (context.Maps.IsMissing(reference.Map, reference.Source))
            {
                missing.Add(reference);
            }
        }

        WindowsLines(windows);
        var local = context.Maps.Inputs.Local;
        if (local.IsGiven)
        {
            OfGiven(context.Maps, missing);
            return;
        }

        // A file that a master map names is looked for elsewhere; without a node nobody has looked for any.
        foreach (var reference in missing.Where(r => r.Source != MapSource.File && !(r.IsFile && local.Visited.IsEmpty)))
        {
            var map = FindingCollector.Escape(reference.Map);
            Add(reference, MapMasterFindings.DanglingMap,
                $"needs map {map}, which does not exist: every key below it is No such file or directory");
        }

        NotGiven([.. missing.Where(r => r.Source != MapSource.File && r.IsFile && local.Visited.IsEmpty)]);
    }

    /// <summary>Why automount cannot find a map of a name, whatever there is; null when it can.</summary>
    private static string? BadName(MapReference reference, KnownMaps maps)
    {
        var name = reference.Map;
        if (maps.Find(name) is not null)
        {
            return null;
        }

        if (name.Contains('/') && !name.StartsWith('/'))
        {
            return "a path that does not begin with a slash, which automount refuses";
        }

        var isComma = name.Contains(',') && reference.Source is MapSource.File or MapSource.Nsswitch;
        return isComma && maps.IsMissing(name, reference.Source) ? "which has a comma in it: options need a blank before them" : null;
    }

    private static void OfGiven(KnownMaps maps, List<MapReference> missing)
    {
        var unnamed = maps.Inputs.Local.Unnamed.Take(MaxCompared).ToList();
        var hasDirectory = maps.Inputs.IsServedComplete;
        var hasMapFiles = unnamed.Count > 0 || maps.Maps.Any(m => m.File is not null);
        var files = new List<MapReference>();
        var others = new List<MapReference>();
        foreach (var reference in missing)
        {
            var map = FindingCollector.Escape(reference.Map);
            if (unnamed.FirstOrDefault(path => IsNearly(path, reference.Map)) is { } near)
            {
                Add(reference, MapSourceFindings.FileNotGiven,
                    $"needs {map}, which is not among the files; was {FindingCollector.Escape(near)} meant?");
            }
            else if (hasDirectory && !reference.IsFile)
            {
                Add(reference, MapMasterFindings.DanglingMap,
                    $"needs map {map}, which is neither among the files nor in the directory");
            }
            else
            {
                var isExpected = reference.IsFile && hasMapFiles && !Shipped.Contains(reference.Map);
                (isExpected ? files : others).Add(reference);
            }
        }

        FilesNotGiven(files);
        NotGiven(others);
    }

    /// <summary>A file that was edited on Windows has the same fault in each line.</summary>
    private static void WindowsLines(List<MapReference> references)
    {
        foreach (var map in references.GroupBy(r => r.Findings))
        {
            var (names, first) = Names(map);
            var end = Wording.Of(names.Count, "a name of a map that ends", "names of maps that end");
            Said(first, MapMasterFindings.BadMapName,
                $"{map.Key.Map} has {Wording.Some(names)}, {end} with a carriage return: the lines of the file end as on Windows");
        }
    }

    private static void FilesNotGiven(List<MapReference> files)
    {
        foreach (var map in files.GroupBy(r => r.Findings))
        {
            var (names, first) = Names(map);
            var are = Wording.Of(names.Count, "the file of a map, is", "files of maps, are");
            Said(first, MapSourceFindings.FileNotGiven, $"{Wording.Some(names)}, {are} not among the files");
        }
    }

    private static void NotGiven(List<MapReference> others)
    {
        foreach (var map in others.GroupBy(r => r.Findings))
        {
            var (names, first) = Names(map);
            var are = Wording.Of(names.Count, "is", "are");
            Said(first, MapSourceFindings.NotGiven, $"{Wording.Some(names)} {are} not among the files: not judged");
        }
    }

    private static (List<string> Names, MapReference First) Names(IEnumerable<MapReference> references) =>
        ([.. references.Select(r => FindingCollector.Escape(r.Map)).Distinct()], references.First());

    private static void Add(MapReference reference, FindingKind kind, string what) =>
        Said(reference, kind, $"{reference.What} of {reference.Findings.Map} {what}");

    private static void Said(MapReference reference, FindingKind kind, string message)
    {
        if (reference.Findings.ShouldList(kind, reference.Record))
        {
            reference.Findings.Add(kind, reference.Record, message, reference.Column);
        }
    }

    /// <summary>
    /// Two names that differ by a slip of the finger: of <c>auto.fort</c> and <c>auto.frot</c> what follows the dot is compared, and short
    /// names are different names.
    /// </summary>
    private static bool IsNearly(string path, string name)
    {
        var a = Own(path);
        var b = Own(name);
        return Math.Abs(a.Length - b.Length) <= 1 && a.Length >= 4 && Spelling.Distance(a, b) == 1
            && !char.IsAsciiDigit(a[^1]) && !char.IsAsciiDigit(b[^1]);
    }

    private static ReadOnlySpan<char> Own(string path)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        return name.StartsWith("auto.") || name.StartsWith("auto_") ? name["auto.".Length..] : name;
    }
}
