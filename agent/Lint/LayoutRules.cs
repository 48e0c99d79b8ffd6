using Automount.Catalog;
using Automount.Maps.Sources;
using Automount.Maps;
using static Automount.Lint.FindingCollector;

namespace Automount.Lint;

/// <summary>
/// Mount points against each other and against the node: below each other, the same directory under two names, or where none can be made.
/// </summary>
internal static class LayoutRules
{
    /// <summary>Where CoreOS keeps what others have in the root directory.</summary>
    private static readonly SymbolicLinks CoreOsLinks = SymbolicLinks.Of(new Dictionary<string, string>
    {
        ["/home"] = "/var/home",
        ["/root"] = "/var/roothome",
        ["/opt"] = "/var/opt",
        ["/srv"] = "/var/srv",
        ["/mnt"] = "/var/mnt",
        ["/usr/local"] = "/var/usrlocal",
    });

    /// <summary>Checks the mount points of the master map, and the keys of direct maps, which are mount points too.</summary>
    public static void Check(LintContext context, FindingCollectors findings)
    {
        var indirect = context.Roots.Where(r => r.MountPoint != MasterEntry.DirectMountPoint).ToList();
        var roots = new PathTable();
        indirect.ForEach(root => Root(context.Node, root, roots, findings.Master));
        indirect.ForEach(root => Overlapping(root, roots, findings.Master));

        var keys = new PathTable();
        var direct = context.Roots
            .Where(r => r.Kind == MasterEntryKind.Direct)
            .Select(r => context.Maps.Find(r.Map))
            .OfType<MapContent>()
            .Distinct()
            .ToList();
        direct.ForEach(map => Keys(context.Node, map, roots, keys, findings.For(map)));
        direct.ForEach(map => Nested(map, keys, findings.For(map)));
        Homes(context, roots, keys, findings.Master);
    }

    /// <param name="node">The node.</param>
    /// <param name="root">The entry to check.</param>
    /// <param name="roots">The mount points so far, each by the path that symbolic links lead to; the entry's is added.</param>
    /// <param name="findings">Those about the master map.</param>
    private static void Root(NodeFacts node, MasterEntry root, PathTable roots, FindingCollector findings)
    {
        var point = root.MountPoint;
        var links = node.IsOstree is null ? CoreOsLinks : node.Links;
        var resolved = links.Canonical(point);
        if (!roots.TryAdd(resolved, point))
        {
            SameDirectory(node, root, resolved, roots.Find(resolved)!, findings);
        }
        else if (node.IsOstree is not null && resolved != point && findings.ShouldList(MapMasterFindings.SymlinkedRoot, root.Record))
        {
            var message = $"{Escape(point)} of {findings.Map} is a symbolic link: automount mounts on {Escape(resolved)}";
            findings.AddForKey(MapMasterFindings.SymlinkedRoot, root.Record, message);
        }

        Immutable(node, point, root.Record, findings);
    }

    private static void SameDirectory(NodeFacts node, MasterEntry root, string resolved, string other, FindingCollector findings)
    {
        if (!findings.ShouldList(MapMasterFindings.SameDirectory, root.Record))
        {
            return;
        }

        var point = root.MountPoint;
        var link = Escape(resolved == point ? other : point);
        var where = node.IsOstree is null ? " on CoreOS" : "";
        var same = $"{Escape(point)} and {Escape(other)} of {findings.Map} are the same directory{where}";
        findings.AddForKey(MapMasterFindings.SameDirectory, root.Record, $"{same}: {link} is a symbolic link to {Escape(resolved)}");
    }

    private static void Overlapping(MasterEntry root, PathTable roots, FindingCollector findings)
    {
        if (roots.Above(root.MountPoint)?.Value is { } outer && findings.ShouldList(MapMasterFindings.OverlappingRoots, root.Record))
        {
            var message = $"{Escape(root.MountPoint)} of {findings.Map} is below {Escape(outer)}, another mount point";
            findings.AddForKey(MapMasterFindings.OverlappingRoots, root.Record, message);
        }
    }

    private static void Keys(
        NodeFacts node, MapContent map, PathTable roots, PathTable keys, FindingCollector findings)
    {
        foreach (var record in map.Entries.Where(IsUsable))
        {
            var key = record.Key;
            if ((roots.Above(key)?.Value ?? roots.Find(key)) is { } outer
                && findings.ShouldList(MapMasterFindings.OverlappingRoots, record))
            {
                var message = $"{Escape(key)} of {findings.Map} is at or below {Escape(outer)}, a mount point of the master map";
                findings.AddForKey(MapMasterFindings.OverlappingRoots, record, message);
            }

            if (!keys.TryAdd(key, map.Name) && keys.Find(key) is { } other && other != map.Name
                && findings.ShouldList(MapKeyFindings.DuplicateKey, record))
            {
                var message = $"{Escape(key)} is in the direct maps {Escape(other)} and {findings.Map}: automount uses one of them";
                findings.AddForKey(MapKeyFindings.DuplicateKey, record, message);
            }

            Immutable(node, key, record, findings);
        }
    }

    private static void Nested(MapContent map, PathTable keys, FindingCollector findings)
    {
        foreach (var record in map.Entries.Where(IsUsable))
        {
            if (keys.Above(record.Key)?.Path is { } above && findings.ShouldList(MapKeyFindings.NestedKeys, record))
            {
                var message = $"{Escape(record.Key)} of {findings.Map} is below {Escape(above)}, another direct mount point";
                findings.AddForKey(MapKeyFindings.NestedKeys, record, message);
            }
        }
    }

    private static void Immutable(NodeFacts node, string point, MapRecord record, FindingCollector findings)
    {
        if (node.IsOstree != true || node.TopDirectories.IsEmpty)
        {
            return;
        }

        var end = point.IndexOf('/', 1);
        var top = end < 0 ? point : point[..end];
        if (!node.TopDirectories.Contains(top) && findings.ShouldList(MapMasterFindings.ImmutableRoot, record))
        {
            var cannot = $"automount cannot make {Escape(point)} of {findings.Map}";
            findings.AddForKey(MapMasterFindings.ImmutableRoot, record,
                $"{cannot}: there is no {Escape(top)}, and the root directory is read-only");
        }
    }

    private static void Homes(
        LintContext context, PathTable roots, PathTable keys, FindingCollector findings)
    {
        if (context.Roots.FirstOrDefault(r => LintedMap.IsOfHomes(r.Map, r.MountPoint)) is not { } homes)
        {
            return;
        }

        foreach (var template in context.Node.HomeTemplates)
        {
            var fixedPart = template.Split('%')[0].TrimEnd('/');
            var path = context.Node.Links.Canonical(fixedPart) + "/";
            var isCovered = fixedPart.Length == 0 || roots.Above(path) is not null || keys.Above(path) is not null;
            if (!isCovered && findings.ShouldList(MapMasterFindings.HomeMismatch, homes.Record))
            {
                var home = $"sssd gives users the home {Escape(template)}, which is below no mount point of {findings.Map}";
                findings.AddForKey(MapMasterFindings.HomeMismatch, homes.Record, $"{home}; homes are at {Escape(homes.MountPoint)}");
            }
        }
    }

    /// <summary>Other keys are reported as bad.</summary>
    private static bool IsUsable(MapRecord record) => record.Key is ['/', not '\0', ..] && record.Key.Length <= EntryParser.MaxKeyBytes;
}
