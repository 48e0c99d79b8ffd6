using System.Collections.Immutable;
using Automount.Maps;
using Automount.Maps.Sources;

namespace AutomountAgent.Collect.Autofs;

/// <summary>The map files of one poll: each that is named, and what it includes.</summary>
/// <param name="files">Reads them.</param>
internal sealed class FoundMapFiles(MapFileReader files)
{
    private const string Suffix = ".autofs";

    /// <summary>Endings of what editors and package managers leave behind: nobody means them as maps.</summary>
    private static readonly string[] Leftovers =
    [
        "~", ".bak", ".orig", ".old", ".rpmnew", ".rpmsave", ".rpmorig", ".dpkg-dist", ".dpkg-new", ".dpkg-old", ".md", ".txt"
    ];

    private readonly Dictionary<string, MapFileCopy> found = new(StringComparer.Ordinal);
    private readonly SortedSet<string> missing = new(StringComparer.Ordinal);
    private readonly SortedSet<string> ignored = new(StringComparer.Ordinal);

    /// <summary>Reads a master map and what it includes.</summary>
    /// <param name="name">Its name or path.</param>
    public void AddMaster(string name) => Add(name, MasterFile.Parse, isText: true);

    /// <summary>Reads the file of a map and what it includes; a name without a path need not be that of a file.</summary>
    /// <param name="name">Its name or path.</param>
    /// <param name="isText">False where automount would run an executable file.</param>
    public void AddMap(string name, bool isText)
    {
        if (!Add(name, MapFile.Parse, isText).Exists && name.StartsWith('/'))
        {
            missing.Add(name);
        }
    }

    /// <summary>What was found by now.</summary>
    /// <param name="submounts">The submounts that were followed.</param>
    public LocalMaps ToMaps(ImmutableArray<string> submounts) =>
        new([.. found.Values.Select(c => c.Content).OfType<MapContent>()], [.. ignored], [.. missing])
        {
            Programs = [.. found.Where(c => c.Value.IsProgram).Select(c => c.Key)],
            Unread = [.. found.Select(c => Unread(c.Key, c.Value)).OfType<UnreadFile>()],
            Submounts = submounts,
            Visited = [.. found.Keys],
            Absent = [.. found.Where(c => !c.Value.Exists).Select(c => c.Key)],
        };

    private static UnreadFile? Unread(string path, MapFileCopy copy) =>
        (copy.Failure ?? copy.Left) is { } why ? new(path, why, IsFailure: copy.Failure is not null) : null;

    private MapFileCopy Add(string name, Func<string, string, MapContent> parse, bool isText)
    {
        var path = name.StartsWith('/') ? name : MapLookup.Folder + name;
        if (found.TryGetValue(path, out var known))
        {
            return known;
        }

        var copy = files.Read(path, parse, isText);
        found[path] = copy;
        foreach (var include in copy.Content?.Entries.Where(e => e.Key.StartsWith('+')).Select(e => e.Key[1..]) ?? [])
        {
            AddIncluded(include, parse);
        }

        return copy;
    }

    private void AddIncluded(string include, Func<string, string, MapContent> parse)
    {
        var at = include.IndexOf(':') + 1;
        if (include.StartsWith("dir:", StringComparison.Ordinal))
        {
            AddFolder(include[at..].TrimEnd('/'), parse);
        }
        else if (at == 0 || include.StartsWith("file:", StringComparison.Ordinal))
        {
            Add(include[at..], parse, isText: parse == MasterFile.Parse || at > 0);
        }
    }

    private void AddFolder(string folder, Func<string, string, MapContent> parse)
    {
        foreach (var name in files.Names(folder))
        {
            if (name.EndsWith(Suffix, StringComparison.Ordinal))
            {
                Add($"{folder}/{name}", parse, isText: true);
            }
            else if (!Leftovers.Any(l => name.EndsWith(l, StringComparison.Ordinal))
                && !name.Equals("README", StringComparison.OrdinalIgnoreCase))
            {
                ignored.Add($"{folder}/{name}");
            }
        }
    }
}
