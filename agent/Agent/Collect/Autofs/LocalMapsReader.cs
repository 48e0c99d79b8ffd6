using System.Collections.Immutable;
using Automount.Maps.Sources;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Autofs;

/// <summary>
/// Reads the map files of the node in one poll: the master map, what it includes, the maps that it names, and those that their entries
/// mount as submounts.
/// </summary>
/// <param name="paths">Where the files are.</param>
internal sealed class LocalMapsReader(HostPaths paths)
{
    /// <summary>Submounts in submounts: deeper ones are not followed.</summary>
    private const int MaxDepth = 16;

    /// <summary>How long the search for submounts may take. A million entries take about a second, and few maps have one.</summary>
    private static readonly TimeSpan MaxWalkTime = TimeSpan.FromSeconds(2);

    private readonly MapFileReader files = new(paths);
    private MapInputs last = MapInputs.None;

    /// <summary>The mount points of the maps as they were read last, those that are served among them.</summary>
    public IEnumerable<string> MountPoints { get; private set; } = [];

    /// <summary>Reads the files. The same instance while nothing changes.</summary>
    /// <param name="inputs">What is known besides: sources, and the maps that are served, which may name files.</param>
    public LocalMaps Read(MapInputs inputs)
    {
        files.Begin();
        var submounts = last.Local.Submounts;
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            var next = inputs with { Local = Follow(inputs, submounts) };
            if (next.IsSame(last))
            {
                break;
            }

            last = next;
            var maps = KnownMaps.Of(next);
            submounts = Submounts(maps);
            MountPoints = maps.MountPoints;
        }

        return last.Local;
    }

    private LocalMaps Follow(MapInputs inputs, ImmutableArray<string> submounts)
    {
        var found = new FoundMapFiles(files);
        found.AddMaster(inputs.MasterMap);
        if (MapLookup.OtherMaster(inputs.MasterMap, inputs.IsMasterNamed) is { } other)
        {
            found.AddMaster(other);
        }

        var master = new MapLookup(inputs with { Local = found.ToMaps([]) }).Master();
        found.AddMapsOf(master);
        foreach (var name in submounts)
        {
            found.AddMap(name, isText: false);
        }

        return found.ToMaps(submounts);
    }

    private static ImmutableArray<string> Submounts(KnownMaps maps)
    {
        using var budget = new CancellationTokenSource(MaxWalkTime);
        return SubmountSearch.Run(maps, budget.Token);
    }
}
