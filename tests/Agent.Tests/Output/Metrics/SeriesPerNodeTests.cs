using System.Text;
using Xunit;

namespace AgentTests.Output.Metrics;

/// <summary>How many series Prometheus stores for a node: docs/metrics.md has the figures (UPDATE_GOLDEN=1 writes them).</summary>
public class SeriesPerNodeTests
{
    private const int InUse = 5;

    [Fact]
    public void TheDocumentHasTheFigures()
    {
        var node = Count(0, 0);
        var idle = Count(1, 0) - node;
        var text = new StringBuilder($"""
            | servers in the maps | all in use | {InUse} in use |
            | --- | --- | --- |

            """);
        foreach (var servers in new[] { 5, 20, 50 })
        {
            text.Append($"| {servers} | {Count(servers, servers)} | {Count(servers, InUse)} |\n");
        }

        var used = Count(1, 1) - node - idle;
        text.Append($"\nThe node itself has {node} of them, a server that the maps name {idle}, and one in use {used} more.\n");
        Golden.CheckBetween("docs/metrics.md", "<!-- BEGIN SERIES -->", "<!-- END SERIES -->", text.ToString());
    }

    /// <summary>Half of what it was when each server of the maps had all series: 785 and 1,625.</summary>
    [Theory]
    [InlineData(20, 392)]
    [InlineData(50, 812)]
    public void ServersThatAreNotInUseCostLittle(int servers, int atMost) => Assert.InRange(Count(servers, InUse), 1, atMost);

    [Fact]
    public void EachServerOfTheMapsCostsTheSame() => Assert.Equal(Count(50, InUse) - Count(20, InUse), 30 * (Count(1, 0) - Count(0, 0)));

    private static int Count(int servers, int used) =>
        OpenMetricsParser.Parse(Encoding.UTF8.GetString(TypicalNode.Page(servers, used).Render(true).Span)).Sum(f => f.Samples.Count);
}
