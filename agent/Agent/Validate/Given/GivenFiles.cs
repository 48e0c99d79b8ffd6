using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Collect.Autofs;

namespace AutomountAgent.Validate.Given;

/// <summary>Given files as the files of a node: the maps are followed from file to file as automount would follow them there.</summary>
/// <param name="files">The files.</param>
internal sealed class GivenFiles(IReadOnlyList<GivenFile> files) : IMapFiles
{
    private readonly GivenNames names = new(files);
    private readonly HashSet<GivenFile> used = [];
    private readonly SortedDictionary<string, IReadOnlyList<GivenFile>> ambiguous = new(StringComparer.Ordinal);

    /// <summary>Whether the files have to be followed again, because one of them fits another name better.</summary>
    public bool HasChanged => names.HasChanged;

    /// <summary>The paths of a node that several files can be, with these files; the first of them is taken.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<GivenFile>> Ambiguous => ambiguous;

    /// <summary>Begins to follow the files from the start.</summary>
    public void Begin()
    {
        names.Begin();
        used.Clear();
        ambiguous.Clear();
    }

    /// <summary>Whether a file has been read, because something names it.</summary>
    public bool IsUsed(GivenFile file) => used.Contains(file);

    /// <inheritdoc/>
    public MapFileCopy Read(string path, bool isMaster, bool isText)
    {
        var found = names.Find(path);
        if (found.Count == 0)
        {
            return new() { Exists = false };
        }

        if (found.Count > 1)
        {
            ambiguous[path] = found;
        }

        used.Add(found[0]);
        return Copy(found[0], path, isMaster, isText);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names(string folder) =>
    [
        .. files
            .Where(f => Path.GetFileName(Path.GetDirectoryName(f.Place)) == Path.GetFileName(folder))
            .Select(f => Path.GetFileName(f.Place))
            .Where(n => n[0] != '.')
            .Distinct()
            .Order(VersionOrder.Instance),
    ];

    private static MapFileCopy Copy(GivenFile file, string path, bool isMaster, bool isText)
    {
        if (!isText && file.IsProgram)
        {
            return new() { IsProgram = true };
        }

        if (file.Start != MapFileStart.Text)
        {
            return new() { IsScriptAsText = true };
        }

        // What is executable and no program is judged as the map that it was meant to be.
        return new() { Content = file.Read(isMaster) with { Name = path }, IsTextProgram = !isText && file.IsExecutable };
    }
}
