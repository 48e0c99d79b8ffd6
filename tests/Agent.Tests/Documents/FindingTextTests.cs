using AgentTests.Output;
using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Output.Journal;
using Xunit;

namespace AgentTests.Documents;

public class FindingTextTests
{
    [Fact]
    public void TheJournalCatalogIsThatOfTheFindings() => Golden.Check("systemd/catalog/automount-agent.catalog", JournalCatalog.Text());

    [Fact]
    public void ThePageOfFindingsIsThatOfTheFindings() => Golden.Check("docs/findings.md", FindingsPage.Text());

    [Fact]
    public void NoTwoEntriesShareAMessageId()
    {
        Guid[] ids = [.. FindingCatalog.All.Select(k => k.MessageId), MessageIds.Expired, MessageIds.Triggered];

        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("a-very-long-word b", 5, "a-very-long-word|b")]
    [InlineData("", 5, "")]
    public void AParagraphIsBrokenBetweenWords(string text, int width, string lines) =>
        Assert.Equal(lines, string.Join('|', Paragraph.Wrap(text, width)));
}
