using System.Text.Json;
using AutomountAgent.Commands;
using AutomountAgent.History;
using AutomountAgent.Model;
using AutomountAgent.Output;
using AutomountAgent.Output.Terminal;
using AutomountAgent.Output.Web;
using Xunit;

namespace AgentTests.Output.Terminal;

/// <summary>How the history is shown.</summary>
public class HistoryTableTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 14, 5, 30, TimeSpan.Zero);

    private static readonly HistoryRecord[] Records =
    [
        new(Time, "b1", HistoryEvents.Start) { Message = "automount-agent 0.1.0" },
        new(Time.AddMinutes(1), "b1", HistoryEvents.Map)
        {
            Map = "auto.home", Key = "alice", Change = "moved", Before = "nfs1:/home/alice", Now = "nfs2:/home/alice",
        },
        new(Time.AddMinutes(2), "b1", HistoryEvents.Raised)
        {
            Code = "server/hung", Severity = "error", Subject = "nfs2", Message = "nfs2 does not answer [\u001b[31m",
        },
        new(Time.AddDays(1), "b2", HistoryEvents.Start) { Message = "automount-agent 0.1.0" },
        new(Time.AddDays(1.1), "b2", HistoryEvents.Missing) { Count = 7, Message = "they could not be written" },
        new(Time.AddDays(2), "b2", HistoryEvents.Cleared)
        {
            Code = "server/hung", Severity = "error", Subject = "nfs2", LastedSeconds = 93_784,
        },
    ];

    [Fact]
    public void RebootsAndStartsAreMarked()
    {
        var text = new StringWriter();

        HistoryTable.Print(Screen.Of(text, terminal: false, noColor: null), [.. Records], 1, Time);

        var lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Squeezed);
        Assert.Equal(
            [
                "TIME EVENT ABOUT WHAT",
                "2026-03-01 14:05:30 start automount-agent 0.1.0 started",
                "2026-03-01 14:06:30 map auto.home alice moved: nfs1:/home/alice -> nfs2:/home/alice",
                @"2026-03-01 14:07:30 raised server/hung nfs2 does not answer [\x1B[31m",
                "2026-03-02 14:05:30 reboot the node was started anew",
                "2026-03-02 14:05:30 start automount-agent 0.1.0 started",
                "2026-03-02 16:29:30 missing 7 records are missing: they could not be written",
                "2026-03-03 14:05:30 cleared server/hung nfs2, after 1 d 2 h",
                "1 line of the history cannot be read: a kill, a crash or a full disk cut the writing short.",
            ],
            lines);
    }

    [Fact]
    public void TheDocumentHasEveryMember()
    {
        using var document = JsonDocument.Parse(HistoryText.Document([.. Records], 0));

        var moved = document.RootElement.GetProperty("records")[1];
        Assert.Equal(1, document.RootElement.GetProperty("schema").GetInt32());
        Assert.Equal(
            ["time", "boot", "event", "map", "key", "change", "before", "now"], moved.EnumerateObject().Select(member => member.Name));
        Assert.Equal(93_784, document.RootElement.GetProperty("records")[5].GetProperty("lastedSeconds").GetInt64());
    }

    [Fact]
    public void TheStatusPageHasTheNewestFirst()
    {
        var page = StatusPage.Html(Fixture.Input() with { History = [.. Records] });

        var (cleared, raised) = (Find(page, "after 1 d 2 h"), Find(page, "does not answer ["));
        Assert.InRange(cleared, 1, raised - 1);
        Assert.DoesNotContain("\u001b", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(3725, "1 h 2 min")]
    [InlineData(3605, "1 h")]
    [InlineData(200_000, "2 d 7 h")]
    public void ASpanHasTwoUnits(int seconds, string expected) => Assert.Equal(expected, Times.Span(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("--since soon", "'soon' is not a duration such as 30m or 48h, or a time such as 2026-03-01 or 2026-03-01T14:00")]
    [InlineData("--output sarif", "'sarif' is not table or json")]
    public void WrongOptionsAreRefused(string line, string fault) =>
        Assert.Equal(fault, Assert.Single(AgentCommands.Root().Parse(["history", .. line.Split(' ')]).Errors).Message);

    [Fact]
    public void ACodeThatDoesNotExistIsRefused() =>
        Assert.Equal(64, AgentCommands.Root().Parse(["history", "--code", "server/hang"]).Invoke());

    private static int Find(string page, string text) =>
        page.Replace("<wbr>", "", StringComparison.Ordinal).IndexOf(text, StringComparison.Ordinal);

    private static string Squeezed(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
