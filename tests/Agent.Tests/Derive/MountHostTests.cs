using AgentTests.Support;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Derive;

public class MountHostTests
{
    private static readonly KnownMaps Maps = KnownMaps.From(
        Some.Map("auto.master", ("/home", "auto.home")),
        [Some.Map("auto.home", ("one", "rr:/x"), ("two", "nfs1,nfs2:/x"), ("literal", "192.0.2.7:/x"), ("*", "all:/&"))]);

    private static readonly NodeState State = NodeState.Empty.WithMaps(Maps) with
    {
        Servers = Some.Seen(new ServersSnapshot(
        [
            Some.Server("nfs1") with { Address = "192.0.2.1" }, Some.Server("nfs2") with { Address = "192.0.2.2" }
        ])),
    };

    [Theory]
    [InlineData("/home/one", "192.0.2.7", "rr")]
    [InlineData("/home/two", "192.0.2.2", "nfs2")]
    [InlineData("/home/two", "192.0.2.9", "nfs1")]
    [InlineData("/home/literal", "192.0.2.7", "192.0.2.7")]
    [InlineData("/home/carol", "192.0.2.7", "all")]
    [InlineData("/home/one", "[2001:db8::7]", "rr")]
    [InlineData("/home/one", "other", "other")] // A name is a name.
    [InlineData("/elsewhere", "192.0.2.7", "192.0.2.7")]
    public void AMountByAddressHasTheHostOfTheMap(string point, string server, string host) =>
        Assert.Equal(host, Look(Some.Nfs(point, server, "/x") with { Root = "/home", Address = server }).Host);

    [Fact]
    public void AMountBelowASymbolicLinkHasTheHostOfTheMap()
    {
        var node = new NodeFacts { Links = SymbolicLinks.Of([new("/home", "/var/home")]) };
        var state = State.WithMaps(KnownMaps.From(Maps.Content, Maps.Maps, node));
        var mount = Some.Nfs("/var/home/one", "192.0.2.7", "/x") with { Root = "/var/home", Address = "192.0.2.7" };

        Assert.Equal("rr", Assert.Single(state.WithMounts(Some.Seen(new MountsSnapshot([], [mount]))).Mounts!.Seen!.Nfs).Host);
    }

    [Fact]
    public void AMountThatIsNotAutomountsKeepsItsAddress() =>
        Assert.Equal("192.0.2.7", Look(Some.Nfs("/home/one", "192.0.2.7", "/x") with { Root = null }).Host);

    private static NfsMount Look(NfsMount mount) =>
        Assert.Single(State.WithMounts(Some.Seen(new MountsSnapshot([], [mount]))).Mounts!.Seen!.Nfs);
}
