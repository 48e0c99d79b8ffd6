using Automount.Maps;
using AutomountAgent.Output.Terminal;
using AutomountAgent.Validate.Given;

namespace AutomountAgent.Validate.Diff;

/// <summary>One side of a comparison: a folder, a map file, or LDIF.</summary>
/// <param name="master">Name of the master map; null for the usual ones.</param>
/// <param name="progress">Where progress is shown.</param>
internal sealed class DiffInput(string? master, ProgressLine progress)
{
    /// <summary>Nobody has more map files; a folder with more is not one of maps.</summary>
    private const int MaxFiles = 10_000;

    /// <summary>Reads a side. Its maps have names that do not depend on the folder that they lie in.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="name">What a file is called: the same on both sides.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="InputException">It cannot be read, or there is no map in it.</exception>
    public MapSet Read(string path, string name, CancellationToken cancel)
    {
        var isFolder = Directory.Exists(path);
        var files = (isFolder ? Files(path) : [path]).ToLookup(IsLdif);
        if (files.Count == 0)
        {
            throw new InputException($"there is no automount map in {path}");
        }

        var set = new MapSources(master, progress, cancel).Read([.. files[true]], [.. files[false]], null, "");
        if (set.Count == 0)
        {
            throw new InputException($"there is no automount map in {path}");
        }

        return set with { Master = set.Master is { } top ? Named(top) : null, Maps = [.. set.Maps.Select(Named)] };

        // A map file that no master map names is called by its path: the folder is no part of what it is.
        MapContent Named(MapContent map)
        {
            if (map.File is not { } file || map.Name != file)
            {
                return map;
            }

            return map with { Name = isFolder ? Path.GetRelativePath(path, file) : name };
        }
    }

    private static List<string> Files(string folder) => InputFile.Read(folder, () =>
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => !f[folder.Length..].Contains("/."))
            .Take(MaxFiles + 1)
            .Order(StringComparer.Ordinal)
            .ToList();
        return files.Count <= MaxFiles ? files : throw new InputException($"{folder} has more than {MaxFiles} files");
    });

    private static bool IsLdif(string path)
    {
        using var file = InputFile.Open(path);
        return InputFile.IsLdif(file);
    }
}
