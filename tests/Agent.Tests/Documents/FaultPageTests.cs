using AgentTests.Output;
using Automount.Catalog;
using Automount.Findings;
using NodeTests.Faults;
using Xunit;

namespace AgentTests.Documents;

/// <summary>
/// docs/faults.md has the rows of the fault matrix, with what each does to the conditions of the node. The faults themselves are caused on
/// the virtual node, and so is what is measured: those two columns stay as they are.
/// </summary>
public class FaultPageTests
{
    private const string Page = "docs/faults.md";

    /// <summary>One server, one directory or one map is there for a thousand nodes.</summary>
    [Fact]
    public void NoRowThatIsNotOfTheNodeIsANodeFault() => Assert.All(
        FaultList.All.Where(f => FindingCatalog.Find(f.Code)!.Link is Link.Directory or Link.Map or Link.Server),
        fault => Assert.True(fault.Effect is ConditionEffect.None or ConditionEffect.NotReady, fault.Name));

    [Fact]
    public void EachEffectHasARow() => Assert.Equal(
        Enum.GetValues<ConditionEffect>().Except([ConditionEffect.NotKnown]).Order(),
        FaultList.All.Select(f => f.Effect).Distinct().Order());

    /// <summary>What a row brings about is more than what its own code does, or it would not have to be said.</summary>
    [Fact]
    public void WhatARowBringsAboutIsMoreThanItsCode() => Assert.All(
        FaultList.All.Where(f => f.Brings is not null), fault => Assert.True(fault.Brings > ConditionEffects.Of(fault.Code), fault.Name));

    [Fact]
    public void ThePageIsThatOfTheMatrix()
    {
        var measured = File.ReadLines(Path.Combine(Golden.Root, Page))
            .Select(line => line.Split(" | "))
            .Where(cells => cells.Length > 6)
            .GroupBy(cells => cells[2])
            .ToDictionary(rows => rows.Key, rows => (rows.First()[^2], rows.First()[^1].TrimEnd(' ', '|')));

        Golden.Check(Page, FaultMatrix.Page(fault => measured.GetValueOrDefault(fault.Name, ("", ""))));
    }
}
