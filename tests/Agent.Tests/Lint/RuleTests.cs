using System.Collections.Immutable;
using AgentTests.Rules;
using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;
using Xunit;

namespace AgentTests.Lint;

public class RuleTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, RuleCases.All.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void ARuleFiresWhereItShould(int number)
    {
        var rule = RuleCases.All[number];
        var findings = Maps.Lint(rule.Broken, rule.Node);

        var finding = findings.FirstOrDefault(f => f.Is(rule.Code, rule.Subject));
        var found = findings.Select(f => $"{f.Kind.Code} {f.Subject} {f.Excerpt?.Column}");
        Assert.True(finding is not null, $"{rule.Code} about {rule.Subject} is not in: {string.Join("; ", found)}");
        Assert.Equal(rule.Subject.Split(':')[0], finding.Source!.Map);
        var (text, column) = (finding.Excerpt?.Text, finding.Excerpt?.Column);
        if (rule.Column > 0)
        {
            Assert.Equal((rule.Column, true), (column, text != finding.Source.Key));
        }
        else if (rule.Column == 0)
        {
            Assert.Equal(finding.Source.Key, text);
        }
        else
        {
            Assert.Null(text);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ARuleIsSilentWhereItIsNotBroken(int number)
    {
        var rule = RuleCases.All[number];
        foreach (var nearMiss in rule.NearMisses)
        {
            Assert.DoesNotContain(Maps.Lint(nearMiss, rule.Node), f => f.Kind.Code == rule.Code);
        }
    }

    [Fact]
    public void EveryKindOfTheLinkMapHasACase()
    {
        var tested = RuleCases.All.Select(c => c.Code).Concat(NotOfAText);
        Assert.Empty(FindingCatalog.All.Where(k => k.Link == Link.Map).Select(k => k.Code).Except(tested));
        Assert.All(RuleCases.All, c => Assert.NotEmpty(c.NearMisses));
    }

    /// <summary>
    /// Kinds whose maps cannot be written as a text of keys and values: each has a test below; those of LDIF, of other languages
    /// (<see cref="LanguageRulesTests"/>) and of the views (<see cref="ViewRulesTests"/>) have
    /// theirs, and so have the judge that gives up (<see cref="Hosting.SlowJudgingTests"/>), given files
    /// (<see cref="Validate.GivenFilesTests"/>), nfsmount.conf (<see cref="Collect.Autofs.NfsMountConfTests"/>) and comments
    /// (<see cref="AllowRulesTests"/>).
    /// </summary>
    private static readonly string[] NotOfAText =
    [
        "map/several-values", "map/incomplete-entry", "map/case-collision", "map/skipped-line",
        "map/ldif-syntax", "map/ldif-skipped", "map/not-validated", "map/two-sources", "map/file-missing",
        "map/not-judged", "map/text-as-program", "map/script-as-text", "map/file-not-given", "map/ambiguous-file", "map/left-out",
        "map/unread-master", "map/no-master", "map/nfsmount-conf", "map/unknown-allow", "map/unused-allow",
    ];

    [Theory]
    [InlineData(DropReason.SeveralKeys, "map/several-values")]
    [InlineData(DropReason.SeveralValues, "map/several-values")]
    [InlineData(DropReason.NoKey, "map/incomplete-entry")]
    [InlineData(DropReason.NoValue, "map/incomplete-entry")]
    [InlineData(DropReason.IndentedLine, "map/skipped-line")]
    [InlineData(DropReason.UnfinishedLine, "map/skipped-line")]
    public void WhatSssdSkipsIsReported(DropReason reason, string code)
    {
        var map = Maps.Map("auto.x\na -fstype=nfs4 h:/a");
        var dropped = map with { Dropped = [new DroppedRecord(new MapRecord("b", "h:/b", "cn=b,dc=example"), reason)] };
        var master = Maps.Map("auto.master\n/net auto.x");

        Assert.Equal((code, "cn=b,dc=example"),
            Assert.Single(Maps.Lint(KnownMaps.From(master, [dropped])).Select(f => (f.Kind.Code, f.Source!.Dn))));
        Assert.Empty(Maps.Lint(KnownMaps.From(master, [map])));
    }

    /// <summary>Lines of the master map are lost as those of maps are.</summary>
    [Theory]
    [InlineData("/home /etc/auto.home\n  /data /etc/auto.data\n", "map/skipped-line", "/home")]
    [InlineData("# head\n  /proj /etc/auto.proj\n/ok /etc/auto.x\n", "map/skipped-line", "/proj /etc/auto.proj")]
    [InlineData("/empty\n/ok /etc/auto.x\n", "map/incomplete-entry", "/empty")]
    [InlineData("/q \"/etc/auto.q\n/ok /etc/auto.x\n", "map/skipped-line", "/q")]
    public void WhatAutomountSkipsOfTheMasterMapIsReported(string text, string code, string named)
    {
        var map = Maps.Map("/etc/auto.x\na -fstype=nfs4 h:/a");
        var finding = Assert.Single(
            Maps.Lint(KnownMaps.From(MasterFile.Parse(text, "/etc/auto.master"), [map])), f => f.Kind.Code == code);
        Assert.Contains(named, finding.Message);
        Assert.Contains(named, finding.Excerpt!.Text);
        Assert.Equal("/etc/auto.master", finding.Source!.File);
    }

    [Theory]
    [InlineData("cn", true)]
    [InlineData("automountKey", false)]
    public void TheSchemaSaysWhetherCaseCounts(string attribute, bool reported)
    {
        MapContent map = new("auto.x", null, [new("Ann", "-vers=4 h:/a"), new("ann", "-vers=4 h:/b")]) { KeyAttribute = attribute };
        var maps = KnownMaps.From(Maps.Map("auto.master\n/net auto.x"), [map]);
        Assert.Equal(reported ? ["map/case-collision"] : [], Maps.Lint(maps).Select(f => f.Kind.Code));

        var percent = map with { Entries = [new("%[J]oe", "-vers=4 h:/a")] };
        Assert.Equal(
            ["map/percent-key"],
            Maps.Lint(KnownMaps.From(Maps.Map("auto.master\n/net auto.x"), [percent])).Select(f => f.Kind.Code));
    }

    [Theory]
    [InlineData("cn", true)]
    [InlineData("CN", true)]
    [InlineData("automountKey", false)]
    public void KeysThatDifferByCaseMatterWhereTheDirectoryIgnoresCase(string attribute, bool reported)
    {
        MapRecord Record(string key) => new(key, "-fstype=nfs4 h:/a", $"{attribute}={key},dc=example");
        var maps = KnownMaps.From(Maps.Map("auto.master\n/net auto.x"), [new MapContent("auto.x", null, [Record("Dale"), Record("dale")])]);

        Assert.Equal(reported ? ["map/case-collision"] : [], Maps.Lint(maps).Select(f => f.Kind.Code));
    }
}
