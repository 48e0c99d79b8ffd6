using System.IO.Enumeration;
using System.Text;
using AutomountPackaging.Documents;
using AutomountPackaging.Files;
using AutomountPackaging.Manifests;

namespace AutomountPackaging.Check;

/// <summary>What was read of what is given on the command line.</summary>
/// <param name="Files">The files that the check knows, sorted by name.</param>
/// <param name="Others">Files of the folders that it does not know by their names, and links, which may lead anywhere.</param>
/// <param name="Problems">What could not be read.</param>
internal sealed record Loaded(IReadOnlyList<SourceFile> Files, IReadOnlyList<string> Others, IReadOnlyList<string> Problems);

/// <summary>Reads what is given on the command line: files as they are named, and from folders the files that the check knows.</summary>
internal static class SourceLoader
{
    public static Loaded Load(IEnumerable<string> paths)
    {
        var files = new SortedDictionary<string, SourceFile>(StringComparer.Ordinal);
        var others = new SortedSet<string>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var path in paths)
        {
            try
            {
                foreach (var (file, isLink) in Directory.Exists(path) ? Folder(path) : [(path, false)])
                {
                    if (!isLink && Read(file, named: file == path) is { } source)
                    {
                        files[file] = source;
                    }
                    else
                    {
                        others.Add(file);
                    }
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                problems.Add($"{Quote.Plain(path)}: {Quote.Plain(error.Message)}");
            }
        }

        return new Loaded([.. files.Values], [.. others.Except(files.Keys)], problems);
    }

    /// <summary>Files below a folder, and links. Hidden folders (.git) are left out, and links are not followed.</summary>
    private static IEnumerable<(string Path, bool IsLink)> Folder(string folder)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden, IgnoreInaccessible = false,
        };
        return new FileSystemEnumerable<(string Path, bool IsLink)>(
            folder, (ref e) => (Named(e.ToSpecifiedFullPath()), IsLink(ref e)), options)
        {
            ShouldIncludePredicate = (ref e) => !e.IsDirectory || IsLink(ref e),
            ShouldRecursePredicate = (ref e) => !IsLink(ref e),
        };
    }

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    private static string Named(string path) => path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;

    private static SourceFile? Read(string path, bool named)
    {
        if (!named && SourceKinds.OfPath(path) == SourceKind.Other && IsUnknown(path))
        {
            return null;
        }

        using var file = RegularFile.Open(path);
        var isProgram = ElfFile.IsElf(file.Read(4));
        var bytes = file.Read(isProgram ? Limits.MaxProgramSize : (Limits.MaxFileSize * 4) + 1);
        return isProgram ? new SourceFile(path, "") { Binary = bytes } : new SourceFile(path, Encoding.UTF8.GetString(bytes));
    }

    /// <summary>Whether a file that its name does not tell is neither a program nor a script.</summary>
    private static bool IsUnknown(string path)
    {
        try
        {
            using var file = RegularFile.Open(path);
            var start = file.Read(4);
            return !ElfFile.IsElf(start) && !start.AsSpan().StartsWith("#!"u8);
        }
        catch (IOException)
        {
            return true;
        }
    }
}
