using System.Reflection;
using AutomountPackaging.Check;
using AutomountPackaging.Check.Report;
using Xunit;

namespace PackagingTests.Check;

public class CatalogTests
{
    [Fact]
    public void EveryRuleIsInTheList()
    {
        var fields = typeof(RuleCatalog).GetFields(BindingFlags.Static | BindingFlags.Public).Where(f => f.FieldType == typeof(PackagingRule)).Select(f => (PackagingRule)f.GetValue(null)!);
        Assert.Equal(fields.Select(r => r.Code).Order(), RuleCatalog.All.Select(r => r.Code).Order());
        Assert.Equal(RuleCatalog.All.Count, RuleCatalog.All.Select(r => r.Code).Distinct().Count());
    }

    [Fact]
    public void AllThirtyEightAreThere() => Assert.Equal(Enumerable.Range(0, 39), RuleCatalog.All.Select(r => r.Rule).Distinct().Order());

    [Fact]
    public void EveryRuleHasATestThatItFiresAndANearMiss()
    {
        var tests = string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "tests/Packaging.Tests"), "*Tests.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.Equal([], RuleCatalog.All.Where(r => !tests.Contains($"Silent(\"{r.Code}\"") && r.Rule != 0).Select(r => r.Code));
        Assert.Equal([], RuleCatalog.All.Where(r => !tests.Contains($"Fires(\"{r.Code}\"") && r.Rule != 0).Select(r => r.Code));
    }

    [Fact]
    public void TextsAreSentences() => Assert.All(RuleCatalog.All, r =>
    {
        Assert.Matches("^[a-z]+/[a-z0-9-]+$", r.Code);
        Assert.EndsWith(".", r.Explanation);
        Assert.False(r.Summary.EndsWith('.'));
        Assert.NotEmpty(r.Remedy);
    });

    [Fact]
    public void TheDocumentationIsTheCatalogue() => Repository.Golden("docs/packaging-rules.md", RuleDocumentation.Write());
}
