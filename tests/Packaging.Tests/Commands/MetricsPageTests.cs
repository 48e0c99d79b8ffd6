using System.Text;
using System.Text.RegularExpressions;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Commands;

/// <summary>docs/metrics.md lists what the agent's page has: it is made from the page that the agent's own tests compare with.</summary>
public partial class MetricsPageTests
{
    [Fact]
    public void TheTableIsThatOfThePage()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "tests/Agent.Tests/Output/Metrics/page.prom"));
        var table = new StringBuilder("| name | type | labels | what it says |\n| --- | --- | --- | --- |\n");
        foreach (Match family in Family().Matches(page))
        {
            var (name, help, type) = (family.Groups["name"].Value, family.Groups["help"].Value, family.Groups["type"].Value);
            table.Append($"| `{name}` | {type} | {Labels(page, name)} | {help} |\n");
        }

        MarkedText.Check(Path.Combine(Repository.Root, "docs/metrics.md"), "METRICS", table.ToString());
    }

    /// <summary>The labels that a series of it has; a series may lack one.</summary>
    private static string Labels(string page, string name)
    {
        var series = Regex.Matches(page, $@"(?m)^{name}(?:_bucket|_sum|_count)?\{{(.*)\}} ");
        var labels = series.SelectMany(one => Label().Matches(one.Groups[1].Value)).Select(label => label.Groups[1].Value).Distinct();
        return string.Join(", ", labels.Select(label => $"`{label}`"));
    }

    [GeneratedRegex(@"(?m)^# HELP (?<name>\S+) (?<help>.*)\n# TYPE \S+ (?<type>\S+)")]
    private static partial Regex Family();

    [GeneratedRegex("(\\w+)=\"")]
    private static partial Regex Label();
}
