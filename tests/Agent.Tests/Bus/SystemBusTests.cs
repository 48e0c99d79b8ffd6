using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;
using AgentTests.Support;
using AutomountAgent.Bus;
using Tmds.DBus.Protocol;
using Xunit;

namespace AgentTests.Bus;

public sealed class SystemBusTests
{
    internal static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
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
    public async Task PropertiesOfPlainTypesAreReadAndOthersAreLeftOut()
    {
        using var daemon = new PrivateBus();
        var sent = new Dictionary<string, object>
        {
            ["text"] = "x",
            ["other"] = new ulong[][] { [1, 2], [] },
            ["flag"] = true,
            ["bytes"] = new byte[] { 1, 2, 255 },
            ["number"] = uint.MaxValue,
            ["big"] = ulong.MaxValue,
            ["list"] = new[] { "a", "b" },
            ["path"] = new ObjectPath("/p"),
        };
        using var service = new FakeService(daemon, "test.Props", _ => sent);
        using var bus = new SystemBus(daemon.Address);

        var read = await bus.CallAsync(BusCall.GetAll("test.Props", "/a", "i.f"), r => r.ReadProperties(), Long, Cancel);

        Assert.Equal(("x", "/p", true), (read.Text("text"), read.Text("path"), read.Boolean("flag")));
        Assert.Equal((uint.MaxValue, ulong.MaxValue), (read.UInt32("number"), read.UInt64("big")));
        Assert.All(["other", "bytes", "list", "missing", "number"], name => Assert.Equal("", read.Text(name)));
        Assert.Equal((null, null, null), (read.UInt32("big"), read.UInt64("number"), read.Boolean("text")));
    }

    [Fact]
    public async Task PathsAndAPropertyAreRead()
    {
        using var daemon = new PrivateBus();
        using var service = new FakeService(daemon, "test.Values", call => call.Member switch
        {
            "One" => new ObjectPath("/one"),
            "Many" => new ObjectPath[] { "/a", "/b" },
            _ => new FakeVariant("text"),
        });
        using var bus = new SystemBus(daemon.Address);

        Assert.Equal("/one", await bus.CallAsync(Call("test.Values", "One"), r => r.ReadPath(), Long, Cancel));
        Assert.Equal(["/a", "/b"], await bus.CallAsync(Call("test.Values", "Many"), r => r.ReadPaths(), Long, Cancel));
        Assert.Equal("text", await bus.CallAsync(BusCall.Get("test.Values", "/", "i.f", "p"), r => r.ReadPropertyText(), Long, Cancel));
    }

    [Fact]
    public async Task AnAnswerOfAnotherTypeIsABadReply()
    {
        using var daemon = new PrivateBus();
        using var service = new FakeService(daemon, "test.Odd", call => call.Member switch
        {
            "Empty" => Array.Empty<object>(),
            "Variant" => new FakeVariant(7u),
            _ => 7u,
        });
        using var bus = new SystemBus(daemon.Address);

        Task<BusErrorKind> Fails<T>(string member, BusRead<T> read) =>
            KindAsync(() => bus.CallAsync(Call("test.Odd", member), read, Long, Cancel));

        Assert.Equal(BusErrorKind.BadReply, await Fails("Number", r => r.ReadString()));
        Assert.Equal(BusErrorKind.BadReply, await Fails("Number", r => r.ReadProperties()));
        Assert.Equal(BusErrorKind.BadReply, await Fails("Number", r => r.ReadPropertyText()));
        Assert.Equal(BusErrorKind.BadReply, await Fails("Variant", r => r.ReadPropertyText()));
        Assert.Equal(BusErrorKind.BadReply, await Fails("Empty", r => r.ReadPaths()));
    }

