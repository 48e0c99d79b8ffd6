using System.Collections.Immutable;
using Automount.Maps;
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
            submounts = Submounts(KnownMaps.Of(next));
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
        foreach (var entry in master is null ? [] : MasterMap.Parse(master).Entries.SelectMany(e => e.Maps))
        {
            // A name without a path may be a file as well: nsswitch.conf decides, and its order.
            if (entry.Source is MapSource.File or MapSource.Nsswitch && entry.Map.Length > 0)
            {
                found.AddMap(entry.Map, isText: entry.Type.Length > 0);
            }
        }

        foreach (var name in submounts)
        {
            found.AddMap(name, isText: false);
        }

        return found.ToMaps(submounts);
    }

    /// <summary>
    /// The submounts of the entries, those that were found in time. One that was not is an unread map: the link is unknown then.
    /// </summary>
    private static ImmutableArray<string> Submounts(KnownMaps maps)
    {
        using var budget = new CancellationTokenSource(MaxWalkTime);
        var walk = new MapWalk(maps) { Cancel = budget.Token };
        try
        {
            walk.Run(new MapsWithSubmounts());
        }
        catch (OperationCanceledException)
        {
            // The maps are judged by whoever has more time.
        }

        return [.. walk.Submounts.Select(s => s.To).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Needs the entries of those maps alone that may have a submount: parsing all of a large map costs a second.</summary>
    private sealed class MapsWithSubmounts : IMapVisitor
    {
        public bool Enter(MapUse use) => use.Context.Options.Contains("autofs", StringComparison.Ordinal)
            || use.Map.Entries.Any(e => e.Value.Contains("autofs", StringComparison.Ordinal));

        public void Visit(in ParsedEntry entry)
        {
        }
    }
}
