using System.Net;
using System.Net.Sockets;
using AgentTests.Collect.Mounts;
using Automount.Maps;
using AutomountAgent.Collect.Servers;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Servers;

/// <summary>NFSv3 over UDP: the server, its portmapper and mountd are asked as the entry says.</summary>
public class DatagramTests
{
    private const string Portmapper = "127.0.0.78";
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task AServerThatAnswersIsUp()
    {
        await using var server = new DatagramServer(DatagramServer.Up);

        var reply = await AskAsync(server.Port, Long);

        Assert.Equal((ServerOutcome.Up, "127.0.0.1", ""), (reply.Outcome, reply.Address, reply.Detail));
        Assert.NotNull(reply.ResponseTime);
        Assert.Equal([0u, 2u, 100003u, 3u, 0u, 0u, 0u, 0u, 0u], Assert.Single(server.Calls).Words[1..]);
    }

    [Fact]
    public async Task ALostDatagramIsSentAgainWithTheSameTransactionId()
    {
        var lost = 0;
        await using var server = new DatagramServer(call => lost++ < 2 ? [] : DatagramServer.Up(call));

        var reply = await AskAsync(server.Port, TimeSpan.FromSeconds(6));

        Assert.Equal(ServerOutcome.Up, reply.Outcome);
        Assert.True(reply.ResponseTime > TimeSpan.FromSeconds(3.5), $"{reply.ResponseTime}");
        Assert.Equal(3, server.Calls.Count);
        Assert.Single(server.Calls.Select(c => c.Xid).Distinct());
    }

    [Fact]
    public async Task SilenceIsUnreachableAtTheDeadline()
    {
        await using var server = new DatagramServer(_ => []);

        var reply = await AskAsync(server.Port, Short);

        Assert.Equal((ServerOutcome.Unreachable, $"No answer from UDP port {server.Port} within 0.3 s."), (reply.Outcome, reply.Detail));
        Assert.InRange(server.Calls.Count, 1, 6); // On a busy machine the time-out is noticed late, and it is asked once more.
    }

    [Fact]
    public async Task AClosedPortRefuses()
    {
        // Connected elsewhere: the port is taken, and what the test sends gets the answer of a closed one.
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Connect(new IPEndPoint(IPAddress.Loopback, 9));

        Assert.Equal(ServerOutcome.Refused, (await AskAsync(((IPEndPoint)taken.LocalEndPoint!).Port, Long)).Outcome);
    }

    [Fact]
    public async Task RepliesToOtherCallsAreNoReplies()
    {
        await using var server = new DatagramServer(
            call => [DatagramServer.Reply(call.Xid + 1, 1, 0, 0, 0, 0), [], "noise"u8.ToArray(), .. DatagramServer.Up(call)]);
        await using var strange = new DatagramServer(call => [DatagramServer.Reply(call.Xid + 1, 1, 0, 0, 0, 0)]);

        Assert.Equal(ServerOutcome.Up, (await AskAsync(server.Port, Long)).Outcome);
        Assert.Equal(ServerOutcome.Unreachable, (await AskAsync(strange.Port, Short)).Outcome);
    }

