using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AgentTests.Output;
using Automount.Catalog;
using Automount.Findings;
using Automount.Lint;
using AutomountAgent.Output.Terminal;
using AutomountAgent.Validate;
using SarifTests;
using Xunit;

namespace AgentTests.Validate;

/// <summary>What <c>validate</c> prints, from findings that are fixed here.</summary>
public sealed class MapOutputTests
{
    private const string Folder = "tests/Agent.Tests/Validate";

    private static readonly MapValidation Faulty = new(
        [
            new Finding
            {
                Kind = MapSourceFindings.LdifSkipped,
                Subject = "maps.ldif:3",
                Message = "\"modify\" of \"cn=x\" was not applied",
                Source = new FindingSource(File: "maps.ldif", Line: 3),
            },
            new Finding
            {
                Kind = MapMasterFindings.DanglingMap,
                Subject = "auto.master:/data",
                Message = "/data of auto.master needs map auto.data, which does not exist",
                Source = new FindingSource("auto.master", "/data", "cn=/data,ou=auto.master,dc=example,dc=com"),
            },
            new Finding
            {
                Kind = MapEntryFindings.BadEntry,
                Subject = "auto.home:alice",
                Message = "automount cannot mount alice of auto.home",
                Source = new FindingSource("auto.home", "alice", null, "home maps/auto.home", 7, 12),
                Excerpt = new Excerpt("nfs1 /exports/[bold]/日本\u001b[31m", 6),
            },
            new Finding
            {
                Kind = MapEntryFindings.BadEntry,
                Subject = $"{Fixture.Nasty}:k",
                Message = $"automount cannot mount k of {Fixture.Nasty}",
                Source = new FindingSource(Fixture.Nasty, "k", null, "/etc/auto.x", 1),
            },
        ],
        5,
        1203,
        ImmutableSortedDictionary<string, int>.Empty.Add("map/case-collision", 2))
    {
        More = [new ListedFindings("auto.home", MapEntryFindings.BadEntry, 1200, [])],
    };

    private static readonly MapValidation Clean = Faulty with { Findings = [], More = [] };

    [Fact]
    public void TheTableHasThePlacesFirst()
    {
        Golden.Check($"{Folder}/maps.txt", Table(Faulty));
        Assert.StartsWith("ok: 5 maps, 1,203 entries, 0 errors", Table(Clean));
    }

    [Fact]
    public void TheTableHasNoControlCharacter() => Assert.DoesNotContain(Table(Faulty), c => char.IsControl(c) && c != '\n');

    /// <summary>Bidirectional controls and characters without width would let a text look like another (CVE-2021-42574).</summary>
    [Theory]
    [InlineData('\u202e')]
    [InlineData('\u2066')]
    [InlineData('\u200b')]
    [InlineData('\ufeff')]
    public void NoFormatHasACharacterThatMovesText(char c)
    {
        var finding = Faulty.Findings[2];
        var hostile = Faulty with
        {
            Findings =
            [
                finding with
                {
                    Message = $"a{c}b", Subject = $"a{c}b", Source = new FindingSource($"a{c}b", $"a{c}b", $"a{c}b", $"a{c}b", 1, 1),
                    Excerpt = new Excerpt($"a{c}b", 2), Remedy = $"a{c}b",
                },
            ],
        };

        string[] formats = [Sarif(hostile), Table(hostile), ChainJson.Text(hostile.ToReport("n", Fixture.Now))];
        Assert.All(formats, text => Assert.DoesNotContain(c, text));
    }

    [Fact]
    public void SarifIsForCodeHosts() => Golden.Check($"{Folder}/maps.sarif", Sarif(Faulty));

    [Fact]
    public void SarifHasTheShapeThatItsSchemaRequires()
    {
        string[] files = ["/etc/auto.x", "a b#c%/ü:x.ldif", "../up/auto.x", "/src", "1:x", "?", "."];
        var hostile = Faulty with
        {
            Findings =
            [
                .. Faulty.Findings,
                .. files.Select((file, i) => Faulty.Findings[0] with { Source = new FindingSource(
                    Fixture.Nasty, Fixture.Nasty, Fixture.Nasty, file, i - 1, i) }),
                Faulty.Findings[0] with { Kind = DirectoryFindings.ServerDown, Source = null },
                Faulty.Findings[0] with { Kind = SssdFindings.MapBehind, Source = new FindingSource("auto.home") },
            ],
        };

        Assert.All([Clean, Faulty, hostile], result => SarifShape.Check(Sarif(result)));
    }

    [Fact]
    public void SarifNamesFilesRelativeToTheWorkTree()
    {
        using var sarif = JsonDocument.Parse(Sarif(Faulty));
        var results = sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().ToList();
        string Uri(int result) =>
            results[result].GetProperty("locations")[0]
                .GetProperty("physicalLocation")
                .GetProperty("artifactLocation")
                .GetProperty("uri")
                .GetString()!;
        Assert.Equal("maps.ldif", Uri(0));
        Assert.False(results[1].GetProperty("locations")[0].TryGetProperty("physicalLocation", out _));
        Assert.Equal("home%20maps/auto.home", Uri(2));
        Assert.Equal("file:///etc/auto.x", Uri(3));
        Assert.Equal(4, results.Select(r => r.GetProperty("partialFingerprints").GetRawText()).Distinct().Count());
        Assert.All(results, r => Assert.Equal(
            r.GetProperty("ruleId").GetString(),
            sarif.RootElement.GetProperty("runs")[0]
                .GetProperty("tool")
                .GetProperty("driver")
                .GetProperty("rules")[r.GetProperty("ruleIndex").GetInt32()]
                .GetProperty("id")
                .GetString()));
    }

    /// <summary>A finding that moved to another line is still the same one.</summary>
    [Fact]
    public void TheFingerprintDoesNotKnowTheLine()
    {
        var moved = Faulty with { Findings = [.. Faulty.Findings.Select(f => f with { Source = f.Source! with { Line = 99 } })] };
        Assert.Equal(Prints(Faulty).Skip(1), Prints(moved).Skip(1));

        static IEnumerable<string> Prints(MapValidation result) => JsonDocument.Parse(Sarif(result)).RootElement.GetProperty("runs")[0]
            .GetProperty("results").EnumerateArray().Select(r => r.GetProperty("partialFingerprints").GetRawText());
    }

    [Fact]
    public void JsonHasTheExcerptAndTheSummary()
    {
        var text = ChainJson.Text(Faulty.ToReport("node1", Fixture.Now), Faulty.Summary);
        Golden.Check($"{Folder}/maps.json", text);
    }

    private static string Sarif(MapValidation result) => Encoding.UTF8.GetString(MapSarif.Bytes(result, "/src"));

    private static string Table(MapValidation result)
    {
        var output = new StringWriter { NewLine = "\n" };
        MapTable.Print(Screen.Of(output, terminal: false, noColor: null), result);
        return string.Join('\n', output.ToString().Split('\n').Select(l => l.TrimEnd()));
    }
}
