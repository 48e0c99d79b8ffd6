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
internal sealed class MapFileReader(HostPaths paths)
{
    /// <summary>A file map is read into memory; one that is larger is left alone.</summary>
    private const int MaxLength = 64 << 20;

    private Dictionary<string, MapFileCopy> before = [];
    private Dictionary<string, MapFileCopy> copies = [];

    /// <summary>Begins a poll: what was not read in the last one is forgotten.</summary>
    public void Begin() => (before, copies) = (copies, []);

    /// <summary>Reads a file, once for each poll.</summary>
    /// <param name="path">Its absolute path.</param>
    /// <param name="parse">Its parser.</param>
    /// <param name="isText">False where automount would run an executable file.</param>
    public MapFileCopy Read(string path, Func<string, string, MapContent> parse, bool isText)
    {
        if (!copies.TryGetValue(path, out var copy))
        {
            copy = IsReachable(path) ? ReadFile(path, parse, isText) : new() { Left = $"is not below {MapLookup.Folder}" };
            copies[path] = copy;
        }

        return copy;
    }

    /// <summary>The files of a folder that are not hidden, in the order of automount.</summary>
    public string[] Names(string folder)
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

    private MapFileCopy ReadFile(string path, Func<string, string, MapContent> parse, bool isText)
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
                return new() { IsProgram = true };
            }

            if (file.Length > MaxLength)
            {
                return new() { Left = $"is larger than {MaxLength >> 20} MB" };
            }

            if (before.TryGetValue(path, out var copy) && copy.IsOf(file))
            {
                return copy;
            }

            var content = parse(GuardedFile.ReadText(file.FullName, MaxLength), path);
            return new() { ChangedAt = file.LastWriteTimeUtc, Length = file.Length, Content = content };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new() { Failure = $"cannot be read: {e.Message}" };
        }
    }

    /// <summary>A link out of /etc may lead onto a file system that hangs.</summary>
    private bool IsBelowFolder(FileInfo link) =>
        Path.GetFullPath(link.LinkTarget!, link.DirectoryName!).StartsWith(paths.MapFile(MapLookup.Folder), StringComparison.Ordinal);
}

/// <summary>What reading one map file gave.</summary>
internal sealed record MapFileCopy
{
    /// <summary>False when there is no such file.</summary>
    public bool Exists { get; init; } = true;

    /// <summary>When it was changed last.</summary>
    public DateTime ChangedAt { get; init; }

    /// <summary>Its length in bytes.</summary>
    public long Length { get; init; }

    /// <summary>What is in it; null when it was not read.</summary>
    public MapContent? Content { get; init; }

    /// <summary>Whether automount runs it.</summary>
    public bool IsProgram { get; init; }

    /// <summary>Why it was left alone on purpose, as the end of a sentence; null when it was not.</summary>
    public string? Left { get; init; }

    /// <summary>Why it could not be read, as the end of a sentence; null when it could.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether the content is still that of a file.</summary>
    public bool IsOf(FileInfo file) => Content is not null && ChangedAt == file.LastWriteTimeUtc && Length == file.Length;
}
