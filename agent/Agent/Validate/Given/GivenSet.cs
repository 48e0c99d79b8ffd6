using System.Collections.Immutable;
using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;
using Automount.Text;
using AutomountAgent.Collect.Autofs;
using AutomountAgent.Output.Terminal;

namespace AutomountAgent.Validate.Given;

/// <summary>Makes one set of maps of given map files, and of those of a directory.</summary>
/// <param name="masterName">Name of the master map; null for the usual ones.</param>
/// <param name="progress">Where progress is shown.</param>
/// <param name="cancel">Ends the reading.</param>
internal sealed class GivenSet(string? masterName, ProgressLine progress, CancellationToken cancel)
{
    private readonly FileSort sort = new(masterName is null ? null : Path.GetFileName(masterName));

    /// <summary>Reads files.</summary>
    /// <param name="paths">What was given.</param>
    /// <param name="served">The maps of the directory.</param>
    /// <param name="hasDirectory">Whether the content of the directory was given.</param>
    /// <param name="servedMaster">Its master map; null when it has none.</param>
    /// <exception cref="InputException">A file cannot be read, or is not what it was given for.</exception>
    public MapSet Read(IReadOnlyList<string> paths, ImmutableArray<MapContent> served, bool hasDirectory, MapContent? servedMaster)
    {
        var arguments = new GivenArguments(progress, cancel);
        foreach (var path in paths)
        {
            arguments.Add(path);
        }

        if (arguments.Files.Count == 0)
        {
            var are = Wording.Of(arguments.Folders.Count, "is a folder", "are folders");
            throw new InputException($"{Wording.Some(arguments.Folders)} {are}: give the files in it");
        }

        var maps = new GivenMaps(arguments.Files, sort, cancel);
        var inputs = maps.Follow(new MapInputs(served, hasDirectory, LocalMaps.None, servedMaster?.Name ?? "auto.master", ["sss", "files"])
        {
            Node = NodeFacts.None with { Variables = NodeFactsReader.Variables },
        });
        RefuseTwoMasters(maps, servedMaster);
        var names = arguments.Files.Select(f => Path.GetFileName(f.Place)).Concat(served.Select(m => m.Name)).ToHashSet();
        var hasMaster = !maps.Masters.IsEmpty || servedMaster is not null;
        var unnamed = new UnnamedFiles(hasMaster, name => names.Contains(Path.GetFileName(name)));
        unnamed.Add(maps.Unnamed);
        inputs = maps.WithUnnamed(inputs, unnamed.Maps);

        var known = KnownMaps.Of(inputs);
        return new MapSet(known.Content, known.Maps, [.. Findings(arguments, maps), .. unnamed.Findings]) { Inputs = inputs };
    }

    private IEnumerable<Finding> Findings(GivenArguments arguments, GivenMaps maps)
    {
        var folders = GivenFindings.LeftOut(arguments.Folders, "give the files in a folder, or auto.master.d");
        var unread = GivenFindings.Unread(arguments.Unread);
        var ambiguous = maps.Ambiguous.Select(a => GivenFindings.Ambiguous(a.Key, a.Value));
        var masters = maps.Masters.Where(m => sort.IsMasterItself(m.Path)).GroupBy(m => Path.GetFileName(m.Path)).Where(g => g.Count() > 1);
        return [.. folders, .. unread, .. ambiguous, .. masters.Select(g => GivenFindings.Ambiguous($"/etc/{g.Key}", [.. g]))];
    }

    /// <summary>automount reads one master map, unless the file includes that of the directory.</summary>
    private static void RefuseTwoMasters(GivenMaps maps, MapContent? served)
    {
        if (served is null || maps.Masters.IsEmpty || maps.Masters.Any(m => Includes(m, served.Name)))
        {
            return;
        }

        var both = $"both {maps.Masters[0].Path} and {served.File} have a master map";
        throw new InputException($"{both}, of which automount reads one: give one");
    }

    private static bool Includes(GivenFile master, string name) =>
        master.Read(isMaster: true).Entries.Any(e => e.Key.StartsWith('+') && e.Key[1..].Split(':')[^1] == name);
}
