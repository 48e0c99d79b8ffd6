using System.Text.Json;
using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Model;
using AutomountAgent.Output.Terminal;
using Xunit;

namespace AgentTests.Output.Terminal;

public class ChainJsonTests
{
    [Fact]
    public void TheDocumentIsAsCommitted() =>
        Golden.Check(
            "tests/Agent.Tests/Output/Terminal/report.json", ChainJson.Text(Fixture.Report, new ValidationSummary(2, 40, 1, 2, 0)));

    [Fact]
    public void WithoutABrokenLinkTheFirstIsNullAndTheSummaryIsAbsent()
    {
        var root = JsonDocument.Parse(ChainJson.Bytes(Fixture.AllWell)).RootElement;

        Assert.Equal(JsonValueKind.Null, root.GetProperty("firstBroken").ValueKind);
        Assert.Equal("ok", root.GetProperty("verdict").GetString());
        Assert.False(root.TryGetProperty("summary", out _));
    }

    [Fact]
    public void TextFromOutsideComesBackAsItWasAndCannotDriveATerminal()
    {
        var text = ChainJson.Text(Fixture.Report);

        Assert.All(text, c => Assert.True(c is '\n' or (>= ' ' and <= '~')));
        Assert.Equal(Fixture.Nasty, JsonDocument.Parse(text).RootElement.GetProperty("findings")[0].GetProperty("subject").GetString());
    }

    [Fact]
    public void ALoneSurrogateDoesNotBreakTheDocument()
    {
        var report = Fixture.AllWell with { Node = "a\ud800b" };

        Assert.Equal("a\ufffdb", JsonDocument.Parse(ChainJson.Bytes(report)).RootElement.GetProperty("node").GetString());
    }

    [Fact]
    public void TheCatalogueIsADocumentToo()
    {
        var findings = JsonDocument.Parse(CatalogTable.Json(FindingCatalog.All)).RootElement.GetProperty("findings");

        Assert.Equal(FindingCatalog.All.Select(k => k.Code), findings.EnumerateArray().Select(f => f.GetProperty("code").GetString()));
    }
}
