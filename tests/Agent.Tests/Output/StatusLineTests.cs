using Automount.Findings;
using AutomountAgent.Model;
using AutomountAgent.Output;
using Xunit;

namespace AgentTests.Output;

public class StatusLineTests
{
    [Fact]
    public void ItNamesTheFirstBrokenLink() => Assert.Equal(
        "server broken: nfs2.example.com accepts connections but does not answer: /var/home/bob blocks (since 14:02:30)",
        StatusLine.Of(Fixture.Report));

    [Fact]
    public void AllWellIsOneShortSentence() => Assert.Equal(
        "all 6 links ok; 1 of 2 required paths ready", StatusLine.Of(Fixture.AllWell, Fixture.State.Required!.Seen));

    [Fact]
    public void WarningsAreCountedAndTheFirstIsNamed() => Assert.Equal(
        "0 of 2 links ok, 2 warnings, the first: /var/home/bob hangs, because nfs2.example.com does not answer",
        StatusLine.Of(Fixture.Report with { Links = [Fixture.Report.Links[5], Fixture.Report.Links[3]] }));

    [Fact]
    public void UnknownIsNeverOk()
    {
        var report = Fixture.AllWell with
        {
            Links = Fixture.AllWell.Links.SetItem(
                0, Fixture.AllWell.Links[0] with { State = Verdict.Unknown, Reason = "no domain has an LDAP provider" }),
        };

        Assert.Equal("directory unknown: no domain has an LDAP provider; 5 of 6 links ok", StatusLine.Of(report));
    }

    [Fact]
    public void ItIsOneLineOfAtMost200Characters()
    {
        var report = Fixture.Report with
        {
            Links = [new LinkReport(Link.Server, Verdict.Broken, Fixture.Now, "", [Fixture.Hung with { Message = new string('\n', 500) }])],
        };

        var line = StatusLine.Of(report);

        Assert.DoesNotContain('\n', line);
        Assert.InRange(line.Length, 100, 200);
    }
}
