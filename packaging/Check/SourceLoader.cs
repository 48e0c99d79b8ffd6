using System.Text;
using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;

namespace AutomountPackaging.Check;

/// <summary>Reads what is given on the command line: files as they are named, and from folders the files that the check knows.</summary>
internal static class SourceLoader
{
    /// <summary>The files of all paths, sorted by name, and what could not be read.</summary>
    public static (IReadOnlyList<SourceFile> Files, IReadOnlyList<string> Problems) Load(IEnumerable<string> paths)
    {
        var files = new SortedDictionary<string, SourceFile>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var path in paths)
        {
            try
            {
                foreach (var file in Directory.Exists(path) ? Folder(path) : [path])
                {
                    if (Read(file, named: file == path) is { } source)
                    {
                        files[file] = source;
                    }
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                problems.Add($"{Quote.Plain(path)}: {Quote.Plain(error.Message)}");
            }
        }

        return ([.. files.Values], problems);
    }

    /// <summary>Files below a folder. Hidden folders (.git) are left out, and so are links, which may lead anywhere.</summary>
    private static IEnumerable<string> Folder(string folder) => Directory.EnumerateFiles(folder, "*", new EnumerationOptions
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
    }).Select(f => f.StartsWith("./", StringComparison.Ordinal) ? f[2..] : f);

    private static SourceFile? Read(string path, bool named)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (!stream.CanSeek)
        {
            throw new IOException("it is not a regular file");
        }

        var start = new byte[4];
        var length = stream.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        var program = length == 4 && ElfFile.IsElf(start);
        if (!program && !named && SourceKinds.OfPath(path) == SourceKind.Other && !start.AsSpan().StartsWith("#!"u8))
        {
            return null;
        }

        var limit = program ? Limits.MaxProgramSize : (Limits.MaxFileSize * 4) + 1;
        var bytes = new byte[Math.Min(limit, stream.Length)];
        stream.Position = 0;
        stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return program ? new SourceFile(path, "") { Binary = bytes } : new SourceFile(path, Encoding.UTF8.GetString(bytes));
    }
}
