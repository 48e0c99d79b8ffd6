using System.Globalization;
using AgentTests.Output;
using Automount.Catalog;
using Automount.Findings;
using NodeTests.Faults;
using Xunit;

namespace AgentTests.Documents;

/// <summary>
/// docs/faults.md has the rows of the fault matrix, with what each does to the conditions of the node. The faults themselves are caused on
/// the virtual node, and so is what is measured: those columns stay as they are.
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
        var rows = File.ReadLines(Path.Combine(Golden.Root, Page)).Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToList();
        var columns = rows[0].Index().Where(c => c.Item.Length > 0).ToDictionary(c => c.Item, c => c.Index);
        var measured = rows.GroupBy(row => row[columns["caused by"]]).ToDictionary(same => same.Key, same => same.First());

        Golden.Check(Page, FaultMatrix.Page(Committed));

        FaultTimes? Committed(Fault fault) =>
            measured.GetValueOrDefault(fault.Name) is { } row
            && (Time(row, "found"), Time(row, "cleared")) is ({ } found, { } cleared)
            ? new(found, cleared, Time(row, "explained"))
            : null;

        TimeSpan? Time(string[] row, string column) =>
            columns.TryGetValue(column, out var at)
            && double.TryParse(row[at].Split(' ')[0], CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }
}
