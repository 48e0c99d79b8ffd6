using System.Text;
using Automount.Maps;
using Automount.Maps.Sources;
using Automount.Text;
using AutomountAgent.Output.Terminal;

namespace AutomountAgent.Validate.Given;

/// <summary>
/// What the arguments of <c>--map-file</c> are: map files, folders that a pattern of the shell matched, listings of many maps.
/// </summary>
/// <param name="progress">Where progress is shown.</param>
/// <param name="cancel">Ends the reading.</param>
internal sealed class GivenArguments(ProgressLine progress, CancellationToken cancel)
{
    private readonly List<GivenFile> files = [];
    private readonly HashSet<string> places = new(StringComparer.Ordinal);

    /// <summary>The files, each once, in the order of the arguments.</summary>
    public IReadOnlyList<GivenFile> Files => files;

    /// <summary>Folders that were passed over.</summary>
    public List<string> Folders { get; } = [];

    /// <summary>Mount points of a listing whose maps are not in it.</summary>
    public List<string> Unread { get; } = [];

    /// <summary>Adds an argument.</summary>
    /// <exception cref="InputException">It cannot be read, or is what another option is for.</exception>
    public void Add(string path)
    {
        cancel.ThrowIfCancellationRequested();
        if (!Directory.Exists(path))
        {
            AddFile(path);
            return;
        }

        var folder = path.TrimEnd('/');
        if (Path.GetFileName(Path.GetFullPath(folder)) != FileSort.DropInFolder)
        {
            Folders.Add(path);
            return;
        }

        // The folder of drop-ins is a part of the master map.
        foreach (var file in InputFile.Read(path, () => Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).ToList()))
        {
            if (!Path.GetFileName(file).StartsWith('.'))
            {
                AddFile(file);
            }
        }
    }

    private void AddFile(string path)
    {
        var place = Path.GetFullPath(path);
        if (!places.Add(place))
        {
            return;
        }

        using var stream = InputFile.Open(path);
        if (InputFile.IsLdif(stream))
        {
            throw new InputException($"{path} is LDIF: use --ldif");
        }

        if (!stream.CanSeek)
        {
            AddText(path, place, InputFile.Read(path, () => Text(stream).ReadToEnd()));
            return;
        }

        var head = InputFile.Head(stream);
        if (Listing.IsOne(Encoding.UTF8.GetString(head)))
        {
            AddText(path, place, InputFile.Read(path, () => Text(stream).ReadToEnd()));
            return;
        }

        files.Add(new GivenFile(path, place, isMaster => Read(path, isMaster))
        {
            Start = MapFileStarts.Of(head.AsSpan(0, Math.Min(head.Length, MapFileStarts.Length))),
            IsExecutable = (new FileInfo(path).UnixFileMode & UnixFileMode.UserExecute) != 0,
        });
    }

    /// <summary>Adds what can be read once only, or holds several maps.</summary>
    private void AddText(string path, string place, string text)
    {
        if (Listing.IsOne(text))
        {
            var listing = Listing.Parse(text, path);
            files.AddRange(listing.Files);
            Unread.AddRange(listing.Unread);
            return;
        }

        files.Add(new GivenFile(path, place, isMaster => isMaster ? MasterFile.Parse(text, path) : MapFile.Parse(text, path)));
    }

    private MapContent Read(string path, bool isMaster)
    {
        using var stream = InputFile.Open(path);
        progress.Begin($"reading {Printable.Escape(path, 60)}", stream.CanSeek ? stream.Length : 0);
        using var text = Text(stream);
        return InputFile.Read(path, () => isMaster ? MasterFile.Read(text, path) : MapFile.Read(text, path));
    }

    /// <summary>A byte order mark stays in the text: automount takes it for a part of the first key.</summary>
    private StreamReader Text(FileStream stream) => new(
        new WatchedStream(stream, progress, cancel), new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false, 64 * 1024);
}
