using Automount.Findings;
using AutomountAgent.Model;
using AutomountAgent.Output.Terminal;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Output.Terminal;

public class ChainTableTests
{
    [Fact]
    public void TheTableIsAsCommitted() =>
        Golden.Check("tests/Agent.Tests/Output/Terminal/table.txt", Print(Fixture.Report, terminal: false));

    [Fact]
    public void ItLeadsWithTheFirstBrokenLink() =>
        Assert.StartsWith("server broken: nfs2.example.com", Print(Fixture.Report, terminal: false));

    [Fact]
    public void WithoutATerminalThereIsNoEscapeAndNoSentenceIsBroken()
    {
        var text = Print(Fixture.Report, terminal: false);

        Assert.DoesNotContain('\u001b', text);
        Assert.Contains(text.Split('\n'), l => l.StartsWith("error server/hung: ") && l.EndsWith("/var/home/bob blocks (since 14:02:30)"));
    }

    [Fact]
    public void EightyColumnsAreEnough()
    {
        var writer = new StringWriter();
        var screen = Screen.Of(writer, terminal: true, noColor: "1");
        screen.Profile.Width = 80;
        ChainTable.Print(screen, Fixture.Report);

        Assert.All(writer.ToString().Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void NoColorIsHonouredOnATerminal() => Assert.DoesNotContain('\u001b', Print(Fixture.Report, terminal: true, noColor: "1"));

    [Fact]
    public void MarkupFromOutsideIsText() => Assert.Contains("[red]", Print(Fixture.Report, terminal: false));

    [Fact]
    public void NoTextFromOutsideBreaksTheTable() => Check.QuickThrowOnFailure(Prop.ForAll<string?>(text =>
    {
        var finding =
            Fixture.Hung with { Subject = text ?? "", Message = text ?? "", Remedy = text, Source = new FindingSource(text, text, text, text, 1) };
        var report = Fixture.Report with { Links = [new LinkReport(Link.Server, Verdict.Broken, Fixture.Now, text ?? "", [finding])] };

        return !Print(report, terminal: false).Any(c => char.IsControl(c) && c != '\n');
    }));

    private static string Print(ChainReport report, bool terminal, string? noColor = null)
    {
        var writer = new StringWriter();
        ChainTable.Print(Screen.Of(writer, terminal, noColor), report);
        return writer.ToString();
    }
}
