using System.Collections.Immutable;
using System.IO.Enumeration;
using Automount.Configuration;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Model;

namespace AutomountAgent.Probe;

/// <summary>The paths that <c>[required] paths=</c> and <c>maps=</c> name, and those that pods have as volumes.</summary>
/// <param name="Paths">The paths, those of paths= first, then those of pods, each once.</param>
/// <param name="Problems">What is the matter with maps=.</param>
internal sealed record RequiredList(ImmutableArray<string> Paths, ImmutableArray<RequiredMapProblem> Problems);

/// <summary>Finds the paths of required maps. Pure.</summary>
internal static class RequiredMaps
{
    /// <summary>Not more paths than this are watched: each has a series in the metrics, and a mount.</summary>
    public const int MaxPaths = 1000;

    /// <summary>
    /// The required paths as the maps that are known have them: for each key that a pattern matches the mount point, or those of its
    /// offsets.
    /// </summary>
    /// <param name="settings">paths= and maps=.</param>
    /// <param name="maps">The maps.</param>
    /// <param name="volumes">The paths of volumes of pods.</param>
    public static RequiredList List(Settings settings, KnownMaps maps, ImmutableArray<string> volumes)
    {
        var paths = settings.RequiredPaths.Concat(volumes.Take(MaxPaths)).Distinct().ToList();
        var seen = paths.ToHashSet(StringComparer.Ordinal);
        var problems = ImmutableArray.CreateBuilder<RequiredMapProblem>();
        foreach (var pattern in settings.RequiredMaps)
        {
            var (found, problem) = PathsOf(pattern, maps);
            var fresh = found.Where(seen.Add).ToList();
            var room = Math.Max(MaxPaths - paths.Count, 0);
            paths.AddRange(fresh.Take(room));
            if (fresh.Count > room)
            {
                var detail = $"it names {found.Count} paths, {fresh.Count - room} more than the {MaxPaths} that are watched";
                problem = new(pattern.ToString(), RequiredMapTrouble.TooMany, detail);
            }

            if (problem is not null)
            {
                problems.Add(problem);
            }
        }

        return new([.. paths], problems.ToImmutable());
    }

    private static (List<string> Paths, RequiredMapProblem? Problem) PathsOf(MapPattern pattern, KnownMaps maps)
    {
        RequiredMapProblem Problem(RequiredMapTrouble kind, string detail) => new(pattern.ToString(), kind, detail);
        if (maps.Content is null)
        {
            return ([], Problem(RequiredMapTrouble.NotKnown, "the master map is not known yet"));
        }

        var roots = maps.Master.Effective()
            .Where(root => root.Map == pattern.Map && root.Kind is MasterEntryKind.Indirect or MasterEntryKind.Direct)
            .ToList();
        if (roots.Count == 0)
        {
            return ([], Problem(RequiredMapTrouble.Nothing, "no entry of the master map uses it"));
        }

        if (maps.Maps.FirstOrDefault(map => map.Name == pattern.Map) is not { } content)
        {
            return ([], Problem(RequiredMapTrouble.NotKnown, "the map is not known yet"));
        }

        var matching = content.Entries.Where(record => FileSystemName.MatchesSimpleExpression(pattern.Key, record.Key, false)).ToList();
        var paths = (
            from root in roots
            let context = maps.ContextOf(root)
            from record in matching
            where !IsWildcard(record)
            from path in MountPoints(root, record, context)
            select path).ToList();
        if (pattern.Key == "*" && matching.Exists(IsWildcard))
        {
            var detail = paths.Count == 0 ? "it has only a wildcard" : $"it has a wildcard beside {paths.Count} paths";
            return (paths, Problem(RequiredMapTrouble.Wildcard, detail));
        }

        return (paths, paths.Count == 0 ? Problem(RequiredMapTrouble.Nothing, "none of its keys matches") : null);
    }

    /// <summary>Where an entry mounts something. One that automount refuses is to be reported at its key.</summary>
    private static IEnumerable<string> MountPoints(MasterEntry root, MapRecord record, EntryContext context)
    {
        var point = root.Kind == MasterEntryKind.Direct ? record.Key : MountPath.Join(root.MountPoint, "/" + record.Key);
        if (!point.StartsWith('/') || point.Contains('\0') || MountPath.HasParentStep(point))
        {
            return [];
        }

        return EntryParser.Parse(record.Key, record.Value, context).Entry is { } entry
            ? entry.Mounts.Where(mount => mount.Kind != MountKind.Submount).Select(mount => MountPath.Join(point, mount.Offset))
            : [point];
    }

    private static bool IsWildcard(MapRecord record) => record.Key is "*" or "/";
}
