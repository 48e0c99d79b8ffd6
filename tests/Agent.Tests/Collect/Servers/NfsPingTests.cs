using System.Net;
using System.Net.Sockets;
using AgentTests.Support;
using Automount.Maps;
using AutomountAgent.Collect.Servers;
using AutomountAgent.Model;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentTests.Collect.Servers;

[Trait("suite", "hostile")]
public sealed class NfsPingTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);

    private readonly RpcConnections connections = new(TimeProvider.System);
    private readonly NfsPing ping;

    public NfsPingTests() => ping = new(new HostResolver(TimeProvider.System), connections, TimeProvider.System);

    public void Dispose() => connections.Dispose();

    [Fact]
    public async Task AServerThatAnswersIsUp()
    {
        await using var server = new FakeNfsServer(FakeNfsServer.Up);

        var reply = await AskAsync(server.Target, Long);

        Assert.Equal((ServerOutcome.Up, "127.0.0.1", ""), (reply.Outcome, reply.Address, reply.Detail));
        Assert.InRange(reply.ResponseTime!.Value, TimeSpan.Zero, Long);
    }

    /// <summary>An address that a mount uses must answer; another one of the name that does not is named.</summary>
    [Fact]
    public async Task AnAddressThatDoesNotAnswerIsNamedWhileTheServerIsUp()
    {
        await using var server = new FakeNfsServer(FakeNfsServer.Up);
        var target = server.Target with { Host = "127.0.0.9" };

        var reply = await ping.AskAsync(new(target, [IPAddress.Loopback], true), Long, TestContext.Current.CancellationToken);

        Assert.Equal((ServerOutcome.Up, "127.0.0.1"), (reply.Outcome, reply.Address));
        Assert.Equal($"127.0.0.9: Nothing listens on TCP port {target.Port}", reply.DeadAddresses);
        Assert.Equal("", (await AskAsync(server.Target, Long)).DeadAddresses);
    }

    [Fact]
    public async Task AServerThatAcceptsAndIsSilentHangs()
    {
        await using var server = new FakeNfsServer(FakeNfsServer.Silent);

        var reply = await AskAsync(server.Target, Short);

        Assert.Equal((ServerOutcome.Hung, (TimeSpan?)null), (reply.Outcome, reply.ResponseTime));
        Assert.Contains("no NFS call is answered", reply.Detail);
    }

    /// <summary>
    /// On a node without time for the agent, or in a virtual machine that was paused, it is the agent that is late, not the server.
    /// </summary>
    [Theory]
    [InlineData(10, 1, ServerOutcome.Hung)]
    [InlineData(20, 2, ServerOutcome.Up)]
    internal async Task ATimeOutThatIsNoticedLateTellsNothingOfTheServer(int secondsLater, int calls, ServerOutcome outcome)
    {
        var clock = new FakeTimeProvider();
        await using var server = new FakeNfsServer(FakeNfsServer.Silent);
        var asked = new NfsPing(new HostResolver(clock), connections, clock).AskAsync(
            new(server.Target, [], false), Long, TestContext.Current.CancellationToken);
        await Patience.UntilAsync(() => server.Calls == 1);
        server.Answer = FakeNfsServer.Up;

        clock.Advance(TimeSpan.FromSeconds(secondsLater));

        Assert.Equal(outcome, (await asked).Outcome);
        Assert.Equal(calls, server.Calls);
    }

    [Fact]
    public async Task AKernelThatAcceptsForAStoppedServerHangs()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();

        var reply = await AskAsync(new("127.0.0.1", 4, ((IPEndPoint)listener.LocalEndPoint!).Port), Short);

        Assert.Equal(ServerOutcome.Hung, reply.Outcome);
    }

    [Fact]
    public async Task AClosedPortRefuses()
    {
        // Bound but not listening: nobody else can take the port.
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var reply = await AskAsync(new("127.0.0.1", 4, ((IPEndPoint)closed.LocalEndPoint!).Port), Long);

        Assert.Equal(ServerOutcome.Refused, reply.Outcome);
    }

    [Fact]
    public async Task AFullBacklogIsUnreachable()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var target = new ServerTarget("127.0.0.1", 4, ((IPEndPoint)listener.LocalEndPoint!).Port);
        using var first = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await first.ConnectAsync(listener.LocalEndPoint, TestContext.Current.CancellationToken);

        var reply = await AskAsync(target, Short);

        Assert.Equal(ServerOutcome.Unreachable, reply.Outcome);
    }

    [Fact]
    public async Task AnotherVersionIsAMismatch()
    {
        await using var server = new FakeNfsServer(xid => RpcNullTests.Record(xid, 1, 0, 0, 0, 2, 3, 3));

        var reply = await AskAsync(server.Target, Long);

        Assert.Equal(ServerOutcome.VersionMismatch, reply.Outcome);
        Assert.NotNull(reply.ResponseTime);
    }

    [Fact]
    public async Task WhatIsNotRpcIsABadReply()
    {
        await using var web = new FakeNfsServer(_ => "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        await using var closing = new FakeNfsServer(_ => []);
        await using var other = new FakeNfsServer(xid => RpcNullTests.Record(xid + 1, 1, 0, 0, 0, 0));

        Assert.All(
            await Task.WhenAll(AskAsync(web.Target, Long), AskAsync(closing.Target, Long), AskAsync(other.Target, Long)),
            reply => Assert.Equal(ServerOutcome.BadReply, reply.Outcome));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-such-host.invalid")]
    [InlineData("bad host\n")]
    public async Task ANameWithoutAddressIsUnresolvable(string host)
    {
        var reply = await AskAsync(new(host, 4, 2049), Long);

        Assert.Equal((ServerOutcome.Unresolvable, ""), (reply.Outcome, reply.Address));
        Assert.NotEmpty(reply.Detail);
    }

    [Fact]
    public async Task APortOutOfRangeIsUnreachable()
    {
        Assert.Equal(ServerOutcome.Unreachable, (await AskAsync(new("127.0.0.1", 4, 70000), Long)).Outcome);
    }

    [Fact]
    public async Task OneAddressThatAnswersIsEnoughForANameThatIsNotMounted()
    {
        await using var up = new FakeNfsServer(FakeNfsServer.Up);

        // localhost has 127.0.0.1, where the server is, and on most machines ::1, where nobody listens.
        Assert.Equal(ServerOutcome.Up, (await AskAsync(up.Target with { Host = "localhost" }, Long)).Outcome);
    }

    [Fact]
    public async Task EveryAddressInUseMustAnswer()
    {
        await using var up = new FakeNfsServer(FakeNfsServer.Up);
        await using var silent = new FakeNfsServer(FakeNfsServer.Silent, IPAddress.Parse("127.0.0.2"), up.Port);

        var reply = await ping.AskAsync(
            new(up.Target, [IPAddress.Loopback, IPAddress.Parse("127.0.0.2")], true), Short, TestContext.Current.CancellationToken);

        Assert.Equal((ServerOutcome.Hung, "127.0.0.2"), (reply.Outcome, reply.Address));
    }

    [Fact]
    public async Task CallsGoOverOneConnection()
    {
        await using var server = new FakeNfsServer(FakeNfsServer.Up);

        for (var call = 1; call <= 3; call++)
        {
            var reply = await AskAsync(server.Target, Long);
            Assert.Equal((ServerOutcome.Up, call, 1), (reply.Outcome, server.Calls, server.Connections));
            Assert.InRange(reply.ResponseTime!.Value, TimeSpan.Zero, Long);
        }

        Assert.Equal(1, connections.Count);
    }

    /// <summary>Linux closes connections that were idle for six minutes. That is no fault, and it is not asked twice either.</summary>
    [Fact]
    public async Task AConnectionThatTheServerClosedIsOpenedAnew()
    {
        await using var server = new FakeNfsServer(FakeNfsServer.Up);
        await AskAsync(server.Target, Long);
        server.CloseConnections();

        var reply = await AskAsync(server.Target, Long);

        Assert.Equal((ServerOutcome.Up, false, 2, 2), (reply.Outcome, reply.IsSecondCall, server.Calls, server.Connections));
    }

    /// <summary>Behind a firewall that forgot a connection nobody answers on it, and a new one works.</summary>
    [Fact]
    public async Task SilenceOnAConnectionThatWasKeptSaysNothingOfTheServer()
    {
        await using var server = new FakeNfsServer(FakeNfsServer.Up);
        await AskAsync(server.Target, Long);
        server.Answer = xid => server.Connections == 1 ? null : FakeNfsServer.Up(xid);

        var reply = await AskAsync(server.Target, TimeSpan.FromSeconds(3));

        Assert.Equal((ServerOutcome.Up, true, 2), (reply.Outcome, reply.IsSecondCall, server.Connections));
    }

    [Fact]
    public async Task AServerThatIsGoneIsRefusedAtOnceOnAConnectionThatWasKept()
    {
        var server = new FakeNfsServer(FakeNfsServer.Up);
        var target = server.Target;
        await AskAsync(target, Long);
        await server.DisposeAsync();

        var reply = await AskAsync(target, Long);

        Assert.Equal((ServerOutcome.Refused, false, 0), (reply.Outcome, reply.IsSecondCall, connections.Count));
    }

    /// <summary>What comes unasked would be taken for the next answer.</summary>
    [Fact]
    public async Task AReplyTooManyOnAConnectionThatWasKeptIsNotBelieved()
    {
        await using var server = new FakeNfsServer(xid => [.. FakeNfsServer.Up(xid)!, .. FakeNfsServer.Up(xid)!]);
        await AskAsync(server.Target, Long);
        await AskAsync(server.Target, Long);

        Assert.Equal(ServerOutcome.Up, (await AskAsync(server.Target, Long)).Outcome);
    }

    [Fact]
    public async Task NothingIsKeptOfAServerThatDoesNotAnswer()
    {
        await using var silent = new FakeNfsServer(FakeNfsServer.Silent);
        await using var mismatch = new FakeNfsServer(xid => RpcNullTests.Record(xid, 1, 0, 0, 0, 2, 3, 3));

        await Task.WhenAll(AskAsync(silent.Target, Short), AskAsync(mismatch.Target, Long));

        Assert.Equal(0, connections.Count);
    }

    /// <summary>Replies to mounts prove their address alone: another one of the name is asked.</summary>
    [Fact]
    public async Task ASparedAddressIsNotAskedAndTheOthersAre()
    {
        await using var server = new FakeNfsServer(FakeNfsServer.Up);
        var spared = new PlannedServer(server.Target, [IPAddress.Loopback], true) { Spared = [IPAddress.Loopback] };

        var reply = await ping.AskAsync(spared, Long, TestContext.Current.CancellationToken);
        Assert.Equal((ServerOutcome.Up, null, 0), (reply.Outcome, reply.ResponseTime, server.Calls));

        var two = spared with { InUse = [IPAddress.Loopback, IPAddress.Parse("127.0.0.2")] };
        reply = await ping.AskAsync(two, Long, TestContext.Current.CancellationToken);
        Assert.Equal((ServerOutcome.Refused, "127.0.0.2", 0), (reply.Outcome, reply.Address, server.Calls));
    }

    [Theory]
    [InlineData(ServerOutcome.Refused, ServerOutcome.Hung, ServerOutcome.Hung)]
    [InlineData(ServerOutcome.Unreachable, ServerOutcome.Refused, ServerOutcome.Refused)]
    [InlineData(ServerOutcome.Refused, ServerOutcome.VersionMismatch, ServerOutcome.VersionMismatch)]
    [InlineData(ServerOutcome.Hung, ServerOutcome.Up, ServerOutcome.Up)]
    internal void OfSeveralAddressesTheOneThatTellsMostStandsForAll(ServerOutcome one, ServerOutcome other, ServerOutcome expected)
    {
        PingReply[] replies = [new(one, "a", "", null), new(other, "b", "", null)];

        Assert.Equal(expected, NfsPing.Combine(replies, allMustAnswer: false).Outcome);
    }

    [Fact]
    public async Task ACallerThatGivesUpIsNotAnOutcome()
    {
        await using var server = new FakeNfsServer(FakeNfsServer.Silent);
        using var cancel = new CancellationTokenSource(Short);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ping.AskAsync(new(server.Target, [], false), Long, cancel.Token));
    }

    private Task<PingReply> AskAsync(ServerTarget target, TimeSpan timeout) =>
        ping.AskAsync(new(target, [], false), timeout, TestContext.Current.CancellationToken);
}
