using System.Collections.Immutable;
using System.Diagnostics;
using Automount.Maps;
using Automount.Maps.Sources;
using Xunit;

namespace AgentTests.Maps;

[Collection(nameof(Timed))]
public class NfsTests
{
    [Theory]
    [InlineData("", 4, 2049, true, "tcp")]
    [InlineData("vers=3", 3, 2049, true, "tcp")]
    [InlineData("nfsvers=4.1,soft", 4, 2049, false, "tcp")]
    [InlineData("vers=4.2,vers=3", 3, 2049, true, "tcp")]
    [InlineData("v3,softerr,hard", 3, 2049, true, "tcp")]
    [InlineData("fstype=nfs4", 4, 2049, true, "tcp")]
    [InlineData("vers=2", 3, 2049, true, "tcp")]
    [InlineData("port=20049,proto=rdma", 4, 20049, true, "rdma")]
    [InlineData("port=0", 4, 2049, true, "tcp")]
    [InlineData("port=70000", 4, 2049, true, "tcp")]
    [InlineData("udp,vers=3", 3, 2049, true, "udp")]
    [InlineData("proto=tcp6", 4, 2049, true, "tcp")]
    [InlineData("vers=,port=,=,,vers", 4, 2049, true, "tcp")]
    public void OptionsSayHowToAskTheServer(string options, int version, int port, bool hard, string protocol) =>
        Assert.Equal(new NfsOptions(version, port, hard, protocol), NfsOptions.Parse(options));

    /// <summary>Of a server automount asks a version itself, before mount.nfs runs.</summary>
    [Theory]
    [InlineData("rw", 3, 4)]
    [InlineData("v4.2", 3, 4)]
    [InlineData("port=2049", 3, 4)]
    [InlineData("vers=4.2", 4, 4)]
    [InlineData("fstype=nfs4", 4, 4)]
    [InlineData("fstype=nfs4,vers=3", 3, 3)]
    [InlineData("nfsvers=3", 3, 3)]
    [InlineData("v3", 3, 3)]
    [InlineData("mountproto=tcp", 3, 3)]
    public void TheVersionThatIsAskedForDependsOnAutofsConf(string options, int upstream, int redHat) => Assert.Equal(
        (upstream, redHat),
        (NfsOptions.Parse(options, NfsOptions.UpstreamProtocol).Version, NfsOptions.Parse(options, NfsOptions.RedHatProtocol).Version));

    private static MapContent Map(string name, params (string Key, string Value)[] records) =>
        new(name, null, [.. records.Select(r => new MapRecord(r.Key, r.Value))]);

    private static IReadOnlyList<ServerTarget> Servers(MapContent master, params MapContent[] maps)
    {
        var node = NodeFacts.None with { Variables = NodeFacts.None.Variables.Add("HOST", "node1") };
        var known = KnownMaps.From(master, [.. maps], node);
        var servers = new NfsServers(known.Binds);
        new MapWalk(known).Run(servers);
        return servers.Targets;
    }

    [Fact]
    public void EveryServerAndWayToAskItIsThereOnce()
    {
        var servers = Servers(
            Map("auto.master", ("/home", "auto.home -vers=3"), ("/h2", "auto.home")),
            Map("auto.home", ("a", "nfs1:/a"), ("b", "nfs1:/b"), ("*", "nfs2,nfs3(2):/x/&"), ("c", "-port=20049 nfs1:/c")),
            Map("auto.other", ("d", "/ -fstype=nfs4 nfs4:/ /bind -fstype=bind :/x /more nfs5:/m")));

        Assert.Equal(
            [new("nfs1", 3, 2049), new("nfs1", 3, 20049), new("nfs1", 4, 2049), new("nfs1", 4, 20049), new("nfs2", 3, 2049),
                new("nfs2", 4, 2049),
             new("nfs3", 3, 2049), new("nfs3", 4, 2049), new("nfs4", 4, 2049), new("nfs5", 4, 2049)],
            servers);
    }

    [Fact]
    public void HostsThatAreOnlyKnownLaterAreLeftOut()
    {
        var servers = Servers(
            Map("auto.master"),
            Map("m", ("*", "&:/x"), ("k", "srv$USER:/x"), ("l", "$HOST:/x"), ("/", "keep,drop-&:/x/$USER"), ("n", "bad host:/x"),
                ("o", "-fstype=ext4 :/dev/x")));

        Assert.Equal(["keep", "node1"], servers.Select(s => s.Host));
    }

    [Fact]
    public void AHundredThousandEntriesTakeNoQuadraticTime()
    {
        var map = new MapContent("auto.home", null,
            [.. Enumerable.Range(0, 100_000).Select(i => new MapRecord($"user{i}", $"-rw,soft nfs{i % 50}:/exports/&"))]);
        Servers(Map("auto.master"), Map("warm", ("a", "n:/&")));
        var clock = Stopwatch.StartNew();

        Assert.Equal(50, Servers(Map("auto.master", ("/home", "auto.home -vers=3")), map).Count);

        // An optimised build takes half a second cold. Quadratic time would be minutes: the bound leaves room for a debug build on a busy
        // machine.
        Assert.True(clock.ElapsedMilliseconds < 20_000, $"{clock.ElapsedMilliseconds} ms");
    }
}
