using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;
using AgentTests.Support;
using AutomountAgent.Interop;
using Xunit;

namespace AgentTests.Interop;

public sealed class SystemBusTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    private static CancellationToken Cancel => Patience.Minute;

    [Fact]
    public async Task ACallIsAnsweredByTheService()
    {
        using var daemon = new PrivateBus();
        using var service = new FakeService(daemon, "test.Echo", call => $"{call.Path} {call.Member}({call.Argument})");
        using var bus = new SystemBus(daemon.Address);

        Assert.Equal("/a/b Say(grüße)", await bus.CallAsync(Call("test.Echo", "Say", "grüße"), r => r.ReadString(), Long, Cancel));
    }

    [Fact]
    public async Task PropertiesOfEveryTypeAreReadAndUnknownTypesAreNull()
    {
        using var daemon = new PrivateBus();
        var sent = new Dictionary<string, object>
        {
            ["text"] = "x",
            ["other"] = new ulong[][] { [1, 2], [] },
            ["flag"] = true,
            ["bytes"] = new byte[] { 1, 2, 255 },
            ["none"] = Array.Empty<byte>(),
            ["number"] = uint.MaxValue,
            ["big"] = ulong.MaxValue,
            ["list"] = new[] { "a", "b" },
            ["path"] = new ObjectPath("/p"),
        };
        using var service = new FakeService(daemon, "test.Props", _ => sent);
        using var bus = new SystemBus(daemon.Address);

        var read = await bus.CallAsync(BusCall.GetAll("test.Props", "/a", "i.f"), r => r.ReadProperties(), Long, Cancel);

        Assert.Equal(sent.Keys.Order(), read.Keys.Order());
        Assert.Equal("x", read["text"]);
        Assert.Null(read["other"]);
        Assert.Equal(true, read["flag"]);
        Assert.Equal(new byte[] { 1, 2, 255 }, read["bytes"]);
        Assert.Equal(Array.Empty<byte>(), read["none"]);
        Assert.Equal(uint.MaxValue, read["number"]);
        Assert.Equal(ulong.MaxValue, read["big"]);
        Assert.Equal(["a", "b"], Assert.IsAssignableFrom<IReadOnlyList<string>>(read["list"]));
        Assert.Equal("/p", read["path"]);
    }

    [Fact]
    public async Task AnAnswerOfAnotherTypeIsABadReply()
    {
        using var daemon = new PrivateBus();
        using var service = new FakeService(daemon, "test.Odd", call => call.Member == "Empty" ? Array.Empty<object>() : 7u);
        using var bus = new SystemBus(daemon.Address);

        Assert.Equal(BusErrorKind.BadReply, await KindAsync(() => bus.CallAsync(Call("test.Odd", "Number"), r => r.ReadString(), Long, Cancel)));
        Assert.Equal(BusErrorKind.BadReply, await KindAsync(() => bus.CallAsync(Call("test.Odd", "Number"), r => r.ReadProperties(), Long, Cancel)));
        Assert.Equal(BusErrorKind.BadReply, await KindAsync(() => bus.CallAsync(Call("test.Odd", "Empty"), r => r.ReadStrings(), Long, Cancel)));
    }

    [Fact]
    public async Task AServiceThatHangsEndsAtTheDeadlineAndHoldsNobodyElseUp()
    {
        using var daemon = new PrivateBus();
        using var service = new FakeService(daemon, "test.Slow", call => call.Member == "Hang" ? null : "quick");
        using var bus = new SystemBus(daemon.Address);
        var hanging = bus.CallAsync(Call("test.Slow", "Hang"), r => r.ReadString(), Long, Cancel);

        Assert.Equal("quick", await bus.CallAsync(Call("test.Slow", "Say"), r => r.ReadString(), Long, Cancel));
        Assert.Equal(BusErrorKind.NoReply, await KindAsync(() => bus.CallAsync(Call("test.Slow", "Hang"), r => r.ReadString(), Short, Cancel)));

        bus.Dispose();
        Assert.Equal(BusErrorKind.NoBus, await KindAsync(() => hanging));
    }

    [Fact]
    public async Task ANameWithoutOwnerIsTold()
    {
        using var daemon = new PrivateBus();
        using var bus = new SystemBus(daemon.Address);

        Assert.Equal(BusErrorKind.NoOwner, await KindAsync(() => bus.CallAsync(Call("test.Nobody", "Say"), r => r.ReadString(), Long, Cancel)));
    }

    [Fact]
    public async Task AServiceIsStartedOnlyWhereTheCallSaysSo()
    {
        using var daemon = new PrivateBus();
        using var bus = new SystemBus(daemon.Address);
        var call = Call("test.Activated", "Say");

        var off = await Assert.ThrowsAsync<BusException>(() => bus.CallAsync(call, r => r.ReadString(), Long, Cancel));
        var on = await Assert.ThrowsAsync<BusException>(() => bus.CallAsync(call with { AutoStart = true }, r => r.ReadString(), Long, Cancel));

        Assert.DoesNotContain("Spawn", off.Message);
        Assert.Contains("Spawn", on.Message);
        Assert.Equal((BusErrorKind.NoOwner, BusErrorKind.NoOwner), (off.Kind, on.Kind));
    }

    [Fact]
    public async Task WhatThePolicyDeniesIsAccessDenied()
    {
        using var daemon = new PrivateBus();
        using var service = new FakeService(daemon, "test.Echo", _ => "never");
        using var bus = new SystemBus(daemon.Address);
        var call = Call("test.Echo", "Say") with { Interface = "test.Denied" };

        Assert.Equal(BusErrorKind.AccessDenied, await KindAsync(() => bus.CallAsync(call, r => r.ReadString(), Long, Cancel)));
    }

    [Fact]
    public async Task ABusThatIsNotThereIsNoBus()
    {
        using var bus = new SystemBus("unix:path=/nonexistent/bus");

        Assert.Equal(BusErrorKind.NoBus, await KindAsync(() => bus.CallAsync(Call("test.Echo", "Say"), r => r.ReadString(), Long, Cancel)));
    }

    [Fact]
    public async Task ABusThatAcceptsButNeverAnswersEndsAtTheDeadlineAndDoesNotHoldUpTheEnd()
    {
        var folder = Directory.CreateTempSubdirectory("bus");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint($"{folder.FullName}/s"));
        listener.Listen();
        var bus = new SystemBus($"unix:path={folder.FullName}/s");

        Assert.Equal(BusErrorKind.NoReply, await KindAsync(() => bus.CallAsync(Call("test.Echo", "Say"), r => r.ReadString(), Short, Cancel)));

        var watch = Stopwatch.StartNew();
        bus.Dispose();
        Assert.InRange(watch.ElapsedMilliseconds, 0, 10_000);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task AfterARestartOfTheBusItConnectsAgainAndSignalsArriveAgain()
    {
        using var daemon = new PrivateBus();
        using var bus = new SystemBus(daemon.Address);
        var connects = Channel.CreateUnbounded<int>();
        var signals = Channel.CreateUnbounded<int>();
        bus.OnConnect(connection =>
        {
            connection.AddMatch("type='signal',member='NameOwnerChanged',arg0='test.Echo'", () => signals.Writer.TryWrite(0));
            connects.Writer.TryWrite(0);
        });
        await connects.Reader.ReadAsync(Cancel);

        daemon.Stop();
        var lost = await KindAsync(() => bus.CallAsync(Call("test.Echo", "Say"), r => r.ReadString(), Long, Cancel));
        daemon.Start();
        await connects.Reader.ReadAsync(Cancel);
        await bus.CallAsync(Call("org.freedesktop.DBus", "Ping") with { Interface = "org.freedesktop.DBus.Peer" }, _ => 0, Long, Cancel);
        using var service = new FakeService(daemon, "test.Echo", _ => "hello");

        Assert.Equal(BusErrorKind.NoBus, lost);
        await signals.Reader.ReadAsync(Cancel);
        Assert.Equal("hello", await bus.CallAsync(Call("test.Echo", "Say"), r => r.ReadString(), Long, Cancel));
    }

    [Fact]
    public async Task AReaderThatThrowsFailsItsCallOnly()
    {
        using var daemon = new PrivateBus();
        using var service = new FakeService(daemon, "test.Echo", _ => "hello");
        using var bus = new SystemBus(daemon.Address);

        await Assert.ThrowsAsync<InvalidDataException>(
            () => bus.CallAsync<string>(Call("test.Echo", "Say"), _ => throw new InvalidDataException(), Long, Cancel));

        Assert.Equal("hello", await bus.CallAsync(Call("test.Echo", "Say"), r => r.ReadString(), Long, Cancel));
    }

    [Fact]
    public async Task ADisposedBusTakesNoCalls()
    {
        var bus = new SystemBus("unix:path=/nonexistent/bus");
        bus.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => bus.CallAsync(Call("test.Echo", "Say"), r => r.ReadString(), Long, Cancel));
    }

    [Theory]
    [InlineData("org.freedesktop.DBus.Error.NameHasNoOwner", BusErrorKind.NoOwner)]
    [InlineData("org.freedesktop.DBus.Error.AuthFailed", BusErrorKind.AccessDenied)]
    [InlineData("org.freedesktop.systemd1.NoSuchUnit", BusErrorKind.NoSuchUnit)]
    [InlineData("org.freedesktop.DBus.Error.NoReply", BusErrorKind.NoReply)]
    [InlineData("sbus.Error.Errno", BusErrorKind.Other)]
    internal void ErrorNamesAreSorted(string name, BusErrorKind kind) => Assert.Equal(kind, BusException.KindOf(name));

    private static BusCall Call(string service, string member, params string[] arguments) =>
        new(service, "/a/b", "test.Interface", member, arguments);

    private static async Task<BusErrorKind> KindAsync(Func<Task> call) => (await Assert.ThrowsAsync<BusException>(call)).Kind;
}