    [Fact]
    public async Task AnAnswerThatIsTooLargeIsABadReplyAndALongErrorIsCut()
    {
        var large = new string('x', BusReader.MaxBytes + 1);
        using var daemon = new PrivateBus();
        using var service = new FakeService(daemon, "test.Large", call => call.Member switch
        {
            "Text" => large,
            "Paths" => Enumerable.Repeat(new ObjectPath("/1234567890"), (BusReader.MaxBytes / 16) + 1).ToArray(),
            "Property" => new FakeVariant(large),
            "Properties" => new Dictionary<string, object> { ["a"] = large },
            _ => new FakeError("test.Error", large),
        });
        using var bus = new SystemBus(daemon.Address);
        Task<BusException> Fails<T>(string member, BusRead<T> read) =>
            Assert.ThrowsAsync<BusException>(() => bus.CallAsync(Call("test.Large", member), read, Long, Cancel));

        Assert.Equal(BusErrorKind.BadReply, (await Fails("Text", r => r.ReadString())).Kind);
        Assert.Equal(BusErrorKind.BadReply, (await Fails("Paths", r => r.ReadPaths())).Kind);
        Assert.Equal(BusErrorKind.BadReply, (await Fails("Property", r => r.ReadPropertyText())).Kind);
        Assert.Equal(BusErrorKind.BadReply, (await Fails("Properties", r => r.ReadProperties().Text("a"))).Kind);
        Assert.InRange((await Fails("Error", r => r.ReadString())).Message.Length, 500, 1000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("/a/")]
    [InlineData("/a b")]
    public async Task ACallToNoObjectPathFailsAloneAndTheConnectionStays(string path)
    {
        using var daemon = new PrivateBus();
        using var service = new FakeService(daemon, "test.Echo", _ => "hello");
        using var bus = new SystemBus(daemon.Address);
        var connects = 0;
        bus.OnConnect((_, _) => Task.FromResult(connects++));

        Assert.Equal(
            BusErrorKind.Other,
            await KindAsync(() => bus.CallAsync(Call("test.Echo", "Say") with { Path = path }, r => r.ReadString(), Long, Cancel)));
        Assert.Equal("hello", await AskAsync(bus, "test.Echo", "Say"));
        Assert.Equal(1, connects);
    }

    [Fact]
    public async Task AServiceThatHangsEndsAtTheDeadlineAndHoldsNobodyElseUp()
    {
        using var daemon = new PrivateBus();
        using var service = new FakeService(daemon, "test.Slow", call => call.Member == "Hang" ? null : "quick");
        using var bus = new SystemBus(daemon.Address);
        var hanging = AskAsync(bus, "test.Slow", "Hang");

        Assert.Equal("quick", await AskAsync(bus, "test.Slow", "Say"));
        Assert.Equal(BusErrorKind.NoReply, await KindAsync(() => AskAsync(bus, "test.Slow", "Hang", Short)));

        bus.Dispose();
        Assert.Equal(BusErrorKind.NoBus, await KindAsync(() => hanging));
    }

    [Fact]
    public async Task ANameWithoutOwnerIsTold()
    {
        using var daemon = new PrivateBus();
        using var bus = new SystemBus(daemon.Address);

        Assert.Equal(BusErrorKind.NoOwner, await KindAsync(() => AskAsync(bus, "test.Nobody", "Say")));
    }

    [Fact]
    public async Task AServiceIsStartedOnlyWhereTheCallSaysSo()
    {
        using var daemon = new PrivateBus();
        using var bus = new SystemBus(daemon.Address);
        var call = Call("test.Activated", "Say");

        Task<BusException> Fails(BusCall made) =>
            Assert.ThrowsAsync<BusException>(() => bus.CallAsync(made, r => r.ReadString(), Long, Cancel));

        var off = await Fails(call);
        var on = await Fails(call with { AutoStart = true });

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

        Assert.Equal(BusErrorKind.NoBus, await KindAsync(() => AskAsync(bus, "test.Echo", "Say")));
    }

    [Fact]
    public async Task ABusThatAcceptsButNeverAnswersEndsAtTheDeadlineAndDoesNotHoldUpTheEnd()
    {
        var folder = Directory.CreateTempSubdirectory("bus");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint($"{folder.FullName}/s"));
        listener.Listen();
        var bus = new SystemBus($"unix:path={folder.FullName}/s");

        Assert.Equal(BusErrorKind.NoReply, await KindAsync(() => AskAsync(bus, "test.Echo", "Say", Short)));

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
        bus.OnConnect(async (connection, cancel) =>
        {
            await connection.AddMatchAsync(BusMatch.OwnerOf("test.Echo"), () => signals.Writer.TryWrite(0), Long, cancel);
            connects.Writer.TryWrite(0);
        });
        await connects.Reader.ReadAsync(Cancel);

        daemon.Stop();
        var lost = await KindAsync(() => AskAsync(bus, "test.Echo", "Say"));
        await Task.Delay(1500, Cancel); // One attempt fails.
        daemon.Start();
        await connects.Reader.ReadAsync(Cancel);
        await bus.CallAsync(Call("org.freedesktop.DBus", "Ping") with { Interface = "org.freedesktop.DBus.Peer" }, _ => 0, Long, Cancel);
        using var service = new FakeService(daemon, "test.Echo", _ => "hello");

        Assert.Equal(BusErrorKind.NoBus, lost);
        await signals.Reader.ReadAsync(Cancel);
        Assert.Equal("hello", await AskAsync(bus, "test.Echo", "Say"));
    }

    [Fact]
    public async Task AReaderThatThrowsFailsItsCallOnly()
    {
        using var daemon = new PrivateBus();
        using var service = new FakeService(daemon, "test.Echo", _ => "hello");
        using var bus = new SystemBus(daemon.Address);

        await Assert.ThrowsAsync<InvalidDataException>(
            () => bus.CallAsync<string>(Call("test.Echo", "Say"), _ => throw new InvalidDataException(), Long, Cancel));

        Assert.Equal("hello", await AskAsync(bus, "test.Echo", "Say"));
    }

