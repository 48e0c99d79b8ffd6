using System.Collections.Immutable;
using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Ldif;
using Automount.Maps.Sources;
using Automount.Text;
using AutomountAgent.Collect.Autofs;
using AutomountAgent.Output.Terminal;

namespace AutomountAgent.Validate.Given;

/// <summary>Reads maps that are in files, LDIF and map files, as one set.</summary>
/// <param name="master">Name of the master map; null for the usual ones.</param>
/// <param name="progress">Where progress is shown.</param>
/// <param name="cancel">Ends the reading between two pieces.</param>
internal sealed class MapSources(string? master, ProgressLine progress, CancellationToken cancel)
{
    private static readonly NodeFacts Node = NodeFacts.None with { Variables = NodeFactsReader.Variables };

    /// <summary>Whether a map of this name is the master map.</summary>
    public bool IsMaster(string name) => master is null ? MasterMap.UsualNames.Contains(name) : name == master;

    /// <summary>Reads files.</summary>
    /// <param name="ldif">LDIF files, which are one directory.</param>
    /// <param name="mapFiles">Map files, masters among them.</param>
    /// <param name="schema">Schema of the LDIF; null to guess.</param>
    /// <param name="baseDn">Search base of the LDIF; empty for all of it.</param>
    /// <exception cref="InputException">A file cannot be read, or is not what it was given for.</exception>
    public MapSet Read(IReadOnlyList<string> ldif, IReadOnlyList<string> mapFiles, AutofsSchema? schema, string baseDn)
    {
        var (maps, problems) = ldif.Count == 0 ? ([], []) : ReadLdif(ldif, schema, baseDn);
        ImmutableArray<Finding> findings = [.. problems.Select(OfProblem)];
        if (mapFiles.Count == 0)
        {
            return OfLdif(maps, findings, ldif[0]);
        }

        var given = new GivenSet(master, progress, cancel).Read(mapFiles, maps, ldif.Count > 0, maps.FirstOrDefault(m => IsMaster(m.Name)));
        return given with { Findings = [.. findings, .. given.Findings], Node = Node };
    }

    private MapSet OfLdif(ImmutableArray<MapContent> maps, ImmutableArray<Finding> findings, string file)
    {
        if (maps.FirstOrDefault(m => IsMaster(m.Name)) is { } main)
        {
            return new MapSet(main, maps.Remove(main), findings) { Node = Node };
        }

        var names = maps.Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        var masters = maps.Where(m => FileSort.LooksLikeMaster(m, names.Contains)).ToImmutableArray();
        IEnumerable<Finding> unread = masters.IsEmpty
            ? [GivenFindings.NoMaster(file)]
            : masters.Select(m => GivenFindings.UnreadMaster(m.Name, m.File, hasMaster: false));
        return new MapSet(null, maps.RemoveRange(masters), [.. findings, .. unread]) { Node = Node };
    }

    private (ImmutableArray<MapContent> Maps, ImmutableArray<LdifProblem> Problems) ReadLdif(
        IReadOnlyList<string> files, AutofsSchema? schema, string baseDn)
    {
        var directory = new LdifDirectory(schema, baseDn);
        foreach (var path in files)
        {
            cancel.ThrowIfCancellationRequested();
            using var stream = InputFile.Open(path);
            progress.Begin($"reading {Printable.Escape(path, 60)}", stream.CanSeek ? stream.Length : 0);
            InputFile.Read(path, () =>
            {
                directory.Add(new WatchedStream(stream, progress, cancel), path);
                return true;
            });
        }

        var read = directory.ToMaps(IsMaster);
        if (read.Maps.IsEmpty)
        {
            var first = read.Problems.FirstOrDefault(p => p.Fault == LdifFault.Syntax);
            var why = first is null ? "" : $": {first.File}:{first.Line}: {first.Message}";
            throw new InputException($"there is no automount map in {Wording.Some(files)}{why}");
        }

        return (read.Maps, read.Problems);
    }

    internal static Finding OfProblem(LdifProblem problem) => new()
    {
        Kind = problem.Fault == LdifFault.Syntax ? MapSourceFindings.LdifSyntax : MapSourceFindings.LdifSkipped,
        Subject = $"{problem.File}:{problem.Line}",
        Message = problem.Message,
        Source = new FindingSource(File: problem.File, Line: problem.Line),
    };
}
