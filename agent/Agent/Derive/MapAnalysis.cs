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
    private readonly Lazy<(LintResult Lint, IReadOnlyList<ServerTarget> Servers, IReadOnlyCollection<PortmapNeed> Needs)> results;

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
            return (linter.Result(walk), servers.Targets, servers.PortmapNeeds);
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
}
