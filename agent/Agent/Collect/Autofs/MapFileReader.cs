using System.Text;
using Automount.Files;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Autofs;

/// <summary>
/// Reads single map files. A file that has not changed is not read again, and its content is the same instance. Only files below /etc are
/// read: any other path may be one that automount serves.
/// </summary>
/// <param name="paths">Where the files are.</param>
internal sealed class MapFileReader(HostPaths paths) : IMapFiles
{
    /// <summary>A file map is read into memory; one that is larger is left alone.</summary>
    private const int MaxLength = 64 << 20;

    private Dictionary<string, MapFileCopy> before = [];
    private Dictionary<string, MapFileCopy> copies = [];

    /// <summary>Begins a poll: what was not read in the last one is forgotten.</summary>
    public void Begin() => (before, copies) = (copies, []);

    /// <summary>Reads a file, once for each poll.</summary>
    /// <inheritdoc/>
    public MapFileCopy Read(string path, bool isMaster, bool isText)
    {
        if (!copies.TryGetValue(path, out var copy))
        {
            copy = IsReachable(path) ? ReadFile(path, isMaster, isText) : new() { Left = $"is not below {MapLookup.Folder}" };
            copies[path] = copy;
        }

        return copy;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names(string folder)
    {
        if (!IsReachable(folder + "/"))
        {
            return [];
        }

        try
        {
            return
            [
                .. System.IO.Directory
                    .EnumerateFiles(paths.MapFile(folder))
                    .Select(f => Path.GetFileName(f))
                    .Where(n => n[0] != '.')
                    .Order(VersionOrder.Instance),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsReachable(string path) =>
        path.StartsWith(MapLookup.Folder, StringComparison.Ordinal) && !path.Contains('\0') && !MountPath.HasParentStep(path);

    private MapFileCopy ReadFile(string path, bool isMaster, bool isText)
    {
        try
        {
            var file = new FileInfo(paths.MapFile(path));
            if (!file.Exists)
            {
                return new() { Exists = false };
            }

            if (file.LinkTarget is not null && !IsBelowFolder(file))
            {
                return new() { Left = $"is a link out of {MapLookup.Folder}" };
            }

            // An executable file is a program, whose keys only automount's question brings out.
            if (!isText && (file.UnixFileMode & UnixFileMode.UserExecute) != 0)
            {
                return new() { IsProgram = true, IsTextProgram = Start(file) == MapFileStart.Text };
            }

            if (file.Length > MaxLength)
            {
                return new() { Left = $"is larger than {MaxLength >> 20} MB" };
            }

            if (before.TryGetValue(path, out var copy) && copy.IsOf(file))
            {
                return copy;
            }

            var bytes = GuardedFile.ReadBytes(file.FullName, MaxLength);
            if (MapFileStarts.Of(bytes.AsSpan(0, Math.Min(bytes.Length, MapFileStarts.Length))) == MapFileStart.Script)
            {
                return new() { IsScriptAsText = true };
            }

            // A byte order mark stays in the text: automount takes it for a part of the first key.
            var text = Encoding.UTF8.GetString(bytes);
            var content = isMaster ? MasterFile.Parse(text, path) : MapFile.Parse(text, path);
            return new() { ChangedAt = file.LastWriteTimeUtc, Length = file.Length, Content = content };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new() { Failure = $"cannot be read: {e.Message}" };
        }
    }

    private static MapFileStart Start(FileInfo program)
    {
        using var file = GuardedFile.Open(program.FullName);
        var start = new byte[MapFileStarts.Length];
        return MapFileStarts.Of(start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)));
    }

    /// <summary>A link out of /etc may lead onto a file system that hangs.</summary>
    private bool IsBelowFolder(FileInfo link) =>
        Path.GetFullPath(link.LinkTarget!, link.DirectoryName!).StartsWith(paths.MapFile(MapLookup.Folder), StringComparison.Ordinal);
}
