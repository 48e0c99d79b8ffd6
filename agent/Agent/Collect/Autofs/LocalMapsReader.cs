using System.Collections.Immutable;
using Automount.Files;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Autofs;

/// <summary>
/// Reads the map files of the node: the master map, what it includes, and the maps that the master map names. A file that has not changed
/// is not read again, and its copy is the same instance. Only files below /etc are read: any other path may be one that automount serves.
/// </summary>
/// <param name="paths">Where the files are.</param>
internal sealed class LocalMapsReader(HostPaths paths)
{
    private const string Folder = "/etc/";
    private const string Suffix = ".autofs";

    /// <summary>A file map is read into memory; one that is larger is left alone.</summary>
    private const int LargestFile = 64 << 20;

    /// <summary>Endings of what editors and package managers leave behind: nobody means them as maps.</summary>
    private static readonly string[] Leftovers =
    [
        "~", ".bak", ".orig", ".old", ".rpmnew", ".rpmsave", ".rpmorig", ".dpkg-dist", ".dpkg-new", ".dpkg-old", ".md", ".txt"
    ];

    private Dictionary<string, Copy> copies = [];

    /// <summary>Reads the files. What cannot be read is as if it were not there.</summary>
    /// <param name="masterMap">Name or path of the master map.</param>
    /// <param name="isNamed">Whether autofs.conf names it.</param>
    /// <param name="known">The master map that was known last: its maps may be files.</param>
    public LocalMaps Read(string masterMap, bool isNamed, MasterMap known)
    {
        var found = new Dictionary<string, Copy>(StringComparer.Ordinal);
        var missing = ImmutableArray.CreateBuilder<string>();
        var ignored = ImmutableArray.CreateBuilder<string>();
        Take(masterMap, MasterFile.Parse, isText: true);
        if (MapLookup.OtherMaster(masterMap, isNamed) is { } other)
        {
            Take(other, MasterFile.Parse, isText: true);
        }

        foreach (var entry in known.Entries.SelectMany(e => e.Maps))
        {
            // A name without a path may be a file as well: nsswitch.conf tells, and its order.
            if (entry.Source is MapSource.File or MapSource.Nsswitch
                && entry.Map.Length > 0
                && !Take(entry.Map, MapFile.Parse, isText: entry.Type.Length > 0)
                && entry.Map.StartsWith('/'))
            {
                missing.Add(entry.Map);
            }
        }

        copies = found;
        return new LocalMaps([.. found.Values.Select(c => c.Content).OfType<MapContent>()], ignored.ToImmutable(), missing.ToImmutable())
        {
            Programs = [.. found.Where(c => c.Value.IsProgram).Select(c => c.Key)],
        };

        // True when the file is there, or that cannot be told. A master map, and a map with a type, is text even if it is executable.
        bool Take(string name, Func<string, string, MapContent> parse, bool isText)
        {
            var path = name.StartsWith('/') ? name : Folder + name;
            if (!path.StartsWith(Folder, StringComparison.Ordinal)
                || path.Contains('\0')
                || MountPath.HasParentStep(path)
                || found.ContainsKey(path))
            {
                return true;
            }

            var copy = ReadFile(path, parse, isText);
            found[path] = copy;
            foreach (var include in copy.Content?.Entries.Where(e => e.Key.StartsWith('+')).Select(e => e.Key[1..]) ?? [])
            {
                var at = include.IndexOf(':') + 1;
                if (include.StartsWith("dir:", StringComparison.Ordinal))
                {
                    TakeFolder(include[at..].TrimEnd('/'), parse);
                }
                else if (at == 0 || include.StartsWith("file:", StringComparison.Ordinal))
                {
                    Take(include[at..], parse, isText: parse == MasterFile.Parse || at > 0);
                }
            }

            return copy.Exists;
        }

        void TakeFolder(string folder, Func<string, string, MapContent> parse)
        {
            foreach (var name in Names(folder))
            {
                if (name.EndsWith(Suffix, StringComparison.Ordinal))
                {
                    Take($"{folder}/{name}", parse, isText: true);
                }
                else if (!Leftovers.Any(l => name.EndsWith(l, StringComparison.Ordinal))
                    && !name.Equals("README", StringComparison.OrdinalIgnoreCase))
                {
                    ignored.Add($"{folder}/{name}");
                }
            }
        }
    }

    /// <summary>The files of a folder that are not hidden, in the order of automount.</summary>
    private string[] Names(string folder)
    {
        if (!(folder + "/").StartsWith(Folder, StringComparison.Ordinal) || folder.Contains('\0') || MountPath.HasParentStep(folder))
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

    private Copy ReadFile(string path, Func<string, string, MapContent> parse, bool isText)
    {
        try
        {
            var file = new FileInfo(paths.MapFile(path));
            if (!file.Exists)
            {
                return new Copy(default, 0, false, null);
            }

            if (file.LinkTarget is not null && !IsBelowFolder(file))
            {
                return new Copy(file.LastWriteTimeUtc, file.Length, true, null);
            }

            // An executable file is a program, whose keys only automount's question brings out.
            var isProgram = !isText && (file.UnixFileMode & UnixFileMode.UserExecute) != 0;
            if (isProgram || file.Length > LargestFile)
            {
                return new Copy(file.LastWriteTimeUtc, file.Length, true, null) { IsProgram = isProgram };
            }

            return copies.TryGetValue(path, out var copy)
                && copy.ChangedAt == file.LastWriteTimeUtc
                && copy.Length == file.Length
                && copy.Content is not null
                ? copy
                : new Copy(file.LastWriteTimeUtc, file.Length, true, parse(GuardedFile.ReadText(file.FullName, LargestFile), path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Copy(default, 0, true, null);
        }
    }

    /// <summary>A link out of /etc may lead onto a file system that hangs.</summary>
    private bool IsBelowFolder(FileInfo link) =>
        Path.GetFullPath(link.LinkTarget!, link.DirectoryName!).StartsWith(paths.MapFile(Folder), StringComparison.Ordinal);

    private sealed record Copy(DateTime ChangedAt, long Length, bool Exists, MapContent? Content)
    {
        public bool IsProgram { get; init; }
    }
}
