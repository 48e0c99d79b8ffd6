using Automount.Catalog;
using Automount.Findings;
using Automount.Text;

namespace AutomountAgent.Validate.Given;

/// <summary>What is said about given files that are not judged as maps, or not as the ones that they may be meant as.</summary>
internal static class GivenFindings
{
    /// <summary>Files and folders that were passed over, in one finding.</summary>
    public static IEnumerable<Finding> LeftOut(IReadOnlyList<string> paths, string why)
    {
        if (paths.Count > 0)
        {
            var are = Wording.Of(paths.Count, "is", "are");
            yield return OfFile(MapSourceFindings.LeftOut, paths[0], $"{Some(paths)} {are} not judged: {why}");
        }
    }

    /// <summary>Mount points of a listing whose maps are not in it.</summary>
    public static IEnumerable<Finding> Unread(IReadOnlyList<string> points)
    {
        if (points.Count > 0)
        {
            var are = Wording.Of(points.Count, "is", "are");
            var message = $"{Some(points)} {are} not judged: automount could not read what it mounts there";
            yield return new Finding { Kind = MapSourceFindings.LeftOut, Subject = points[0], Message = message };
        }
    }

    /// <summary>A drop-in that automount passes over.</summary>
    public static Finding NoSuffix(GivenFile file) => OfFile(AutomountFindings.NoSuffix, file.Path,
        $"automount ignores {Shown(file)} in {FileSort.DropInFolder}, because its name does not end in .autofs");

    /// <summary>A program that nothing names.</summary>
    public static Finding Program(GivenFile file) => OfFile(MapSourceFindings.NotValidated, file.Path,
        $"{Shown(file)} is a program, which automount runs: what it prints is not looked into");

    /// <summary>A script that nothing names and that is not executable.</summary>
    public static Finding ScriptAsText(GivenFile file) => OfFile(MapSourceFindings.ScriptAsText, file.Path,
        $"{Shown(file)} is not executable: automount reads the program as a map, each line of it as an entry") with
    {
        Reduced = Severity.Warning,
    };

    /// <summary>A map that automount would run if a master map named it without a type.</summary>
    public static Finding TextProgram(GivenFile file) => OfFile(MapSourceFindings.TextAsProgram, file.Path,
        $"{Shown(file)} is executable: automount runs it where the master map names it without a type") with
    {
        Reduced = Severity.Warning,
    };

    /// <summary>A file in the language of amd.</summary>
    public static Finding Amd(GivenFile file) => OfFile(MapSourceFindings.NotValidated, file.Path,
        $"{Shown(file)} is a map in amd format: its entries are not looked into");

    /// <summary>Files that can be the same file of a node.</summary>
    public static Finding Ambiguous(string path, IReadOnlyList<GivenFile> files) => OfFile(MapSourceFindings.AmbiguousFile, files[0].Path,
        $"{files.Count} of the files can be {Printable.Escape(path, MaxPath)}: {Some([.. files.Select(f => f.Path)])}; the first is taken "
            + "for it, and each other is judged by itself");

    /// <summary>A map that looks like a master map, and is not read as one.</summary>
    /// <param name="name">Name of the map, or path of its file.</param>
    /// <param name="file">Its file; null when it is in no file of its own.</param>
    /// <param name="hasMaster">Whether there is a master map.</param>
    public static Finding UnreadMaster(string name, string? file, bool hasMaster)
    {
        var shown = Printable.Escape(name, MaxPath);
        var message = hasMaster
            ? $"{shown} looks like a part of the master map, and nothing includes it: it is not judged"
            : $"there is no master map auto.master, and {shown} looks like one: it is not judged, and its maps each by itself";
        return OfFile(MapSourceFindings.UnreadMaster, name, message) with
        {
            Remedy = hasMaster ? null : $"Say --master {Printable.Escape(Path.GetFileName(name), MaxPath)}.",
            Source = new FindingSource(Map: name, File: file),
        };
    }

    /// <summary>There is no master map, and nothing that looks like one.</summary>
    public static Finding NoMaster(string file) => OfFile(MapSourceFindings.NoMaster, file,
        "there is no master map auto.master among the maps: each of them is judged by itself");

    private const int MaxPath = 120;

    private static Finding OfFile(FindingKind kind, string path, string message) =>
        new() { Kind = kind, Subject = path, Message = message, Source = new FindingSource(File: path) };

    private static string Shown(GivenFile file) => Printable.Escape(file.Path, MaxPath);

    private static string Some(IReadOnlyList<string> paths) => Wording.Some([.. paths.Select(p => Printable.Escape(p, MaxPath))]);
}
