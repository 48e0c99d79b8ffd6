using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
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
    private const string Host = "127.0.0.77";

    [Theory]
    [InlineData("rw", true, false)]
    [InlineData("fstype=nfs,rw", true, false)]
    [InlineData("port=0", true, false)]
    [InlineData("vers=3", false, true)]
    [InlineData("nfsvers=3,port=2049", false, true)]
    [InlineData("v3,mountport=635", true, false)]
    [InlineData("v3", true, true)]
    [InlineData("v4.2", true, false)]
    [InlineData("mountproto=tcp", true, true)]
    [InlineData("mountproto=tcp,port=2049", false, true)]
    public void AnEntryWithoutVersionOrForVersion3NeedsThePortmapper(string options, bool withoutVersion, bool mountd) =>
        Assert.Equal(new PortmapNeed("nfs1", withoutVersion, mountd), PortmapNeed.Of("nfs1", options));

    [Theory]
    [InlineData("fstype=nfs4")]
    [InlineData("vers=4.2")]
    [InlineData("nfsvers=4")]
    [InlineData("port=2049")]
    [InlineData("v4.2,port=2049")]
    [InlineData("proto=rdma")]
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
        _ = AnswerAsync(portmap, Address(port.Port));
        _ = AnswerAsync(mountd, [0]);

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
        _ = AnswerAsync(portmap, Text(""));
        Assert.Equal((PortmapOutcome.NoMountd, "mountd is not registered with rpcbind."), await AskAsync(mountd: true));

        portmap.Stop();
        Assert.Equal((PortmapOutcome.Silent, "Nothing listens on TCP port 111."), await AskAsync(mountd: false));
    }

    /// <summary>GETPORT and GETADDR name the port of another version where the one that is asked for is not registered.</summary>
    [Fact]
    public async Task AMountdOfAnotherVersionIsAFault()
    {
        using var portmap = Listen(111);
        Assert.SkipWhen(portmap is null, "port 111 cannot be used here");
        using var mountd = Listen(0)!;
        _ = AnswerAsync(portmap, Address(((IPEndPoint)mountd.LocalEndpoint).Port));
        _ = AnswerAsync(mountd, Mismatch(1, 2));

        var (outcome, detail) = await AskAsync(mountd: true);

        Assert.Equal(PortmapOutcome.NoMountd, outcome);
        Assert.EndsWith("it does not speak version 3, only 1 to 2.", detail);
    }

    /// <summary>A portmapper of version 2 knows no GETADDR.</summary>
    [Fact]
    public async Task APortmapperOfVersion2IsAskedForThePort()
    {
        using var portmap = Listen(111);
        Assert.SkipWhen(portmap is null, "port 111 cannot be used here");
        using var mountd = Listen(0)!;
        var port = (uint)((IPEndPoint)mountd.LocalEndpoint).Port;
        _ = AnswerAsync(portmap, version => version == 4 ? Mismatch(2, 2) : [0, port]);
        _ = AnswerAsync(mountd, [0]);

        Assert.Equal((PortmapOutcome.Ready, ""), await AskAsync(mountd: true));
    }

    /// <summary>GETPORT of version 2 answers 0 then: it knows tcp and udp only.</summary>
    [Fact]
    public async Task ARegistrationOverIpv6AloneIsFound()
    {
        using var portmap = Listen(111, IPAddress.IPv6Loopback);
        Assert.SkipWhen(portmap is null, "port 111 cannot be used here");
        using var mountd = Listen(0, IPAddress.IPv6Loopback)!;
        var port = ((IPEndPoint)mountd.LocalEndpoint).Port;
        _ = AnswerAsync(portmap, version => version == 4 ? Text($"::1.{port >> 8}.{port & 255}") : [0, 0]);
        _ = AnswerAsync(mountd, [0]);

        Assert.Equal((PortmapOutcome.Ready, ""), await AskAsync(mountd: true, host: "::1"));
    }

    [Theory]
    [InlineData("127.0.0.1.8.1", 2049)]
    [InlineData("::1.0.111", 111)]
    [InlineData("fe80::1%eth0.255.255", 65535)]
    [InlineData("", 0)]
    [InlineData("127.0.0.1", 1)]
    [InlineData("1.256.1", null)]
    [InlineData("x.-1.1", null)]
    [InlineData("x", null)]
    [Trait("suite", "hostile")]
    public void AUniversalAddressEndsInThePort(string text, int? port)
    {
        var xdr = Text(text)[1..].SelectMany(w => BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(w))).ToArray();

        Assert.Equal(port, UniversalAddress.Port(xdr));
        Assert.All(Enumerable.Range(0, xdr.Length - 1), length => UniversalAddress.Port(xdr.AsSpan(0, length)));
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

    /// <summary>
    /// With mount_nfs_default_protocol = 3 automount asks the portmapper for version 3; with 4 it asks port 2049 itself.
    /// </summary>
    [Fact]
    public async Task TheVersionThatAutomountAsksForMustBeRegisteredAndAnswer()
    {
        using var portmap = Listen(111);
        Assert.SkipWhen(portmap is null, "port 111 cannot be used here");
        using var nfs = Listen(0)!;
        var port = ((IPEndPoint)nfs.LocalEndpoint).Port;
        var (registered, served) = (Text(""), Mismatch(4, 4));
        _ = AnswerAsync(portmap, _ => registered);
        _ = AnswerAsync(nfs, _ => served);

        Assert.Equal((PortmapOutcome.NoNfs, "NFS version 3 is not registered with rpcbind."), await AskAsync(mountd: false, protocol: 3));
        Assert.Equal((PortmapOutcome.Ready, ""), await AskAsync(mountd: false, protocol: 4));
        registered = Address(port); // That of version 4, which a portmapper names as well.
        var (outcome, detail) = await AskAsync(mountd: false, protocol: 3);
        Assert.Equal(PortmapOutcome.NoNfs, outcome);
        Assert.EndsWith("it does not speak version 3, only 4 to 4.", detail);
        served = [0];
        Assert.Equal((PortmapOutcome.Ready, ""), await AskAsync(mountd: false, protocol: 3));
    }

    private static Task<(PortmapOutcome Outcome, string Detail)> AskAsync(bool mountd, string host = Host, int protocol = 4) =>
        new PortmapPing(new HostResolver(TimeProvider.System), TimeProvider.System)
        .AskAsync(new(host, !mountd, mountd), protocol, TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

    private static TcpListener? Listen(int port, IPAddress? address = null)
    {
        var listener = new TcpListener(address ?? IPAddress.Parse(Host), port);
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

    /// <summary>A success with a universal address.</summary>
    private static uint[] Address(int port) => Text($"{Host}.{port >> 8}.{port & 255}");

    /// <summary>A success with a string.</summary>
    private static uint[] Text(string text)
    {
        var padded = Encoding.ASCII.GetBytes(text.PadRight((text.Length + 3) & ~3, '\0'));
        return [0, (uint)text.Length, .. padded.Chunk(4).Select(word => BinaryPrimitives.ReadUInt32BigEndian(word))];
    }

    /// <summary>PROG_MISMATCH.</summary>
    private static uint[] Mismatch(uint low, uint high) => [2, low, high];

    private static Task AnswerAsync(TcpListener listener, uint[] result) => AnswerAsync(listener, _ => result);

    /// <summary>Answers every call, which is accepted, with what follows for the version of its program.</summary>
    private static async Task AnswerAsync(TcpListener listener, Func<uint, uint[]> result)
    {
        var received = new byte[256];
        while (true)
        {
            using var socket = await listener.AcceptSocketAsync();
            await socket.ReceiveAsync(received);
            var xid = BinaryPrimitives.ReadUInt32BigEndian(received.AsSpan(4));
            uint[] reply = [xid, 1, 0, 0, 0, .. result(BinaryPrimitives.ReadUInt32BigEndian(received.AsSpan(20)))];
            uint[] words = [0x8000_0000 | (uint)(4 * reply.Length), .. reply];
            await socket.SendAsync(words.SelectMany(w => BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(w))).ToArray());
        }
    }
}
