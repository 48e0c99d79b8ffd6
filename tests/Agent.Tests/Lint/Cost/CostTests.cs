using AgentTests.Maps;
using Xunit;

namespace AgentTests.Lint.Cost;

/// <summary>
/// Maps come from strangers, so whatever they have more of may cost its size and no more: twice as much may cost about twice as much.
/// </summary>
[Collection(nameof(Timed))]
public sealed class CostTests
{
    /// <summary>Linear is 2; sorting, tables that grow and caches that overflow make it more; 4 is quadratic.</summary>
    private const double MaxRatio = 2.6;

    /// <summary>What disturbs a run makes it dearer, never cheaper, so a cost that is linear shows within a few runs.</summary>
    private const int MaxRuns = 10;

    public static TheoryData<string> Names => [.. Dimensions.All.Select(d => d.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatIsTwiceAsLargeCostsAboutTwiceAsMuch(string name)
    {
        var dimension = Dimensions.All.Single(d => d.Name == name);
        Action[] work = [.. Enumerable.Range(0, 3).Select(i => dimension.Work(dimension.Size << i))];
        dimension.Work(dimension.Size / 8)(); // What is made once: tables, code that is compiled.
        var least = Array.ConvertAll(work, _ => Cost.Worst);
        for (var run = 0; run < MaxRuns; run++)
        {
            least = [.. work.Zip(least, (w, cost) => cost.OrLess(Cost.Of(w)))];
            if (!IsMore(least, c => c.Time) && !IsMore(least, c => c.Bytes))
            {
                return;
            }
        }

        Assert.Fail($"{name}: {string.Join(", then ", least)}");
    }

    /// <summary>One step may be that of a table or a cache; two in a row are the rule's own.</summary>
    private static bool IsMore(Cost[] costs, Func<Cost, double> of) =>
        of(costs[1]) > MaxRatio * of(costs[0]) && of(costs[2]) > MaxRatio * of(costs[1]);
}