    [Fact]
    public async Task AReplyFromAnotherAddressOrPortIsNone()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var elsewhere = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await using var server = new DatagramServer(call =>
        {
            other.SendTo(DatagramServer.Up(call)[0], call.From);
            elsewhere.SendTo(DatagramServer.Up(call)[0], call.From);
            return [];
        });
        elsewhere.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), server.Port));

        Assert.Equal(ServerOutcome.Unreachable, (await AskAsync(server.Port, Short)).Outcome);
    }

    [Theory]
    [InlineData(new uint[] { 1, 0, 0, 0, 2, 4, 4 }, ServerOutcome.VersionMismatch)]
    [InlineData(new uint[] { 1, 1, 1, 5 }, ServerOutcome.BadReply)]
    [InlineData(new uint[] { 1, 0, 0, 0xFFFFFFFF }, ServerOutcome.BadReply)]
    internal async Task OtherRepliesHaveTheirOutcome(uint[] words, ServerOutcome outcome)
    {
        await using var server = new DatagramServer(call => [DatagramServer.Reply([call.Xid, .. words])]);

        Assert.Equal(outcome, (await AskAsync(server.Port, Long)).Outcome);
    }

    [Fact]
    public async Task PortmapperAndMountdAreAskedOverUdp()
    {
        await using var mountd = new DatagramServer(DatagramServer.Up, Portmapper);
        DatagramServer portmap;
        try
        {
            // A portmapper of version 2 alone (RFC 1833): to rpcbind's version 4 it answers PROG_MISMATCH.
            portmap = new(
                call => [
                    call.Words[4] == 2
                        ? DatagramServer.Reply(call.Xid, 1, 0, 0, 0, 0, (uint)mountd.Port)
                        : DatagramServer.Reply(call.Xid, 1, 0, 0, 0, 2, 2, 2),
                ],
                Portmapper,
                111);
        }
        catch (SocketException)
        {
            Assert.Skip("port 111 cannot be used here");
            return;
        }

        await using (portmap)
        {
            Assert.Equal((PortmapOutcome.Ready, ""), await AskPortmapperAsync(Long));
            Assert.Equal([100005u, 3u, 17u, 0u], Assert.Single(portmap.Calls, call => call.Words[4] == 2).Words[^4..]);
            Assert.Equal([100005u, 3u, 0u], Assert.Single(mountd.Calls).Words[3..6]);
        }

        var (outcome, detail) = await AskPortmapperAsync(Long);
        Assert.Equal((PortmapOutcome.Silent, "Nothing listens on UDP port 111."), (outcome, detail));
    }

    [Theory]
    [InlineData("vers=3,proto=udp", true)]
    [InlineData("vers=3,udp", true)]
    [InlineData("udp,v3,tcp", false)]
    [InlineData("vers=3,mountproto=udp", false)]
    [InlineData("vers=4.2,proto=udp", false)]
    public void OnlyNfs3WithThatProtocolIsAskedOverUdp(string options, bool udp) => Assert.Equal(udp, NfsOptions.Parse(options).Udp);

    [Theory]
    [InlineData("vers=3,proto=udp", true)]
    [InlineData("vers=3,udp,mountproto=tcp", false)]
    [InlineData("vers=3,mountproto=udp6", true)]
    [InlineData("vers=3,mountport=635,proto=udp", true)]
    [InlineData("vers=3,mountport=635,mountproto=udp", false)]
    [InlineData("proto=udp", true)]
    [InlineData("rw", false)]
    public void ThePortmapperIsAskedAsMountNfsAsksIt(string options, bool udp) => Assert.Equal(udp, PortmapNeed.Of("h", options)!.Udp);

    [Fact]
    public void AMountOverUdpIsAskedOverUdp()
    {
        var mount = Samples.Nfs(new("nfs1", 3, 2049)) with { Udp = true };

        var required = new HashSet<ServerTarget>();

        var planned = Assert.Single(ServerPlan.Make([], required, [mount], _ => [], _ => null));
        Assert.Equal(new ServerTarget("nfs1", 3, 2049) { Udp = true }, planned.Target);
        Assert.Equal(2, ServerPlan.Make([new("nfs1", 3, 2049)], required, [mount], _ => [], _ => null).Count);
    }

    private static async Task<PingReply> AskAsync(int port, TimeSpan timeout)
    {
        using var connections = new RpcConnections(TimeProvider.System);
        return await new NfsPing(new HostResolver(TimeProvider.System), connections, TimeProvider.System).AskAsync(
            new(new("127.0.0.1", 3, port) { Udp = true }, [], false), timeout, TestContext.Current.CancellationToken);
    }

    private static Task<(PortmapOutcome Outcome, string Detail)> AskPortmapperAsync(TimeSpan timeout) =>
        new PortmapPing(new HostResolver(TimeProvider.System), TimeProvider.System)
        .AskAsync(new(Portmapper, false, true) { Udp = true }, defaultProtocol: 4, timeout, TestContext.Current.CancellationToken);
}