    [Fact]
    public async Task ACallerThatBlocksAfterItsAnswerDoesNotBlockTheConnection()
    {
        using var daemon = new PrivateBus();
        using var service = new FakeService(daemon, "test.Echo", _ => "hello");
        using var bus = new SystemBus(daemon.Address);

        Assert.Equal("hello", await Task.Run(AskAndBlockAsync, Cancel));

        async Task<string> AskAndBlockAsync()
        {
            await AskAsync(bus, "test.Echo", "Say").ConfigureAwait(false);
            return AskAsync(bus, "test.Echo", "Say").GetAwaiter().GetResult();
        }
    }

    [Fact]
    public async Task ADisposedBusTakesNoCalls()
    {
        var bus = new SystemBus("unix:path=/nonexistent/bus");
        bus.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => AskAsync(bus, "test.Echo", "Say"));
    }

    [Fact]
    public async Task ASilentBusEndsAnAttemptToConnectAndIsUsedAgainOnceItAnswers()
    {
        using var daemon = new PrivateBus();
        using var service = new FakeService(daemon, "test.Echo", _ => "hello");
        using var bus = new SystemBus(daemon.Address);
        var connects = Channel.CreateUnbounded<int>();
        daemon.Pause();
        bus.OnConnect((_, _) => Task.FromResult(connects.Writer.TryWrite(0)));
        var watch = Stopwatch.StartNew();

        var e = await Assert.ThrowsAsync<BusException>(() => AskAsync(bus, "test.Echo", "Say"));

        Assert.Equal(BusErrorKind.NoReply, e.Kind);
        Assert.InRange(watch.Elapsed.TotalSeconds, 4, 15);
        daemon.Pause(false);
        await connects.Reader.ReadAsync(Cancel);
        Assert.Equal("hello", await AskAsync(bus, "test.Echo", "Say"));
    }

    [Fact]
    public async Task ABusThatIsSilentForAWhileLosesNeitherTheConnectionNorItsMatches()
    {
        using var daemon = new PrivateBus();
        using var service = new FakeService(daemon, "test.Echo", _ => "hello");
        using var bus = new SystemBus(daemon.Address);
        var connects = Channel.CreateUnbounded<int>();
        var signals = Channel.CreateUnbounded<int>();
        bus.OnConnect((connection, cancel) => SetUpAsync(connection, signals, connects, cancel));
        await connects.Reader.ReadAsync(Cancel);

        daemon.Pause();
        Assert.Equal(BusErrorKind.NoReply, await KindAsync(() => AskAsync(bus, "test.Echo", "Say", Short)));
        daemon.Pause(false);

        Assert.Equal("hello", await AskAsync(bus, "test.Echo", "Say"));
        service.Emit("/s", "test.Interface", "Changed");
        await signals.Reader.ReadAsync(Cancel);
        Assert.False(connects.Reader.TryRead(out _));
    }

    [Fact]
    public async Task ABusThatIsKilledFailsAllCallsAtOnceAndItsMatchesComeBack()
    {
        using var daemon = new PrivateBus();
        using var service = new FakeService(daemon, "test.Echo", call => call.Member == "Hang" ? null : "hello");
        using var bus = new SystemBus(daemon.Address);
        var connects = Channel.CreateUnbounded<int>();
        var signals = Channel.CreateUnbounded<int>();
        bus.OnConnect((connection, cancel) => SetUpAsync(connection, signals, connects, cancel));
        await connects.Reader.ReadAsync(Cancel);
        var hanging = Enumerable.Range(0, 50).Select(_ => AskAsync(bus, "test.Echo", "Hang")).ToList();
        await AskAsync(bus, "test.Echo", "Say");
        var watch = Stopwatch.StartNew();

        daemon.Stop();
        daemon.Start();

        Assert.All(await Task.WhenAll(hanging.Select(call => KindAsync(() => call))), kind => Assert.Equal(BusErrorKind.NoBus, kind));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
        await connects.Reader.ReadAsync(Cancel);
        await Patience.UntilAsync(() =>
        {
            service.Emit("/s", "test.Interface", "Changed"); // The service, too, comes back some time.
            return signals.Reader.TryRead(out _);
        });
        Assert.Equal("hello", await AskAsync(bus, "test.Echo", "Say"));
    }

    [Fact]
    public async Task CallsThatAreNeverAnsweredEndTheConnectionAndLeaveNothingBehind()
    {
        var later = new TaskCompletionSource<object>();
        using var daemon = new PrivateBus();
        using var service = new FakeService(daemon, "test.Slow", call => call.Member switch
        {
            "Hang" => null,
            "Later" => later.Task,
            _ => "hello",
        });
        using var bus = new SystemBus(daemon.Address);
        var connects = Channel.CreateUnbounded<int>();
        bus.OnConnect((_, _) => Task.FromResult(connects.Writer.TryWrite(0)));
        await connects.Reader.ReadAsync(Cancel);
        var waiting = AskAsync(bus, "test.Slow", "Later");

        var kept = new List<WeakReference>();
        for (var i = 0; i < BusConnection.MaxUnanswered; i++)
        {
            await HangAsync(bus, kept);
        }

        Assert.False(connects.Reader.TryRead(out _));
        await HangAsync(bus, kept);
        await connects.Reader.ReadAsync(Cancel); // Another connection.

        later.SetResult("late");
        Assert.Equal("late", await waiting); // By the old one, which is closed only now.
        Assert.Equal("hello", await AskAsync(bus, "test.Slow", "Say"));
        await Patience.UntilAsync(() =>
        {
            GC.Collect();
            return kept.TrueForAll(k => !k.IsAlive);
        });
    }

    [Fact]
    public async Task AnAnswerThatComesTooLateDoesNotCountAsMissing()
    {
        var answers = new List<TaskCompletionSource<object>>();
        using var daemon = new PrivateBus();
        using var service = new FakeService(daemon, "test.Slow", call =>
        {
            answers.Add(new());
            return answers[^1].Task;
        });
        using var bus = new SystemBus(daemon.Address);
        var connects = 0;
        bus.OnConnect((_, _) => Task.FromResult(Interlocked.Increment(ref connects)));

        for (var i = 0; i < 2 * BusConnection.MaxUnanswered; i++)
        {
            await KindAsync(() => AskAsync(bus, "test.Slow", "Say", TimeSpan.FromMilliseconds(20)));
            await Patience.UntilAsync(() => answers.Count == i + 1);
            answers[i].SetResult("late");
        }

        await Task.Delay(1500, Cancel); // Longer than until another connection.
        Assert.Equal(1, connects);
    }

    [Fact]
    public async Task AMatchThatCannotBeMadeGivesTheConnectionUp()
    {
        using var daemon = new PrivateBus();
        using var bus = new SystemBus(daemon.Address);
        var connects = Channel.CreateUnbounded<int>();
        bus.OnConnect(async (connection, cancel) =>
        {
            connects.Writer.TryWrite(0);
            await connection.AddMatchAsync(new BusMatch("not a name", "/", "x.y", "z"), () => { }, Long, cancel);
        });

        await connects.Reader.ReadAsync(Cancel);
        await connects.Reader.ReadAsync(Cancel);
    }

    [Theory]
    [InlineData("org.freedesktop.DBus.Error.NameHasNoOwner", BusErrorKind.NoOwner)]
    [InlineData("org.freedesktop.DBus.Error.AuthFailed", BusErrorKind.AccessDenied)]
    [InlineData("org.freedesktop.systemd1.NoSuchUnit", BusErrorKind.Other)]
    [InlineData("org.freedesktop.DBus.Error.NoReply", BusErrorKind.NoReply)]
    [InlineData("sbus.Error.Errno", BusErrorKind.Other)]
    internal void ErrorNamesAreSorted(string name, BusErrorKind kind) => Assert.Equal(kind, BusException.KindOf(name));

    /// <summary>A call that is answered with a string.</summary>
    internal static Task<string> AskAsync(SystemBus bus, string service, string member, TimeSpan? deadline = null) =>
        bus.CallAsync(Call(service, member), r => r.ReadString(), deadline ?? Long, Cancel);

    private static BusCall Call(string service, string member, params string[] arguments) =>
        new(service, "/a/b", "test.Interface", member, arguments);

    private static async Task SetUpAsync(BusConnection connection, Channel<int> signals, Channel<int> connects, CancellationToken cancel)
    {
        var match = new BusMatch("test.Echo", "/s", "test.Interface", "Changed");
        await connection.AddMatchAsync(match, () => signals.Writer.TryWrite(0), Long, cancel);
        connects.Writer.TryWrite(0);
    }

    /// <summary>A call that is given up; what it captured is watched.</summary>
    private static async Task HangAsync(SystemBus bus, List<WeakReference> kept)
    {
        var captured = new object();
        kept.Add(new WeakReference(captured));
        var deadline = TimeSpan.FromMilliseconds(10);
        var kind = await KindAsync(() => bus.CallAsync(Call("test.Slow", "Hang"), _ => captured.GetHashCode(), deadline, Cancel));
        Assert.Equal(BusErrorKind.NoReply, kind);
    }

    private static async Task<BusErrorKind> KindAsync(Func<Task> call) => (await Assert.ThrowsAsync<BusException>(call)).Kind;
}
