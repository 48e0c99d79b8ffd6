using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AutomountPackaging.Documents;
using AutomountPackaging.Files;
using AutomountPackaging.Manifests;

namespace AutomountPackaging.Emit;

/// <summary>
/// The folder that is written: all of it or nothing. A list of checksums in it, which <c>sha256sum -c</c> reads as well, distinguishes the
/// files of this program from those of somebody else.
/// </summary>
internal static class OutputFolder
{
    /// <summary>Name of the list.</summary>
    public const string List = ".automount-packaging";

    /// <summary>Makes the folder beside the one that is there, then exchanges the two.</summary>
    /// <returns>What is wrong and what to do; null when all is written.</returns>
    public static string? Write(string directory, IReadOnlyList<SourceFile> files)
    {
        string? fresh = null;
        try
        {
            var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
            if (File.Exists(target))
            {
                return $"{directory}: it is a file: name a folder";
            }

            var folder = new DirectoryInfo(target);
            var linked = folder.Exists ? folder.ResolveLinkTarget(returnFinalTarget: true) : null;
            target = linked?.FullName ?? target;
            FolderSwap.Recover(target);
            if (Foreign(target) is [var first, ..] foreign)
            {
                var what = $"{first} is not as this program wrote it ({foreign.Length} such in all)";
                return $"{directory}: {what}: move them away, or name another folder";
            }

            fresh = FolderSwap.FreshName(target);
            Fill(fresh, files);
            FolderSwap.Replace(fresh, target);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"{directory}: cannot be written: {e.Message}";
        }
        finally
        {
            if (Directory.Exists(fresh))
            {
                Directory.Delete(fresh, recursive: true);
            }
        }
    }

    /// <summary>The files of a folder that are not listed, or not as they were when they were listed.</summary>
    private static ImmutableArray<string> Foreign(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var list = Path.Combine(folder, List);
        var listed = Content(list) is { } lines ? Encoding.UTF8.GetString(lines).Split('\n').ToHashSet() : [];
        return
        [
            .. Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories)
                .Where(path => path != list && (!Directory.Exists(path) || new DirectoryInfo(path).LinkTarget is not null))
                .Where(path => Content(path) is not { } content || !listed.Contains(Line(Path.GetRelativePath(folder, path), content)))
                .Select(path => Path.GetRelativePath(folder, path))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The bytes of a file; null when it is none that this program could have written.</summary>
    private static byte[]? Content(string path)
    {
        try
        {
            return RegularFile.Read(path, Limits.MaxFileSize);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void Fill(string folder, IReadOnlyList<SourceFile> files)
    {
        var list = new StringBuilder();
        foreach (var file in files.OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            var path = Path.Combine(folder, file.Path);
            var content = Encoding.UTF8.GetBytes(file.Text);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
            list.Append(Line(file.Path, content)).Append('\n');
        }

        File.WriteAllText(Path.Combine(folder, List), list.ToString());
    }

    private static string Line(string path, byte[] content) => $"{Convert.ToHexStringLower(SHA256.HashData(content))}  {path}";
}
