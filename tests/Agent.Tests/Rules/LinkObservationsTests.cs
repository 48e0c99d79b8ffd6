using AgentTests.Support;
using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Rules;

/// <summary>A link is not ok before all of it was looked at.</summary>
public sealed class LinkObservationsTests
{
    [Fact]
    public void AMapFileThatWasNotReadYetMakesMapAndServerUnknown()
    {
        var local = LocalMaps.None with { Visited = ["/etc/auto.master"] };

        var report = Judge(Node("/etc/auto.data", local));

        var map = report.Links.Single(l => l.Link == Link.Map);
        Assert.Equal((Verdict.Unknown, "/etc/auto.data has not been read yet"), (map.State, map.Reason));
        var server = report.Links.Single(l => l.Link == Link.Server);
        Assert.Equal((Verdict.Unknown, $"not all servers are known: {map.Reason}"), (server.State, server.Reason));
        Assert.DoesNotContain(report.Findings, f => f.Kind.Code is "map/file-missing" or "map/dangling-map");
    }

    [Fact]
    public void AMapFileThatCannotBeReadIsUnknownAndSaysWhy()
    {
        var local = LocalMaps.None with
        {
            Visited = ["/etc/auto.master", "/etc/auto.data"],
            Unread = [new UnreadFile("/etc/auto.data", "cannot be read: Permission denied", IsFailure: true)],
        };

        var map = Judge(Node("/etc/auto.data", local)).Links.Single(l => l.Link == Link.Map);

        Assert.Equal((Verdict.Unknown, "/etc/auto.data cannot be read: Permission denied"), (map.State, map.Reason));
    }

    [Fact]
    public void AServerThatWasNotAskedYetIsUnknown()
    {
        var report = Judge(Some.Node with { Servers = Some.Seen(new ServersSnapshot([Some.Servers.Servers[0]])) });

        var server = report.Links.Single(l => l.Link == Link.Server);
        Assert.Equal((Verdict.Unknown, "nfs2.example.com has not been asked yet"), (server.State, server.Reason));
    }

    private static ChainReport Judge(NodeState state) => Some.Judge(Some.Twice(state), null, Some.Time).Report;

    /// <summary>A node whose master map, in LDAP, names a file besides.</summary>
    private static NodeState Node(string file, LocalMaps local)
    {
        var master = Some.Map("auto.master", ("/home", "auto.home"), ("/-", "auto.direct"), ("/data", file));
        var domain = Some.Domain() with { Maps = Some.Maps.SetItem(0, master) };
        return Some.Node with
        {
            Directory = Some.Seen(new DirectorySnapshot([domain])),
            Automount = Some.Seen(Some.Automount with
            {
                Local = local with { Visited = local.Visited.Add("/etc/auto.home").Add("/etc/auto.direct") },
            }),
        };
    }
}
