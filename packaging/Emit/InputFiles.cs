using System.Collections.Immutable;
using System.Text;
using Automount.Text;
using AutomountPackaging.Files;
using AutomountPackaging.Values;

namespace AutomountPackaging.Emit;

/// <summary>Reads the files that the values name. Thin: what is in them is judged in <see cref="InputRules"/>.</summary>
internal static class InputFiles
{
    // All MachineConfigs of a pool together travel in one ConfigMap of at most 1 MiB.
    private const int MaxSize = 512 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads all of them; what cannot be read is left out and is a problem.</summary>
    public static (Inputs Inputs, ImmutableArray<FileProblem> Problems) Read(EmitValues values)
    {
        var problems = ImmutableArray.CreateBuilder<FileProblem>();
        var inputs = new Inputs
        {
            SssdConf = ReadOne(values.SssdConf),
            SssdSnippets = ReadAll(values.SssdSnippets),
            Maps = ReadAll(Folder(values.Maps, problems)),
            AutofsConf = ReadOne(values.AutofsConf),
            AgentSnippets = ReadAll(values.AgentSnippets),
        };
        return (inputs, problems.ToImmutable());

        InputFile? ReadOne(string? path) => path is null ? null : ReadFile(path, problems);
        ImmutableArray<InputFile> ReadAll(IEnumerable<string> paths) => [.. paths.Select(ReadOne).OfType<InputFile>()];
    }

    /// <summary>Reads a text, such as a values file; null with a problem when it cannot be read.</summary>
    public static InputFile? ReadFile(string path, ICollection<FileProblem> problems)
    {
        try
        {
            var content = RegularFile.Read(path, MaxSize + 1);
            if (content.Length > MaxSize)
            {
                problems.Add(new FileProblem(path, 0, $"it is larger than {MaxSize / 1024} kB"));
                return null;
            }

            return new InputFile(path, content, Strict.GetString(content));
        }
        catch (DecoderFallbackException)
        {
            problems.Add(new FileProblem(path, 0, "it is not text in UTF-8"));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add(new FileProblem(path, 0, "there is no such file"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var reason = Directory.Exists(path) ? "it is a folder: write the path of a file" : $"cannot be read: {e.Message}";
            problems.Add(new FileProblem(path, 0, reason));
        }

        return null;
    }

    private static IEnumerable<string> Folder(string? folder, ICollection<FileProblem> problems)
    {
        try
        {
            // By name, so that the same files give the same output wherever they are.
            return folder is null ? [] : Directory.GetFileSystemEntries(folder).Order(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var reason = File.Exists(folder) ? "it is a file: write the path of a folder" : "there is no such folder";
            problems.Add(new FileProblem(folder!, 0, reason));
            return [];
        }
    }
}
