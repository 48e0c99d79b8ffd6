using System.Text;
using Automount.Findings;
using AutomountAgent.Model;
using AutomountAgent.Output.Terminal;
using Xunit;

namespace AgentTests.Output.Terminal;

/// <summary>What the daemon writes the command <c>status</c> reads; other bytes are not a report.</summary>
public class ChainJsonReaderTests
{
    [Fact]
    public void WhatIsReadIsWrittenTheSame()
    {
        var document = ChainJson.Bytes(Fixture.Report);

        var report = ChainJsonReader.Read(document);

        Assert.NotNull(report);
        Assert.Equal(Encoding.UTF8.GetString(document), ChainJson.Text(Fixture.Report with { Links = report.Links }));
        Assert.Equal(Fixture.Report.FirstBroken?.Identity, report.FirstBroken?.Identity);
    }

    [Fact]
    public void ASeverityThatIsLessThanThatOfTheKindAndWhatWasSilencedAreReadBack()
    {
        var reduced = Fixture.Hung with { Reduced = Severity.Warning };
        var written = Fixture.Report with
        {
            Links = [new LinkReport(Link.Server, Verdict.Degraded, Fixture.Now, "", [reduced])],
            Silenced = Fixture.Report.Silenced.Add("directory/refused", 3),
        };

        var report = ChainJsonReader.Read(ChainJson.Bytes(written))!;

        Assert.Equal(Severity.Warning, report.Findings.Single().Severity);
        Assert.Equal(3, report.Silenced["directory/refused"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("""{"schema":2,"node":"n","time":"2026-11-22T12:00:00Z","verdict":"ok","links":[],"findings":[]}""")]
    [InlineData("""{"schema":1,"node":"n","time":"x","verdict":"ok","links":[{"link":"moon","state":"ok","findings":[]}],"findings":[]}""")]
    [InlineData("""{"schema":1,"node":"n","time":"x","verdict":"ok","links":[{"link":"map","state":"odd","findings":[]}],"findings":[]}""")]
    [InlineData("""{"schema":1,"node":"n","time":"x","verdict":"ok","links":[],"findings":[],"silenced":{"a/b":1,"a/b":2}}""")]
    public void OtherBytesAreNotAReport(string text) => Assert.Null(ChainJsonReader.Read(Encoding.UTF8.GetBytes(text)));
}
