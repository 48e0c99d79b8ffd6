using AgentTests.Support;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Output;
using AutomountAgent.Output.Terminal;
using AutomountAgent.Rules;
using Xunit;

namespace AgentTests.Output.Terminal;

/// <summary>The example of the README is what the programs print.</summary>
public sealed class ReadmeExampleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 14, 5, 30, TimeSpan.Zero);

    [Fact]
    public void TheExampleIsWhatIsPrinted()
    {
        var report = Report();
        var example = $"""
            $ systemctl status automount-agent
                 Status: "{StatusLine.Of(report)}"

            $ automount-agent check
            {Print(report.WithoutSince())}
            """;

        var indented = example.Split('\n').Select(line => line.Length == 0 ? line : $"    {line.TrimEnd()}");
        Golden.CheckBetween(
            "README.md", "<!-- printed by the programs, kept by a test -->", "<!-- end -->", $"\n{string.Join('\n', indented)}\n");
    }

    /// <summary>check runs once: it cannot know since when anything is as it is.</summary>
    [Fact]
    public void WhoJudgesOnceSaysNothingOfTimesSince()
    {
        var report = Report().WithoutSince();

        Assert.DoesNotContain("since", Print(report), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\"since\"", ChainJson.Text(report));
    }

    [Fact]
    public void WhatIsSilencedIsCountedInTableAndJson()
    {
        var report = Report() with { Silenced = Report().Silenced.Add("server/unresolvable", 2).Add("map/unused-map", 1) };

        Assert.Contains("silenced by agent.conf: map/unused-map, server/unresolvable (2)\n", Print(report));
        var silenced = System.Text.Json.JsonDocument.Parse(ChainJson.Text(report)).RootElement.GetProperty("silenced");
        Assert.Equal(2, silenced.GetProperty("server/unresolvable").GetInt32());
    }

    /// <summary>The server of a required path hung three minutes ago.</summary>
    private static ChainReport Report()
    {
        var hung = Some.Server("nfs2.example.com", ServerOutcome.Hung, mounted: true) with
        {
            Detail = "TCP connects, but no NFS call is answered within 2 s.",
            Required = true,
        };
        var detail = $"Mounted, but nfs2.example.com does not serve it: {hung.Detail}";
        var well = Some.Judge(Some.Twice(Some.Node).WithHealth(Some.Time), null, Now.AddMinutes(-55)).Report;
        var state = Some.Twice(Some.Node with
        {
            Servers = Some.Seen(new ServersSnapshot([Some.Servers.Servers[0], hung])),
            Required = Some.Seen(new RequiredSnapshot([Some.Required(Readiness.Hung) with { Detail = detail }])),
        }).WithHealth(Some.Time);
        var broken = Some.Judge(state, well, Now.AddMinutes(-3)).Report;
        return Some.Judge(state, broken, Now).Report;
    }

    private static string Print(ChainReport report)
    {
        var writer = new StringWriter();
        ChainTable.Print(Screen.Of(writer, terminal: false, noColor: null), report);
        return writer.ToString().TrimEnd('\n') + '\n';
    }
}
