using Automount.Findings;
using Automount.Lint;
using Automount.Maps;
using Automount.Maps.Sources;

namespace AutomountAgent.Derive;

/// <summary>
/// What follows from all entries of the maps: the findings of the linter, and the NFS servers. Both come from one walk, in which each entry
/// is parsed once, when the first of them is needed. The parsed entries are not kept.
/// </summary>
internal sealed class MapAnalysis
{
    private readonly Lazy<Results> results;

    /// <summary>The analysis of some maps.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="silence">Findings that are only counted.</param>
    /// <param name="parse">The parser; null for that of the map library.</param>
    public MapAnalysis(KnownMaps maps, Silence silence, EntryParse? parse = null)
    {
        Maps = maps;
        results = new(() =>
        {
            var walk = new MapWalk(maps, parse);
            var linter = new MapLinter(maps, silence);
            var servers = new NfsServers(maps.Binds);
            walk.Run(linter, servers);
            return new(linter.Result(walk), servers.Targets, servers.PortmapNeeds, FirstUnread(walk));
        });
    }

    /// <summary>The maps.</summary>
    public KnownMaps Maps { get; }

    /// <summary>What the linter reports.</summary>
    public LintResult Lint => results.Value.Lint;

    /// <summary>The NFS servers that the maps name.</summary>
    public IReadOnlyList<ServerTarget> Servers => results.Value.Servers;

    /// <summary>What the maps need of the portmappers of those servers.</summary>
    public IReadOnlyCollection<PortmapNeed> PortmapNeeds => results.Value.Needs;

    /// <summary>
    /// Why the maps are not all known: a file that the master map or a submount names was not read, as a clause about the first such
    /// file; null when all were read.
    /// </summary>
    public string? WhyUnread => results.Value.WhyUnread;

    private string? FirstUnread(MapWalk walk)
    {
        if (Maps.Inputs.Local.Unread.FirstOrDefault(u => u.IsFailure) is { } failure)
        {
            return $"{failure.Path} {failure.Why}";
        }

        var named = Maps.Master.EffectiveMaps()
            .Where(map => map.Kind is MasterEntryKind.Indirect or MasterEntryKind.Direct)
            .Select(map => Maps.UnvisitedFile(map.Map, map.Source));
        var below = walk.Submounts.Select(s => Maps.UnvisitedFile(s.To, MapSource.Nsswitch));
        return named.Concat(below).FirstOrDefault(path => path is not null) is { } first ? $"{first} has not been read yet" : null;
    }

    private sealed record Results(
        LintResult Lint, IReadOnlyList<ServerTarget> Servers, IReadOnlyCollection<PortmapNeed> Needs, string? WhyUnread);
}
