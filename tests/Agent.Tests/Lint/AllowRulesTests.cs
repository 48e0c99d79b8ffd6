using Automount.Findings;
using Automount.Lint;
using Automount.Maps;
using Automount.Maps.Sources;
using Xunit;

namespace AgentTests.Lint;

/// <summary><c># automount-agent: allow CODE</c> in map files.</summary>
public sealed class AllowRulesTests
{
    private const string Faulty = "tools -vers=3,udp nfs1:/exports/tools\n";
    private const string Code = "map/nfs-over-udp";

    private static LintResult Lint(string map, string master = "/data auto.data\n")
    {
        var top = MasterFile.Parse(master, "auto.master");
        return MapLinter.Run(KnownMaps.From(top, [MapFile.Parse(map, "auto.data")]), Silence.None);
    }

    private static IEnumerable<string> Codes(string map) => Lint(map).Findings.Select(f => f.Kind.Code);

    [Fact]
    public void WithoutACommentItIsAFinding() => Assert.Contains(Code, Codes(Faulty));

    [Theory]
    [InlineData($"# automount-agent: allow {Code}\n{Faulty}")]
    [InlineData($"#automount-agent: allow {Code}\n{Faulty}")]
    [InlineData($"  # automount-agent:\tallow map/bad-entry,{Code}\r\n{Faulty}")]
    [InlineData($"# automount-agent: allow {Code}\n# since 2019\n{Faulty}")]
    [InlineData($"a -fstype=nfs4 h:/a\n# automount-agent: allow {Code}\n{Faulty}")]
    public void AboveAnEntryItHoldsForThatEntry(string map)
    {
        var result = Lint(map);

        Assert.DoesNotContain(Code, result.Findings.Select(f => f.Kind.Code));
        Assert.Equal(1, result.Silenced[Code]);
        Assert.Contains(Code, Codes(map + Faulty.Replace("tools", "more")));
    }

    [Theory]
    [InlineData($"# automount-agent: allow {Code}\n\n{Faulty}")]
    [InlineData($"# Tools.\n# automount-agent: allow {Code}\n  \n# more\n{Faulty}")]
    [InlineData($"\n\n# automount-agent: allow {Code}\n\n\n{Faulty}")]
    public void AtTheHeadItHoldsForTheFile(string map)
    {
        var result = Lint(map + Faulty.Replace("tools", "more"));

        Assert.DoesNotContain(Code, result.Findings.Select(f => f.Kind.Code));
        Assert.Equal(2, result.Silenced[Code]);
    }

    /// <summary>Both files of a master map, each for its own entries.</summary>
    [Fact]
    public void InAMasterMapItHoldsForItsFile()
    {
        var one = MasterFile.Parse("# automount-agent: allow map/silent-timeout\n\n/a auto.data timeout=60\n", "auto.master");
        var other = MasterFile.Parse("/b auto.data timeout=60\n", "auto.master.d/b.autofs");
        var result = MapLinter.Run(
            KnownMaps.From(FileMaps.Join([one, other]), [MapFile.Parse("a -fstype=nfs4 h:/a\n", "auto.data")]), Silence.None);

        Assert.Equal("/b", Assert.Single(result.Findings, f => f.Kind.Code == "map/silent-timeout").Source!.Key);
        Assert.Equal(1, result.Silenced["map/silent-timeout"]);
    }

    /// <summary>The files of a node: the comments of an included file hold for what it brings.</summary>
    [Fact]
    public void OnANodeIncludedFilesKeepTheirComments()
    {
        LocalMaps files = LocalMaps.None with
        {
            Files =
            [
                MasterFile.Parse("/data /etc/auto.data\n", "/etc/auto.master"),
                MapFile.Parse($"a -fstype=nfs4 h:/a\n+/etc/auto.more\n", "/etc/auto.data"),
                MapFile.Parse($"# automount-agent: allow {Code} map/needs-rpcbind map/password\n\n{Faulty}", "/etc/auto.more"),
            ],
        };
        var maps = KnownMaps.Of(MapInputs.None with { Local = files, MasterMap = "/etc/auto.master", Sources = ["files"] });

        var result = MapLinter.Run(maps, Silence.None);

        Assert.Equal(1, result.Silenced[Code]);
        var unused = Assert.Single(result.Findings);
        Assert.Equal(("map/unused-allow", "/etc/auto.more", 1), (unused.Kind.Code, unused.Source!.File, unused.Source.Line));
    }

    [Theory]
    [InlineData("# automount-agent: allow map/nonsense\n", 26)]
    [InlineData("# automount-agent: allow server/hung\n", 26)]
    [InlineData("# automount-agent: allow\n", 1)]
    [InlineData("# automount-agent: disable map/bad-entry\n", 1)]
    public void WhatIsNoCodeIsSaid(string comment, int column)
    {
        var finding = Assert.Single(Lint($"a -fstype=nfs4 h:/a\n{comment}{Faulty}").Findings, f => f.Kind.Code == "map/unknown-allow");

        Assert.Equal((Severity.Warning, 2, column), (finding.Severity, finding.Source!.Line, finding.Excerpt!.Column));
    }

    [Theory]
    [InlineData("# automount-agent: allow map/password\n" + Faulty)]
    [InlineData("# automount-agent: allow map/password\n\n" + Faulty)]
    [InlineData($"{Faulty}# automount-agent: allow {Code}\n\n")]
    [InlineData($"{Faulty}# automount-agent: allow {Code}\n")]
    [InlineData($"# automount-agent: allow {Code}\n\n# automount-agent: allow {Code}\na -vers=3,udp h:/a\n")]
    public void WhatIsNotNeededIsSaid(string map)
    {
        var finding = Assert.Single(Lint(map).Findings, f => f.Kind.Code == "map/unused-allow");

        Assert.Equal(Severity.Info, finding.Severity);
    }

    /// <summary>automount goes on with a comment over indented lines and after a backslash: nothing there is an entry.</summary>
    [Theory]
    [InlineData($"# automount-agent: allow {Code}\n  {Faulty}", "map/skipped-line")]
    [InlineData($"# automount-agent: allow {Code} \\\n{Faulty}", "map/unknown-allow")]
    public void WhatACommentSwallowsIsNoEntry(string map, string found) => Assert.Contains(found, Codes(map));

    [Fact]
    public void OtherCommentsAreComments() => Assert.DoesNotContain(
        Codes($"# automount-agent reads this\n# allow {Code}\n{Faulty}"), c => c.EndsWith("-allow", StringComparison.Ordinal));

    /// <summary>A file of nothing but such comments costs as much as it has lines.</summary>
    [Fact]
    [Trait("suite", "hostile")]
    public void ManyCommentsAreListedOnce()
    {
        var head = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"# automount-agent: allow map/x{i}\n"));

        var result = Lint($"{head}\n{head}{Faulty}");

        Assert.Equal(40_000, Assert.Single(result.Kinds, k => k.Kind.Code == "map/unknown-allow").Count);
        Assert.True(result.Findings.Length < 50);
    }
}
