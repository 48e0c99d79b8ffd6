using System.Text;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Output.Terminal;
using Spectre.Console;
using Xunit;

namespace AgentTests.Output.Terminal;

/// <summary>What the daemon says of the node beside the chain, by way of its document to the screen of <c>status</c>.</summary>
public class OverviewTests
{
    private static readonly NodeOverview Node = NodeOverview.Of(Fixture.State);

    [Fact]
    public void TheDocumentIsReadAsItWasWritten()
    {
        var document = ChainJson.Bytes(Fixture.Input().Shown!, Node);
        var status = ChainJsonReader.ReadStatus(document)!;

        Assert.Equal(document, ChainJson.Bytes(status.Report, status.Node));
        Assert.Equal(0, status.More);
    }

    [Fact]
    public void ADocumentWithoutItIsOfAnotherVersion() =>
        Assert.Null(ChainJsonReader.ReadStatus(ChainJson.Bytes(Fixture.Input().Shown!)));

    [Fact]
    public void AServerAMountPointAPathAndAPodHaveALine()
    {
        var screen = Print(Node, 3);

        Assert.Matches(@"(?m)^nfs2\.example\.com\s+4\s+hung\s+1 hung, no reply", screen);
        Assert.Matches(@"(?m)^/var/home\s+auto\.home\s+2\s+300 s\s+served", screen);
        Assert.Matches(@"(?m)^/var/home/bob\s+not ready\s+no answer within 10 s", screen);
        Assert.Matches(@"(?m)^shop/web-2\s+hung\s+/var/home/bob", screen);
        Assert.Contains("3 more are not shown", screen);
    }

    [Fact]
    public void WhatStrangersNameIsPrintable()
    {
        var node = Node with { Pods = [new("shop/\u001b[2J", PodState.Ok, ["/home/[red]x"])] };

        Assert.DoesNotContain('\u001b', Print(node, 0));
        Assert.Contains("/home/[red]x", Print(node, 0));
    }

    [Fact]
    public void ADocumentHasSoManyRows()
    {
        var many = Node with { Servers = [.. Enumerable.Range(0, 5000).Select(i => Node.Servers[0] with { Host = $"nfs{i}" })] };

        var document = ChainJson.Bytes(Fixture.Input().Shown!, many);

        Assert.Equal((200, 4800), (ChainJsonReader.ReadStatus(document)!.Node.Servers.Length, ChainJsonReader.ReadStatus(document)!.More));
        Assert.InRange(Encoding.UTF8.GetString(document).Length, 1000, 200_000);
    }

    private static string Print(NodeOverview node, int more)
    {
        var output = new StringWriter();
        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No });
        screen.Profile.Width = 120;
        OverviewTable.Print(screen, node, more);
        return output.ToString();
    }
}
