using Automount.Catalog;
using System.Reflection;
using Automount.Findings;
using AutomountPackaging.Check;
using PackagingTests.Documents;
using Xunit;

namespace PackagingTests.Check;

public class CatalogTests
{
    private static IEnumerable<PackagingRule> Own => RuleCatalog.All.Where(r => r.Rule != RuleCatalog.MapRule);

    [Fact]
    public void EveryRuleIsInTheList()
    {
        var fields = typeof(RuleCatalog).GetFields(BindingFlags.Static | BindingFlags.Public)
            .Where(f => f.FieldType == typeof(PackagingRule)).Select(f => (PackagingRule)f.GetValue(null)!);
        Assert.Equal(fields.Select(r => r.Code).Order(), Own.Select(r => r.Code).Order());
        Assert.Equal(RuleCatalog.All.Count, RuleCatalog.All.Select(r => r.Code).Distinct().Count());
    }

    [Fact]
    public void AllThirtyNineAreThere() => Assert.Equal(Enumerable.Range(0, 40), RuleCatalog.All.Select(r => r.Rule).Distinct().Order());

    [Fact]
    public void TheKindsOfTheMapLinterAreThereUnderTheirOwnCodes() => Assert.Equal(
        FindingCatalog.All.Where(k => k.Link == Link.Map).Select(k => (k.Code, k.Severity)),
        RuleCatalog.All.Where(r => r.Rule == RuleCatalog.MapRule).Select(r => (r.Code, r.Severity)));

    [Fact]
    public void EveryRuleHasATestThatItFiresAndANearMiss()
    {
        var folder = Path.Combine(Repository.Root, "tests/Packaging.Tests");
        var tests = string.Concat(Directory.GetFiles(folder, "*Tests.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.Equal([], Own.Where(r => !tests.Contains($"Silent(\"{r.Code}\"") && r.Rule != 0).Select(r => r.Code));
        Assert.Equal([], Own.Where(r => !tests.Contains($"Fires(\"{r.Code}\"") && r.Rule != 0).Select(r => r.Code));
    }

    [Fact]
    public void TextsAreSentences() => Assert.All(Own, r =>
    {
        Assert.Matches("^[a-z]+/[a-z0-9-]+$", r.Code);
        Assert.EndsWith(".", r.Explanation);
        Assert.False(r.Summary.EndsWith('.'));
        Assert.NotEmpty(r.Remedy);
    });

    [Fact]
    public void TheDocumentationIsTheCatalogue() => Repository.Golden("docs/packaging-rules.md", RulesPage.Write());
}
