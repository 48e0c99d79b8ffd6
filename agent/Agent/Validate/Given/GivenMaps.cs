using System.Collections.Immutable;
using Automount.Maps.Sources;
using AutomountAgent.Collect.Autofs;

namespace AutomountAgent.Validate.Given;

/// <summary>Follows given files from the master map to the last submount, as automount would on a node that had them.</summary>
/// <param name="files">The files.</param>
/// <param name="sort">Tells their sorts.</param>
/// <param name="cancel">Ends the search.</param>
internal sealed class GivenMaps(IReadOnlyList<GivenFile> files, FileSort sort, CancellationToken cancel)
{
    /// <summary>Submounts in submounts, and names that fit better: no set of maps that works needs more rounds.</summary>
    private const int MaxRounds = 16;

    private readonly GivenFiles onNode = new(files);

    /// <summary>The master maps, in the order in which they are read.</summary>
    public ImmutableArray<GivenFile> Masters { get; } =
        [.. files.Where(f => sort.IsMaster(f.Path)).OrderBy(f => sort.Rank(f.Path))];

    /// <summary>The files that nothing names, master maps aside.</summary>
    public ImmutableArray<GivenFile> Unnamed => [.. files.Except(Masters).Where(f => !onNode.IsUsed(f))];

    /// <summary>The paths of a node that several files can be, with these files.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<GivenFile>> Ambiguous => onNode.Ambiguous;

    /// <summary>Follows the files.</summary>
    /// <param name="inputs">The maps of the directory, and the name of its master map.</param>
    /// <returns>The same with the files.</returns>
    public MapInputs Follow(MapInputs inputs)
    {
        var submounts = ImmutableArray<string>.Empty;
        for (var round = 0; ; round++)
        {
            onNode.Begin();
            inputs = Follow(inputs, submounts);
            var found = SubmountSearch.Run(KnownMaps.Of(inputs), cancel);
            cancel.ThrowIfCancellationRequested();
            if (round == MaxRounds || (!onNode.HasChanged && found.SequenceEqual(submounts)))
            {
                return inputs;
            }

            submounts = found;
        }
    }

    private MapInputs Follow(MapInputs inputs, ImmutableArray<string> submounts)
    {
        var found = new FoundMapFiles(onNode);
        var further = ImmutableArray.CreateBuilder<string>();
        foreach (var master in Masters.Where(m => !onNode.IsUsed(m)))
        {
            found.AddFile(master.Path, isMaster: true);
            further.Add(master.Path);
        }

        if (further.Count > 0)
        {
            inputs = inputs with { MasterMap = further[0], FurtherMasters = [.. further.Skip(1)] };
        }

        found.AddMapsOf(new MapLookup(inputs with { Local = found.ToMaps([]) }).Master());
        foreach (var name in submounts)
        {
            found.AddMap(name, isText: false);
        }

        return inputs with { Local = found.ToMaps(submounts) with { IsGiven = true } };
    }

    /// <summary>Adds maps that nothing names: each is judged by itself.</summary>
    public MapInputs WithUnnamed(MapInputs inputs, IEnumerable<GivenFile> maps)
    {
        var found = new FoundMapFiles(onNode);
        var paths = maps.Select(m => m.Path).ToImmutableArray();
        foreach (var path in paths)
        {
            found.AddFile(path, isMaster: false);
        }

        var local = inputs.Local;
        var more = found.ToMaps([]).Files.ExceptBy(local.Files.Select(f => f.Name), f => f.Name);
        return inputs with { Local = local with { Files = [.. local.Files, .. more], Unnamed = paths } };
    }
}
