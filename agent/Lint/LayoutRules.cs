using System.Collections.Immutable;
using Automount.Catalog;
using Automount.Maps;
using Automount.Maps.Sources;

namespace Automount.Lint;

/// <summary>
/// Mount points against each other and against the node: below each other, the same directory under two names, or where none can be made.
/// </summary>
internal static class LayoutRules
{
    /// <summary>Where CoreOS keeps what others have in the root directory.</summary>
    private static readonly ImmutableDictionary<string, string> CoreOsLinks = new Dictionary<string, string>
    {
        ["/home"] = "/var/home", ["/root"] = "/var/roothome", ["/opt"] = "/var/opt", ["/srv"] = "/var/srv", ["/mnt"] = "/var/mnt", ["/usr/local"] = "/var/usrlocal",
    }.ToImmutableDictionary();

    /// <summary>Judges the mount points of the master map, and the keys of direct maps, which are mount points too.</summary>
    public static void Judge(Site site, FindingSheets sheets)
    {
        var roots = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var root in site.Roots.Where(r => r.MountPoint != MasterEntry.DirectMountPoint))
        {
            Root(site.Node, root, roots, sheets.Master);
        }

        foreach (var root in site.Roots.Where(r => r.MountPoint != MasterEntry.DirectMountPoint))
        {
            if (Above(root.MountPoint, roots) is { } outer && sheets.Master.Takes(MapMasterFindings.OverlappingRoots, root.Record))
            {
                sheets.Master.Add(MapMasterFindings.OverlappingRoots, root.Record, $"{FindingSheet.Name(root.MountPoint)} of {sheets.Master.Map} is below {FindingSheet.Name(outer)}, another mount point");
            }
        }

        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        var direct = site.Roots.Where(r => r.Kind == MasterEntryKind.Direct).Select(r => site.Find(r.Map)).OfType<MapContent>().Distinct().ToList();
        direct.ForEach(map => Keys(site.Node, map, roots, keys, sheets.Of(map)));
        direct.ForEach(map => Nested(map, keys, sheets.Of(map)));
        Homes(site, roots, keys, sheets.Master);
    }

    private static void Root(NodeFacts node, MasterEntry root, Dictionary<string, string> roots, FindingSheet sheet)
    {
        var point = root.MountPoint;
        var resolved = Resolve(point, node.IsOstree is null ? CoreOsLinks : node.Links);
        if (!roots.TryAdd(resolved, point))
        {
            if (sheet.Takes(MapMasterFindings.SameDirectory, root.Record))
            {
                var link = FindingSheet.Name(resolved == point ? roots[resolved] : point);
                var where = node.IsOstree is null ? " on CoreOS" : "";
                var message = $"{FindingSheet.Name(point)} and {FindingSheet.Name(roots[resolved])} of {sheet.Map} are the same directory{where}: {link} is a symbolic link to {FindingSheet.Name(resolved)}";
                sheet.Add(MapMasterFindings.SameDirectory, root.Record, message);
            }
        }
        else if (node.IsOstree is not null && resolved != point && sheet.Takes(MapMasterFindings.SymlinkedRoot, root.Record))
        {
            sheet.Add(MapMasterFindings.SymlinkedRoot, root.Record, $"{FindingSheet.Name(point)} of {sheet.Map} is a symbolic link: automount mounts on {FindingSheet.Name(resolved)}");
        }

        Immutable(node, point, root.Record, sheet);
    }

    private static void Keys(NodeFacts node, MapContent map, Dictionary<string, string> roots, Dictionary<string, string> keys, FindingSheet sheet)
    {
        foreach (var record in map.Entries.Where(IsUsable))
        {
            var key = record.Key;
            if ((Above(key, roots) ?? roots.GetValueOrDefault(key)) is { } outer && sheet.Takes(MapMasterFindings.OverlappingRoots, record))
            {
                sheet.Add(MapMasterFindings.OverlappingRoots, record, $"{FindingSheet.Name(key)} of {sheet.Map} is at or below {FindingSheet.Name(outer)}, a mount point of the master map");
            }

            if (!keys.TryAdd(key, map.Name) && keys[key] != map.Name && sheet.Takes(MapKeyFindings.DuplicateKey, record))
            {
                sheet.Add(MapKeyFindings.DuplicateKey, record, $"{FindingSheet.Name(key)} is in the direct maps {FindingSheet.Name(keys[key])} and {sheet.Map}: automount uses one of them");
            }

            Immutable(node, key, record, sheet);
        }
    }

    private static void Nested(MapContent map, Dictionary<string, string> keys, FindingSheet sheet)
    {
        foreach (var record in map.Entries.Where(IsUsable))
        {
            for (var slash = record.Key.LastIndexOf('/'); slash > 0; slash = record.Key.LastIndexOf('/', slash - 1))
            {
                var above = record.Key[..slash];
                if (keys.ContainsKey(above) && sheet.Takes(MapKeyFindings.NestedKeys, record))
                {
                    sheet.Add(MapKeyFindings.NestedKeys, record, $"{FindingSheet.Name(record.Key)} of {sheet.Map} is below {FindingSheet.Name(above)}, another direct mount point");
                    break;
                }
            }
        }
    }

    private static void Immutable(NodeFacts node, string point, MapRecord record, FindingSheet sheet)
    {
        var end = point.IndexOf('/', 1);
        var top = end < 0 ? point : point[..end];
        if (node.IsOstree == true && !node.TopDirectories.IsEmpty && !node.TopDirectories.Contains(top) && sheet.Takes(MapMasterFindings.ImmutableRoot, record))
        {
            sheet.Add(MapMasterFindings.ImmutableRoot, record, $"automount cannot make {FindingSheet.Name(point)} of {sheet.Map}: there is no {FindingSheet.Name(top)}, and the root directory is read-only");
        }
    }

    private static void Homes(Site site, Dictionary<string, string> roots, Dictionary<string, string> keys, FindingSheet sheet)
    {
        if (site.Roots.FirstOrDefault(r => MapUse.HoldsHomes(r.Map, r.MountPoint)) is not { } homes)
        {
            return;
        }

        foreach (var template in site.Node.HomeTemplates)
        {
            var fixedPart = template.Split('%')[0].TrimEnd('/');
            var path = Resolve(fixedPart, site.Node.Links);
            if (fixedPart.Length > 0 && Above(path + "/", roots) is null && Above(path + "/", keys) is null && sheet.Takes(MapMasterFindings.HomeMismatch, homes.Record))
            {
                var message = $"sssd gives users the home {FindingSheet.Name(template)}, which is below no mount point of {sheet.Map}; homes are at {FindingSheet.Name(homes.MountPoint)}";
                sheet.Add(MapMasterFindings.HomeMismatch, homes.Record, message);
            }
        }
    }

    /// <summary>What is above a path; null when nothing is.</summary>
    private static string? Above(string path, Dictionary<string, string> points)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            if (points.TryGetValue(path[..slash], out var above))
            {
                return above;
            }
        }

        return null;
    }

    private static string Resolve(string path, ImmutableDictionary<string, string> links)
    {
        foreach (var (link, target) in links)
        {
            if (MountPath.IsAtOrBelow(path, link))
            {
                return target + path[link.Length..];
            }
        }

        return path;
    }

    /// <summary>Others are reported as bad, and a path without end would cost a time without end.</summary>
    private static bool IsUsable(MapRecord record) => record.Key is ['/', not '\0', ..] && record.Key.Length <= EntryParser.MaxKeyBytes;
}
