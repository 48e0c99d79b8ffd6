using AgentTests.Output;
using Automount.Findings;
using Xunit;

namespace AgentTests.Validate;

/// <summary>
/// Sets of maps that work, of every kind that people write: <c>validate</c> ends with status 0 for each, and does not say one thing over
/// and over. A set is a text of files, each below <c>-- NAME [MODE] --</c>.
/// </summary>
public sealed class CorpusTests
{
    /// <summary>What a reader takes for one thing and its neighbour; more is noise.</summary>
    private const int MaxOfOneKind = 2;

    private static readonly string Folder = Path.Combine(Golden.Root, "tests/Agent.Tests/Validate/corpus");

    public static TheoryData<string> Sets => [.. System.IO.Directory.GetFiles(Folder, "*.txt").Select(f => Path.GetFileName(f)).Order()];

    [Theory]
    [MemberData(nameof(Sets))]
    public void MapsThatWorkAreNotBlamed(string name)
    {
        using var folder = new GivenFolder();
        var files = Files(File.ReadAllText(Path.Combine(Folder, name)));
        foreach (var (path, text) in files)
        {
            folder.With(path, text);
        }

        var result = folder.Judge(files.Select(f => f.Path.Split(' ')[0]));

        var said = string.Join('\n', result.Findings.Select(f => $"{f.Severity} {f.Kind.Code} {f.Subject}: {f.Message}"));
        Assert.True(result.Count(Severity.Error) == 0, said);
        Assert.True(result.Findings.CountBy(f => f.Kind.Code).All(c => c.Value <= MaxOfOneKind), said);
    }

    [Fact]
    public void TheCorpusIsThere() => Assert.InRange(Sets.Count, 60, 200);

    private static List<(string Path, string Text)> Files(string set) =>
    [
        .. set.Split("\n-- ").Skip(1).Select(part => part.Split(" --\n", 2)).Select(part => (part[0], part[1].TrimEnd('\n') + "\n")),
    ];
}
