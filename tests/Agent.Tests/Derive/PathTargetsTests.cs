using AgentTests.Support;
using Automount.Findings;
using Automount.Maps.Sources;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Derive;

public class PathTargetsTests
{
    private static readonly NodeFacts Node = NodeFacts.None with { OwnNames = ["node1", "192.0.2.9"] };

    private static readonly KnownMaps Maps = KnownMaps.From(
        Some.Map("auto.master", ("/home", "auto.home"), ("/far", "auto.home nobind")),
        [
            Some.Map(
                "auto.home",
                ("alice", "nfs1:/x"),
                ("both", "nfs1,nfs2:/x"),
                ("own", "nfs1,node1:/x"),
                ("address", "-fstype=nfs4 192.0.2.9:/x"),
                ("port", "-port=2049 node1:/x"),
                ("disk", "-fstype=xfs :/dev/sdb1")),
        ],
        Node);

    private static readonly NodeState State = NodeState.Empty.WithMaps(Maps) with
    {
        Servers = Some.Seen(new ServersSnapshot([new(new("nfs2", 4, 2049), "", ServerOutcome.Up, "", null, 1, false)])),
    };

    [Theory]
    [InlineData("/home/alice", "/home", "nfs1", "")]
    [InlineData("/home/both", "/home", "nfs2", "")] // The one that is up.
    [InlineData("/home/own", "/home", null, "")]
    [InlineData("/home/address", "/home", null, "")]
    [InlineData("/home/port", "/home", "node1", "")]
    [InlineData("/far/address", "/far", "192.0.2.9", "")]
    [InlineData("/home/disk", "/home", null, "")]
    [InlineData("/home/nobody", "/home", null, "the map \"auto.home\" has neither the key \"nobody\" nor a wildcard")]
    public void ItSaysWhomToAskBeforeAPathIsTouched(string path, string root, string? server, string why)
    {
        var target = PathTargets.Of(State, path);

        Assert.Equal(new PathTarget(root, server is null ? null : new(server, 4, 2049), why), target);
    }

    [Fact]
    public void APathBelowNoRootHasNoTarget() => Assert.Null(PathTargets.Of(State, "/elsewhere/x"));

    /// <summary>
    /// automount asks nobody for what it binds, so whether an NFS server answers here is no fault; where it does mount, it is asked.
    /// </summary>
    [Fact]
    public void TheNodeItselfIsAskedOnlyWhereItIsMountedFrom()
    {
        Assert.Equal(["192.0.2.9", "nfs1", "nfs2", "node1"], MapAnalysis.Of(Maps, Silence.None).Servers.Select(s => s.Host));
        var bound = KnownMaps.From(
            Some.Map("auto.master", ("/home", "auto.home")), [Some.Map("auto.home", ("own", "nfs1,node1:/x"))], Node);
        Assert.Equal(["nfs1"], MapAnalysis.Of(bound, Silence.None).Servers.Select(s => s.Host));
    }
}
