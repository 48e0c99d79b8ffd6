using System.Collections.Immutable;
using System.Text;
using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Ldif;
using Automount.Maps.Sources;
using Automount.Text;
using AutomountAgent.Collect.Autofs;
using AutomountAgent.Output.Terminal;

namespace AutomountAgent.Validate;

/// <summary>Reads maps that are in files, LDIF and map files, as one set.</summary>
/// <param name="master">Name of the master map; null for the usual ones.</param>
/// <param name="progress">Where progress is shown.</param>
internal sealed class MapSources(string? master, ProgressLine progress)
{
    /// <summary>Whether a map of this name is the master map.</summary>
    public bool IsMaster(string name) => master is null ? MasterMap.UsualNames.Contains(name) : name == master;

    /// <summary>Reads files.</summary>
    /// <param name="ldif">LDIF files, which are one directory.</param>
    /// <param name="mapFiles">Map files, masters among them.</param>
    /// <param name="schema">Schema of the LDIF; null to guess.</param>
    /// <param name="baseDn">Search base of the LDIF; empty for all of it.</param>
    /// <param name="cancel">Ends the reading between two pieces.</param>
    /// <exception cref="InputException">A file cannot be read, or is not what it was given for.</exception>
    public MapSet Read(
        IReadOnlyList<string> ldif, IReadOnlyList<string> mapFiles, AutofsSchema? schema, string baseDn, CancellationToken cancel)
    {
        var (fromLdif, problems) = ldif.Count == 0 ? ([], []) : ReadLdif(ldif, schema, baseDn, cancel);
        var masters = new List<MapContent>();
        var maps = new List<MapContent>();
        foreach (var path in mapFiles)
        {
            cancel.ThrowIfCancellationRequested();
            (IsMasterFile(path) ? masters : maps).Add(FileMaps.WithoutIncludes(ReadMap(path, cancel)));
        }

        if (fromLdif.FirstOrDefault(m => IsMaster(m.Name)) is { } ofLdif)
        {
            if (masters.Count > 0)
            {
                var both = $"both {masters[0].File} and {ofLdif.File} have a master map";
                throw new InputException($"{both}, of which automount reads one: give one");
            }

            masters.Add(ofLdif);
        }

        var one = FileMaps.Join(masters);
        return new MapSet(one, [.. FileMaps.Named(maps, one), .. fromLdif.Where(m => !IsMaster(m.Name))], [.. problems.Select(OfProblem)])
        {
            Node = NodeFacts.None with { Variables = NodeFactsReader.Variables },
        };
    }

    private (ImmutableArray<MapContent> Maps, ImmutableArray<LdifProblem> Problems) ReadLdif(
        IReadOnlyList<string> files, AutofsSchema? schema, string baseDn, CancellationToken cancel)
    {
        var directory = new LdifDirectory(schema, baseDn);
        foreach (var path in files)
        {
            cancel.ThrowIfCancellationRequested();
            using var stream = Open(path);
            InputFile.Read(path, () =>
            {
                directory.Add(new Watched(stream, progress, cancel), path);
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

    private MapContent ReadMap(string path, CancellationToken cancel)
    {
        using var stream = Open(path);
        return InputFile.Read(path, () =>
        {
            if (InputFile.IsLdif(stream))
            {
                throw new InputException($"{path} is LDIF: use --ldif");
            }

            var watched = new Watched(stream, progress, cancel);
            using var text = new StreamReader(watched, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, 64 * 1024);
            return IsMasterFile(path) ? MasterFile.Read(text, path) : MapFile.Read(text, path);
        });
    }

    private FileStream Open(string path)
    {
        var stream = InputFile.Open(path);
        progress.Begin($"reading {Printable.Escape(path, 60)}", stream.CanSeek ? stream.Length : 0);
        return stream;
    }

    private bool IsMasterFile(string path) =>
        master is null ? FileMaps.IsMasterFile(path) : Path.GetFileName(path) == Path.GetFileName(master);

    internal static Finding OfProblem(LdifProblem problem) => new()
    {
        Kind = problem.Fault == LdifFault.Syntax ? MapSourceFindings.LdifSyntax : MapSourceFindings.LdifSkipped,
        Subject = $"{problem.File}:{problem.Line}",
        Message = problem.Message,
        Source = new FindingSource(File: problem.File, Line: problem.Line),
    };

    /// <summary>A stream that reports how far it has come, and ends when the command is to end.</summary>
    private sealed class Watched(Stream inner, ProgressLine progress, CancellationToken cancel) : Stream
    {
        private long read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position
        {
            get => read;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            cancel.ThrowIfCancellationRequested();
            var length = inner.Read(buffer);
            progress.Report(read += length);
            return length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
