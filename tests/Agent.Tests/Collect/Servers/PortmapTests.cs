using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using AgentTests.Support;
using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Collect.Servers;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Rules;
using Xunit;

namespace AgentTests.Collect.Servers;

public class PortmapTests
{
    private const string Address = "127.0.0.77";

    [Theory]
    [InlineData("rw", true, false)]
    [InlineData("fstype=nfs,rw", true, false)]
    [InlineData("port=0", true, false)]
    [InlineData("vers=3", false, true)]
    [InlineData("nfsvers=3,port=2049", false, true)]
    [InlineData("v3,mountport=635", false, false)]
    public void AnEntryWithoutVersionOrForVersion3NeedsThePortmapper(string options, bool withoutVersion, bool mountd) =>
        Assert.Equal(new PortmapNeed("nfs1", withoutVersion, mountd), PortmapNeed.Of("nfs1", options));

    [Theory]
    [InlineData("fstype=nfs4")]
    [InlineData("vers=4.2")]
    [InlineData("v4")]
    [InlineData("port=2049")]
    [InlineData("vers=3,port=2049,mountport=635")]
    public void OthersDoNot(string options) => Assert.Null(PortmapNeed.Of("nfs1", options));

    [Fact]
    public void TheMapsTellWhatIsNeeded()
    {
        var maps = KnownMaps.From(
            Some.Map("auto.master", ("/home", "auto.home")),
            [
                Some.Map(
                    "auto.home",
                    ("a", "nfs1:/a"),
                    ("b", "-vers=3 nfs1:/b"),
                    ("c", "nfs1:/c"),
                    ("d", "-fstype=nfs4 nfs2:/d"),
                    ("*", "&:/x")),
            ]);

        Assert.Equal(
            [new PortmapNeed("nfs1", false, true), new PortmapNeed("nfs1", true, false)], 
            MapAnalysis.Of(maps, Silence.None).PortmapNeeds.OrderBy(n => n.WithoutVersion));
    }

    [Fact]
    public async Task ThePortmapperIsAskedAndThenMountd()
    {
        using var portmap = Listen(111);
        Assert.SkipWhen(portmap is null, "port 111 cannot be used here");
        using var mountd = Listen(0)!;
        var port = (IPEndPoint)mountd.LocalEndpoint;
        _ = AnswerAsync(portmap, (uint)port.Port);
        _ = AnswerAsync(mountd, null);

        Assert.Equal((PortmapOutcome.Ready, ""), await AskAsync(mountd: true));
        Assert.Equal((PortmapOutcome.Ready, ""), await AskAsync(mountd: false));

        mountd.Stop();
        // Or another process may listen there next.
        using var reserved = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        reserved.Bind(port);
        var (outcome, detail) = await AskAsync(mountd: true);
        Assert.Equal(PortmapOutcome.NoMountd, outcome);
        Assert.Contains("Nothing listens", detail);
    }

    [Fact]
    public async Task AMountdThatIsNotRegisteredAndAPortmapperThatIsNotThereAreFaults()
    {
        using var portmap = Listen(111);
        Assert.SkipWhen(portmap is null, "port 111 cannot be used here");
        _ = AnswerAsync(portmap, 0);
        Assert.Equal((PortmapOutcome.NoMountd, "mountd is not registered with rpcbind."), await AskAsync(mountd: true));

        portmap.Stop();
        Assert.Equal((PortmapOutcome.Silent, "Nothing listens on TCP port 111."), await AskAsync(mountd: false));
    }

    [Fact]
    public void EachFaultHasItsNameOnceItWasSeenTwiceAndTheServerItselfIsUp()
    {
        Assert.Equal("server/rpcbind-trap", Judge(new(new("nfs1", true, false), PortmapOutcome.Silent, "x", 2))?.Kind.Code);
        Assert.Equal("server/rpcbind-unavailable", Judge(new(new("nfs1", false, true), PortmapOutcome.Silent, "x", 2))?.Kind.Code);
        Assert.Equal("server/mountd-unavailable", Judge(new(new("nfs1", false, true), PortmapOutcome.NoMountd, "x", 2))?.Kind.Code);
        Assert.Null(Judge(new(new("nfs1", true, false), PortmapOutcome.Silent, "x", 1)));
        Assert.Null(Judge(new(new("nfs1", true, false), PortmapOutcome.Ready, "", 9)));
        Assert.Null(Judge(new(new("nfs1", true, false), PortmapOutcome.Silent, "x", 2), ServerOutcome.Hung));
    }

    private static Finding? Judge(PortmapState portmap, ServerOutcome server = ServerOutcome.Up) => PortmapRules.Run(
        NodeState.Empty with { Servers = Some.Seen(new ServersSnapshot([Some.Server("nfs1", server)]) { Portmappers = [portmap] }) })
            .SingleOrDefault();

    private static Task<(PortmapOutcome Outcome, string Detail)> AskAsync(bool mountd) =>
        new PortmapPing(new HostResolver(TimeProvider.System), TimeProvider.System)
        .AskAsync(new(Address, !mountd, mountd), TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

    private static TcpListener? Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Parse(Address), port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }

    /// <summary>Answers every call with success, and a word of result when there is one.</summary>
    private static async Task AnswerAsync(TcpListener listener, uint? result)
    {
        var received = new byte[256];
        while (true)
        {
            using var socket = await listener.AcceptSocketAsync();
            var length = await socket.ReceiveAsync(received);
            var xid = BinaryPrimitives.ReadUInt32BigEndian(received.AsSpan(4));
            var head = 0x8000_0000 | (result is null ? 24u : 28u);
            uint[] words = [head, xid, 1, 0, 0, 0, 0, .. result is { } word ? new[] { word } : []];
            await socket.SendAsync(words.SelectMany(w => BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(w))).ToArray());
        }
    }
}
