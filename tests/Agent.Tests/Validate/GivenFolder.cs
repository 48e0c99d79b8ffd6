using System.Collections.Immutable;
using Automount.Findings;
using AutomountAgent.Output.Terminal;
using AutomountAgent.Validate;
using AutomountAgent.Validate.Given;
using Xunit;

namespace AgentTests.Validate;

/// <summary>A folder with the files of a test, which are given to <c>validate</c>.</summary>
internal sealed class GivenFolder : IDisposable
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("given-").FullName;

    /// <summary>Writes a file.</summary>
    /// <param name="name">Its path in the folder; its mode may stand behind it, as chmod(1) takes it.</param>
    /// <param name="text">What is in it.</param>
    public GivenFolder With(string name, string text)
    {
        var words = name.Split(' ');
        var path = PathOf(words[0]);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (words.Length > 1)
        {
            System.Diagnostics.Process.Start("chmod", [words[1], path])!.WaitForExit();
        }

        return this;
    }

    /// <summary>The path of a file.</summary>
    public string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>Judges files: LDIF by the ending of the name.</summary>
    /// <param name="names">Their paths in the folder.</param>
    /// <param name="master">As <c>--master</c> has it.</param>
    public MapValidation Judge(IEnumerable<string> names, string? master = null)
    {
        using var progress = new ProgressLine(TextWriter.Null, false, TimeProvider.System);
        var byKind = names.Select(PathOf).ToLookup(path => path.EndsWith(".ldif", StringComparison.Ordinal));
        var sources = new MapSources(master, progress, TestContext.Current.CancellationToken);
        return MapValidation.Of(sources.Read([.. byKind[true]], [.. byKind[false]], null, ""), Silence.None, 20);
    }

    /// <summary>The codes of what is found, each with the name of its file, or of its map, and its key.</summary>
    public ImmutableArray<string> Codes(params string[] names) => [.. Judge(names).Findings.Select(Short)];

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    private static string Short(Finding finding) => $"{finding.Kind.Code} {Name(finding)}".TrimEnd();

    private static string Name(Finding finding) => finding.Source switch
    {
        { Key: { } key } => key,
        { File: { } file } => Path.GetFileName(file),
        var source => source?.Map ?? "",
    };
}
