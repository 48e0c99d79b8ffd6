using System.Collections.Immutable;
using Automount.Maps;
using Automount.Maps.Sources;

namespace AutomountAgent.Collect.Autofs;

/// <summary>The map files of one poll: each that is named, and what it includes.</summary>
/// <param name="files">Reads them.</param>
internal sealed class FoundMapFiles(IMapFiles files)
{
    private const string Suffix = ".autofs";

    private readonly Dictionary<string, MapFileCopy> found = new(StringComparer.Ordinal);
    private readonly SortedSet<string> missing = new(StringComparer.Ordinal);
    private readonly SortedSet<string> ignored = new(StringComparer.Ordinal);

    /// <summary>Reads a master map and what it includes.</summary>
    /// <param name="name">Its name or path.</param>
    public void AddMaster(string name) => Add(OnNode(name), isMaster: true, isText: true);

    /// <summary>Reads a file by its path and what it includes, whether anything names it or not.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="isMaster">Whether it is a master map.</param>
    public void AddFile(string path, bool isMaster) => Add(path, isMaster, isText: isMaster);

    /// <summary>Reads the files that the entries of a master map name.</summary>
    public void AddMapsOf(MapContent? master)
    {
        foreach (var entry in master is null ? [] : MasterMap.Parse(master).Entries.SelectMany(e => e.Maps))
        {
            // A name without a path may be a file as well: nsswitch.conf decides, and its order.
            if (entry.Source is MapSource.File or MapSource.Nsswitch && entry.Map.Length > 0)
            {
                AddMap(entry.Map, isText: entry.Type.Length > 0);
            }
            else if (entry.Source == MapSource.Program && entry.Map.StartsWith('/'))
            {
                Add(entry.Map, isMaster: false, isText: false);
            }
        }
    }

    /// <summary>Reads the file of a map and what it includes; a name without a path need not be that of a file.</summary>
    /// <param name="name">Its name or path.</param>
    /// <param name="isText">False where automount would run an executable file.</param>
    public void AddMap(string name, bool isText)
    {
        var isRelative = name.Contains('/') && !name.StartsWith('/');
        if (!isRelative && !Add(OnNode(name), isMaster: false, isText).Exists && name.StartsWith('/'))
        {
            missing.Add(name);
        }
    }

    /// <summary>What was found by now.</summary>
    /// <param name="submounts">The submounts that were followed.</param>
    public LocalMaps ToMaps(ImmutableArray<string> submounts) =>
        new(
            [.. found.Values.Select(c => c.Content).OfType<MapContent>()],
            [.. ignored.Where(path => !found.ContainsKey(path))],
            [.. missing])
        {
            Programs = [.. found.Where(c => c.Value.IsProgram).Select(c => c.Key)],
            TextPrograms = [.. found.Where(c => c.Value.IsTextProgram).Select(c => c.Key)],
            ScriptsAsText = [.. found.Where(c => c.Value.IsScriptAsText).Select(c => c.Key)],
            Unread = [.. found.Select(c => Unread(c.Key, c.Value)).OfType<UnreadFile>()],
            Submounts = submounts,
            Visited = [.. found.Keys],
            Absent = [.. found.Where(c => !c.Value.Exists).Select(c => c.Key)],
        };

    private static UnreadFile? Unread(string path, MapFileCopy copy) =>
        (copy.Failure ?? copy.Left) is { } why ? new(path, why, IsFailure: copy.Failure is not null) : null;

    private static string OnNode(string name) => name.StartsWith('/') ? name : MapLookup.Folder + name;

    private MapFileCopy Add(string path, bool isMaster, bool isText)
    {
        if (found.TryGetValue(path, out var known))
        {
            return known;
        }

        var copy = files.Read(path, isMaster, isText);
        found[path] = copy;
        foreach (var include in copy.Content?.Entries.Where(e => e.Key.StartsWith('+')).Select(e => e.Key[1..]) ?? [])
        {
            AddIncluded(include, isMaster);
        }

        return copy;
    }

    private void AddIncluded(string include, bool isMaster)
    {
        var at = include.IndexOf(':') + 1;
        if (include.StartsWith("dir:", StringComparison.Ordinal))
        {
            AddFolder(include[at..].TrimEnd('/'), isMaster);
        }
        else if (at == 0 || include.StartsWith("file:", StringComparison.Ordinal))
        {
            Add(OnNode(include[at..]), isMaster, isText: isMaster || at > 0);
        }
    }

    private void AddFolder(string folder, bool isMaster)
    {
        foreach (var name in files.Names(folder))
        {
            if (name.EndsWith(Suffix, StringComparison.Ordinal))
            {
                Add($"{folder}/{name}", isMaster, isText: true);
            }
            else if (!LeftoverNames.IsNoMap(name))
            {
                ignored.Add($"{folder}/{name}");
            }
        }
    }
}
