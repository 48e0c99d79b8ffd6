using Automount.Findings;
using Automount.Lint;
using Automount.Maps;
using Automount.Maps.Sources;

namespace AutomountAgent.Derive;

/// <summary>
/// What follows from all entries of the maps: the findings of the linter, and the NFS servers. Both come from one walk, in which each entry
/// is parsed once. The parsed entries are not kept. Immutable.
/// </summary>
/// <param name="Maps">The maps.</param>
/// <param name="Silence">Findings that are only counted.</param>
/// <param name="Lint">What the linter reports.</param>
/// <param name="Servers">The NFS servers that the maps name.</param>
/// <param name="PortmapNeeds">What the maps need of the portmappers of those servers.</param>
internal sealed record MapAnalysis(
    KnownMaps Maps,
    Silence Silence,
    LintResult Lint,
    IReadOnlyList<ServerTarget> Servers,
    IReadOnlyCollection<PortmapNeed> PortmapNeeds)
{
    /// <summary>No map is known.</summary>
    public static MapAnalysis None { get; } = Of(KnownMaps.None, Silence.None);

    /// <summary>Why there is none of these maps; null when there is. Then the servers are those that were known before.</summary>
    public GivenUp? GivenUp { get; private init; }

    /// <summary>
    /// Why the maps are not all known: a file that the master map or a submount names was not read, as a clause about the first such
    /// file; null when all were read.
    /// </summary>
    public string? WhyUnread { get; private init; }

    /// <summary>The analysis of some maps.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="silence">Findings that are only counted.</param>
    /// <param name="walk">The walk over them; null for one that nobody watches.</param>
    /// <exception cref="OperationCanceledException">The walk was cancelled.</exception>
    public static MapAnalysis Of(KnownMaps maps, Silence silence, MapWalk? walk = null)
    {
        walk ??= new MapWalk(maps);
        var linter = new MapLinter(maps, silence);
        var servers = new NfsServers(maps.Binds, maps.Inputs.Node.NfsDefaultProtocol);
        walk.Run(linter, servers);
        return new(maps, silence, linter.Result(walk), servers.Targets, servers.PortmapNeeds) { WhyUnread = FirstUnread(maps, walk) };
    }

    /// <summary>No analysis of some maps: it was given up.</summary>
    public MapAnalysis GiveUp(KnownMaps maps, Silence silence, GivenUp why) =>
        new(maps, silence, LintResult.Empty, Servers, PortmapNeeds) { GivenUp = why };

    private static string? FirstUnread(KnownMaps maps, MapWalk walk)
    {
        if (maps.Inputs.Local.Unread.FirstOrDefault(u => u.IsFailure) is { } failure)
        {
            return $"{failure.Path} {failure.Why}";
        }

        var named = maps.Master.EffectiveMaps()
            .Where(map => map.Kind is MasterEntryKind.Indirect or MasterEntryKind.Direct)
            .Select(map => maps.UnvisitedFile(map.Map, map.Source));
        var below = walk.Submounts.Select(s => maps.UnvisitedFile(s.To, MapSource.Nsswitch));
        return named.Concat(below).FirstOrDefault(path => path is not null) is { } first ? $"{first} has not been read yet" : null;
    }
}
