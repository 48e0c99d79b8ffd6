using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using AgentTests.Output;
using AgentTests.Support;
using AutomountAgent.Bus;
using Tmds.DBus.Protocol;
using Xunit;

namespace AgentTests.Bus;

/// <summary>The agent's object on a bus of the test's own, with the policy file that is installed.</summary>
public sealed class AgentServiceTests : IDisposable
{
    private static readonly string Policy = Path.Combine(Golden.Root, "systemd/dbus/org.automount.Agent1.conf");
    private static readonly BusFinding Hung = new("server/hung", "error", "server", "nfs1", "nfs1 does not answer", "look at nfs1");

    private readonly PrivateBus daemon = PrivateBus.WithPolicy(Policy);
    private readonly ConcurrentQueue<string> problems = [];
    private readonly List<IDisposable> owned = [];
    private AgentProperties properties = new("1.2.3", "ok", "", []);
    private Func<string, CancellationToken, Task<ReadOnlyMemory<byte>>> explain =
        (what, _) => Task.FromResult<ReadOnlyMemory<byte>>(Encoding.UTF8.GetBytes($"explained {what}"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        owned.Reverse();
        owned.ForEach(one => one.Dispose());
        daemon.Dispose();
    }

    [Fact]
    public async Task IntrospectionAndPropertiesAreWhatTheManualSays()
    {
        await ServeAsync();

        var xml = Run(
            "gdbus", $"introspect --address {daemon.Address} --dest org.automount.Agent1 --object-path /org/automount/Agent1 --xml");
        Assert.Contains("<interface name=\"org.automount.Agent1\">", xml);
        Assert.Contains("<signal name=\"FindingChanged\">", xml);
        Assert.Contains("org.freedesktop.DBus.Properties", xml);
        Assert.Contains("<node name=\"automount\"", Run(
            "gdbus", $"introspect --address {daemon.Address} --dest org.automount.Agent1 --object-path /org --xml"));
        properties = properties with { Verdict = "broken", FirstBroken = "server/hung", Findings = [Hung] };
        Assert.Equal("s \"broken\"\n", BusCtl("get-property", "Verdict"));
        Assert.Equal("s \"1.2.3\"\n", BusCtl("get-property", "Version"));
        properties = properties with { Conditions = [new("AutomountReady", "False", "ServerHung", "server/hung nfs1", 1_760_000_000)] };
        Assert.Equal(
            "a(sssst) 1 \"AutomountReady\" \"False\" \"ServerHung\" \"server/hung nfs1\" 1760000000\n",
            BusCtl("get-property", "Conditions"));
        Assert.Equal(
            "a(ssssss) 1 \"server/hung\" \"error\" \"server\" \"nfs1\" \"nfs1 does not answer\" \"look at nfs1\"\n",
            BusCtl("get-property", "Findings"));
        Assert.Contains("FirstBroken", Run("busctl", $"--address={daemon.Address} introspect {Object} org.automount.Agent1"));
    }

    [Fact]
    public async Task EveryMethodAnswers()
    {
        await ServeAsync();

        Assert.Equal("s \"the status\"\n", BusCtl("call", "Status"));
        Assert.Equal("bs false \"/data is not ready\"\n", BusCtl("call", "Ready"));
        Assert.Equal("s \"validated\"\n", BusCtl("call", "Validate"));
        Assert.Equal("s \"explained /data/x\"\n", BusCtl("call", "Explain", "s /data/x"));
        Assert.Equal("bs true \"/data/x within 7 s\"\n", BusCtl("call", "Trigger", "su /data/x 7"));
    }

    [Theory]
    [InlineData("call", "Nothing", "", "there is no method Nothing()")]
    [InlineData("call", "Explain", "u 1", "there is no method Explain(u)")]
    [InlineData("call", "Explain", "s bad", "bad is no path")]
    [InlineData("get-property", "Nothing", "", "there is no property Nothing")]
    [InlineData("set-property", "Verdict", "s ok", "no property can be set")]
    public async Task WhatIsNotThereIsAnError(string verb, string member, string arguments, string message)
    {
        explain = (what, _) => throw new RequestException($"{what} is no path");
        await ServeAsync();

        Assert.Contains(message, BusCtl(verb, member, arguments));
    }

    [Fact]
    public async Task AChangeIsSignalledOnce()
    {
        await ServeAsync();
        var changes = Channel.CreateUnbounded<string>();
        using var listener = await ConnectAsync();
        await listener.WatchSignalAsync(
            AgentInterface.Name, AgentInterface.Path, AgentInterface.Name, "FindingChanged", Three,
            signal => changes.Writer.TryWrite(signal.Value), ObserverFlags.None, false, null);
        await listener.WatchSignalAsync(
            AgentInterface.Name, AgentInterface.Path, AgentInterface.Properties, "PropertiesChanged", Changed,
            signal => changes.Writer.TryWrite(signal.Value), ObserverFlags.None, false, null);

        Publish(properties with { Verdict = "broken", FirstBroken = "server/hung", Findings = [Hung] });
        Assert.Equal("properties Verdict FirstBroken Findings", await changes.Reader.ReadAsync(Patience.Minute));
        Assert.Equal("server/hung nfs1 raised", await changes.Reader.ReadAsync(Patience.Minute));

        Publish(properties with { Findings = [Hung with { Message = "for long" }] });
        Assert.Equal("properties Findings", await changes.Reader.ReadAsync(Patience.Minute));
        Assert.Equal("server/hung nfs1 changed", await changes.Reader.ReadAsync(Patience.Minute));

        Publish(properties with { Conditions = [new("AutomountReady", "False", "ServerHung", "server/hung nfs1", 1_760_000_000)] });
        Assert.Equal("properties Conditions", await changes.Reader.ReadAsync(Patience.Minute));

        Publish(properties);
        Publish(properties with { Verdict = "ok", FirstBroken = "", Findings = [] });
        Assert.Equal("properties Verdict FirstBroken Findings", await changes.Reader.ReadAsync(Patience.Minute));
        Assert.Equal("server/hung nfs1 cleared", await changes.Reader.ReadAsync(Patience.Minute));
        Assert.False(changes.Reader.TryRead(out _));
    }

    [Fact]
    public async Task UsersMayReadAndTheyMayNotTrigger()
    {
        Assert.SkipUnless(Environment.UserName == "root", "another user can be taken by root alone");
        await ServeAsync();

        Assert.Equal("s \"explained /x\"\n", AsNobody("call", "Explain", "s /x"));
        Assert.Equal("s \"ok\"\n", AsNobody("get-property", "Verdict"));
        Assert.Contains("denied", AsNobody("call", "Trigger", "su /x 1"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("denied", AsNobody("call", "Trigger", "su /x 1", noInterface: true), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Also where the policy of the bus allows everything.</summary>
    [Fact]
    public async Task TheAgentItselfRefusesToTriggerForUsers()
    {
        Assert.SkipUnless(Environment.UserName == "root", "another user can be taken by root alone");
        var open = Path.GetTempFileName();
        File.WriteAllText(open, """
            <busconfig><policy context="default"><allow own="*"/><allow send_destination="*"/></policy></busconfig>
            """);
        using var loose = PrivateBus.WithPolicy(open);
        await ServeAsync(loose);

        var answer = Run("setpriv", $"--reuid=65534 --clear-groups gdbus call --address {loose.Address} --dest {AgentInterface.Name} "
            + $"--object-path {AgentInterface.Path} --method {AgentInterface.Name}.Trigger /x 1");

        Assert.Contains("Trigger is for root alone", answer);
        File.Delete(open);
    }

    [Fact]
    [Trait("suite", "hostile")]
    public async Task WhoFloodsIsRefusedAndOthersAreAnswered()
    {
        Assert.SkipUnless(Environment.UserName == "root", "another user can be taken by root alone");
        var hold = new TaskCompletionSource();
        var holding = 0;
        explain = async (what, cancel) =>
        {
            if (what == "/hold")
            {
                Interlocked.Increment(ref holding);
                await hold.Task.WaitAsync(cancel);
            }

            return Encoding.UTF8.GetBytes(what);
        };
        await ServeAsync();
        var held = Enumerable.Range(0, CallSlots.OfUser).Select(_ => Task.Run(() => AsNobody("call", "Explain", "s /hold"))).ToArray();
        await Patience.UntilAsync(() => Volatile.Read(ref holding) == CallSlots.OfUser);

        Assert.Contains("too many calls", AsNobody("call", "Explain", "s /x"));
        Assert.Equal("s \"/x\"\n", BusCtl("call", "Explain", "s /x"));

        hold.SetResult();
        Assert.All(await Task.WhenAll(held), answer => Assert.Equal("s \"/hold\"\n", answer));
        await Patience.UntilAsync(() => AsNobody("call", "Explain", "s /x") == "s \"/x\"\n");
    }

    /// <summary>Nothing of a flood is kept, and the connection of the collectors does not notice it.</summary>
    [Fact]
    [Trait("suite", "hostile")]
    public async Task AFloodTakesNoMemoryAndOthersAreAnswered()
    {
        const int Calls = 20_000;
        await ServeAsync();
        using var flood = await ConnectAsync();
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Calls; i++)
        {
            var writer = flood.GetMessageWriter();
            writer.WriteMethodCallHeader(
                AgentInterface.Name, AgentInterface.Path, AgentInterface.Name, "Explain", "s", Flags(i));
            writer.WriteString(new string('x', 1000));
            flood.TrySendMessage(writer.CreateMessage());
            writer.Dispose();
        }

        var other = Stopwatch.StartNew();
        Assert.Equal("s \"ok\"\n", BusCtl("get-property", "Verdict"));
        Assert.InRange(other.Elapsed.TotalSeconds, 0, 60);
        await AnsweredAsync(flood);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, 30_000_000); // The flood's own queue is in it.
    }

    [Fact]
    [Trait("suite", "hostile")]
    public async Task AnArgumentThatIsTooLongIsRefused()
    {
        await ServeAsync();
        using var client = await ConnectAsync();
        var writer = client.GetMessageWriter();
        writer.WriteMethodCallHeader(AgentInterface.Name, AgentInterface.Path, AgentInterface.Name, "Explain", "s");
        writer.WriteString(new string('x', 100_000));
        var message = writer.CreateMessage();
        writer.Dispose();

        var e = await Assert.ThrowsAsync<DBusErrorReplyException>(() => client.CallMethodAsync(message));

        Assert.Equal("org.freedesktop.DBus.Error.InvalidArgs", e.ErrorName);
    }

    [Fact]
    public async Task ItComesBackAfterARestartOfTheBus()
    {
        await ServeAsync();

        daemon.Stop();
        daemon.Start();

        await Patience.UntilAsync(() => BusCtl("get-property", "Verdict") == "s \"ok\"\n");
    }

    [Fact]
    public async Task ANameThatAnotherHasIsReportedOnce()
    {
        await ServeAsync();
        Own(NewService(daemon)).Start();
        await Patience.UntilAsync(() => !problems.IsEmpty);
        await Task.Delay(1500, Cancel); // One more attempt.

        Assert.Equal(["the name org.automount.Agent1: another process has it"], problems);
    }

    [Fact]
    public async Task TheClientReadsWhatTheServiceWrites()
    {
        await ServeAsync();
        using var bus = new SystemBus(daemon.Address);
        var client = new AgentClient(bus);
        var minute = TimeSpan.FromMinutes(1);

        Assert.Equal("the status", await client.StatusAsync(minute, Cancel));
        Assert.Equal((false, "/data is not ready"), await client.ReadyAsync(minute, Cancel));
        Assert.Equal("explained /x", await client.ExplainAsync("/x", minute, Cancel));
        explain = (_, _) => throw new RequestException("that is no path");
        var e = await Assert.ThrowsAsync<BusException>(() => client.ExplainAsync("x", minute, Cancel));
        Assert.Equal((BusErrorKind.BadRequest, "that is no path"), (e.Kind, e.Said));
    }

    private static string Object => $"{AgentInterface.Name} {AgentInterface.Path}";

    private static string Three(Message message, object? state)
    {
        var reader = message.GetBodyReader();
        return $"{reader.ReadString()} {reader.ReadString()} {reader.ReadString()}";
    }

    private static string Changed(Message message, object? state)
    {
        var reader = message.GetBodyReader();
        Assert.Equal(AgentInterface.Name, reader.ReadString());
        return $"properties {string.Join(' ', reader.ReadDictionaryOfStringToVariantValue().Keys)}";
    }

    /// <summary>Every second call wants an answer, which its sender does not take.</summary>
    private static MessageFlags Flags(int call) => call % 2 == 0 ? MessageFlags.None : MessageFlags.NoReplyExpected;

    private static MessageBuffer PingOf(DBusConnection connection)
    {
        using var writer = connection.GetMessageWriter();
        writer.WriteMethodCallHeader(AgentInterface.Name, AgentInterface.Path, "org.freedesktop.DBus.Peer", "Ping");
        return writer.CreateMessage();
    }

    /// <summary>The bus refuses calls while a hundred or so of the same connection are not answered.</summary>
    private static async Task AnsweredAsync(DBusConnection connection)
    {
        for (var left = 100; ; left--)
        {
            try
            {
                await connection.CallMethodAsync(PingOf(connection));
                return;
            }
            catch (DBusErrorReplyException e) when (e.ErrorName == "org.freedesktop.DBus.Error.LimitsExceeded" && left > 0)
            {
                await Task.Delay(200, Cancel);
            }
        }
    }

    private async Task<DBusConnection> ConnectAsync()
    {
        var connection = new DBusConnection(daemon.Address);
        await connection.ConnectAsync();
        return connection;
    }

    private AgentService Own(AgentService service)
    {
        owned.Add(service);
        return service;
    }

    private AgentService NewService(PrivateBus on) => new(
        new SystemBus(on.Address),
        new AgentAnswers
        {
            Properties = () => properties,
            Status = () => Encoding.UTF8.GetBytes("the status"),
            NotReady = () => "/data is not ready",
            Explain = (what, cancel) => explain(what, cancel),
            Validate = _ => Task.FromResult<ReadOnlyMemory<byte>>(Encoding.UTF8.GetBytes("validated")),
            Trigger = (path, timeout, _) => Task.FromResult((true, $"{path} within {timeout.TotalSeconds} s")),
        },
        TimeProvider.System,
        problems.Enqueue);

    private async Task ServeAsync(PrivateBus? on = null)
    {
        var service = Own(NewService(on ?? daemon));
        service.Start();
        publish = service.Changed;
        var address = (on ?? daemon).Address;
        await Patience.UntilAsync(() => Run("busctl", $"--address={address} list").Contains(AgentInterface.Name, StringComparison.Ordinal));
    }

    private Action publish = () => { };

    private void Publish(AgentProperties next)
    {
        properties = next;
        publish();
    }

    private string BusCtl(string verb, string member, string arguments = "") => Run(
        "busctl", $"--address={daemon.Address} {verb} {Object} {AgentInterface.Name} {member} {arguments}");

    private string AsNobody(string verb, string member, string arguments = "", bool noInterface = false) => noInterface
        ? Run("setpriv", $"--reuid=65534 --clear-groups gdbus call --address {daemon.Address} --dest {AgentInterface.Name} "
            + $"--object-path {AgentInterface.Path} --method {AgentInterface.Name}.{member} /x 1")
        : Run("setpriv", $"--reuid=65534 --clear-groups busctl --address={daemon.Address} {verb} {Object} {AgentInterface.Name} "
            + $"{member} {arguments}");

    private static string Run(string program, string arguments)
    {
        Assert.SkipUnless(File.Exists($"/usr/bin/{program}"), $"{program} is not installed: tests/install-tools");
        using var process = Process.Start(new ProcessStartInfo($"/usr/bin/{program}", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + errors.Result;
    }
}
