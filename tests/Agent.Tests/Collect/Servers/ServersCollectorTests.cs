using System.Collections.Immutable;
using System.Net;
using AgentTests.Collect.Mounts;
using Automount.Configuration;
using Automount.Maps;
using AutomountAgent.Collect.Servers;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AgentTests.Telemetry;
using AutomountAgent.Telemetry;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentTests.Collect.Servers;

public class ServersCollectorTests
{
    /// <summary>Long enough for a call that is answered, on a busy machine too; a round takes four of them at most.</summary>
    private static readonly Settings Settings = new() { MountsTimeout = TimeSpan.FromSeconds(1) };

    private readonly Counters counters = new();
    private ImmutableHashSet<ServerTarget> required = [];

    [Fact]
    public async Task AHungServerIsConfirmedByASecondCallInTheSameRound()
    {
        await using var server = new FakeNfsServer(FakeNfsServer.Silent);

        // Long, for a busy machine: a time-out that is noticed half of it late is asked once more, and counts as a call.
        var observer = Observer([server.Target], TimeProvider.System, new() { MountsTimeout = TimeSpan.FromSeconds(3) });

        var first = Assert.Single((await CollectAsync(observer, State(Samples.Nfs(server.Target)))).Servers);
        Assert.Equal((ServerOutcome.Hung, 2, true), (first.Outcome, first.Attempts, first.Mounted));
        Assert.Equal(2, server.Calls);

        var second = Assert.Single((await CollectAsync(observer, State(Samples.Nfs(server.Target)))).Servers);
        Assert.Equal((ServerOutcome.Hung, 3), (second.Outcome, second.Attempts));
        Assert.Equal(3, server.Calls);
        Assert.Empty(counters.Series("automount_nfs_server_response_duration_seconds_count"));
    }

    [Fact]
    public async Task OneLostReplyIsNotReported()
    {
        await using var server = new FakeNfsServer(FakeNfsServer.Up);
        var lost = false;
        server.Answer = xid =>
        {
            var answer = lost ? FakeNfsServer.Up(xid) : null;
            lost = true;
            return answer;
        };

        var state = Assert.Single((await CollectAsync(Observer([server.Target], TimeProvider.System), NodeState.Empty)).Servers);

        Assert.Equal((ServerOutcome.Up, 1), (state.Outcome, state.Attempts));
    }

    [Fact]
    public async Task AServerWithoutMountsIsAskedEveryTwentySecondsAndOneWithMountsInEveryRound()
    {
        await using var idle = new FakeNfsServer(FakeNfsServer.Up);
        await using var mounted = new FakeNfsServer(FakeNfsServer.Up);
        var clock = new FakeTimeProvider();
        var observer = Observer([idle.Target, mounted.Target], clock);
        var state = State(Samples.Nfs(mounted.Target));

        for (var round = 0; round < 5; round++)
        {
            var view = await CollectAsync(observer, state);
            Assert.All(view.Servers, server => Assert.Equal(ServerOutcome.Up, server.Outcome));
            Assert.Equal(2, view.Servers.Length);
            clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal((2, 5), (idle.Calls, mounted.Calls));

        // The round trips of the one with mounts are counted, by host.
        Assert.Equal(5, Assert.Single(counters.Series("automount_nfs_server_response_duration_seconds_count")).Value);
    }

    [Fact]
    public async Task AServerOfARequiredPathIsAskedInEveryRoundWithoutAMount()
    {
        await using var server = new FakeNfsServer(FakeNfsServer.Up);
        required = [server.Target];
        var clock = new FakeTimeProvider();
        var observer = Observer([server.Target], clock);

        for (var round = 1; round <= 3; round++)
        {
            var row = Assert.Single((await CollectAsync(observer, NodeState.Empty)).Servers);
            Assert.Equal((true, false, round), (row.Required, row.Mounted, server.Calls));
            clock.Advance(TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>What asks before a touch has an observation of the server: an older one does not take its place.</summary>
    [Fact]
    public async Task AnAnswerThatAnotherGotIsTakenOver()
    {
        await using var server = new FakeNfsServer(FakeNfsServer.Up);
        var clock = new FakeTimeProvider();
        var observer = Observer([server.Target], clock);
        var first = await CollectAsync(observer, NodeState.Empty);
        clock.Advance(TimeSpan.FromSeconds(5));
        var hung = first.Servers[0] with { Outcome = ServerOutcome.Hung, ResponseTime = null, AskedAt = clock.GetUtcNow() };
        var state = NodeState.Empty.WithServers(new(default, default, first, null)).WithAnswers([hung]);
        Assert.Equal(ServerOutcome.Hung, Assert.Single(state.Servers!.Seen!.Servers).Outcome);

        // A poll that had not asked it publishes its older answer: the newer one stands.
        Assert.Equal(ServerOutcome.Hung, state.WithServers(new(default, default, first, null)).Servers!.Seen!.Servers[0].Outcome);

        // What is not up is due.
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ServerOutcome.Up, (await CollectAsync(observer, state)).Servers[0].Outcome);
        Assert.Equal(2, server.Calls);
    }

    [Fact]
    public async Task AMountByAddressIsNoSecondRowOfTheNameThatHasTheAddress()
    {
        await using var server = new FakeNfsServer(FakeNfsServer.Up);
        var named = server.Target with { Host = "localhost" };

        var row = Assert.Single((await CollectAsync(Observer([named], TimeProvider.System), State(Samples.Nfs(server.Target)))).Servers);

        Assert.Equal((named, true), (row.Target, row.Mounted));
    }

    [Fact]
    public async Task AServerThatNobodyNamesAnyMoreIsGone()
    {
        await using var server = new FakeNfsServer(FakeNfsServer.Up);
        var observer = Observer([], TimeProvider.System);

        Assert.Single((await CollectAsync(observer, State(Samples.Nfs(server.Target)))).Servers);
        Assert.Empty((await CollectAsync(observer, NodeState.Empty)).Servers);
    }

    [Fact]
    public async Task ManySilentServersDoNotMakeARoundLongerThanItsDeadline()
    {
        await using var server = new FakeNfsServer(FakeNfsServer.Silent);
        var targets = Enumerable.Range(1, 200).Select(i => server.Target with { Host = $"127.0.1.{i}" }).ToArray();
        await using var any = new FakeNfsServer(FakeNfsServer.Silent, IPAddress.Any);
        var observer = Observer([.. targets.Select(target => target with { Port = any.Port })], TimeProvider.System);
        var started = TimeProvider.System.GetTimestamp();

        var view = await CollectAsync(observer, NodeState.Empty);

        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.InRange(view.Servers.Length, 1, 199);
        Assert.All(view.Servers, state => Assert.Equal(ServerOutcome.Hung, state.Outcome));
        Assert.True((await CollectAsync(observer, NodeState.Empty)).Servers.Length > view.Servers.Length);
    }

    [Fact]
    public void APlanHasEachServerOnceAndTheAddressesInUse()
    {
        var target = new ServerTarget("nfs1", 4, 2049);
        var plan = ServerPlan.Make(
            [target, target, new("nfs2", 3, 2049)],
            new HashSet<ServerTarget> { new("nfs2", 3, 2049), new("nfs3", 4, 2049) },
            [
                Samples.Nfs(target) with { Address = "10.0.0.1" },
                Samples.Nfs(target) with { Server = "10.0.0.2", Address = "10.0.0.2" },
                Samples.Nfs(target) with { Server = "10.0.0.9", Address = "10.0.0.9" },
            ],
            host => host == "nfs1" ? [IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.2")] : []);

        Assert.Equal(["10.0.0.9", "nfs1", "nfs2", "nfs3"], plan.Select(server => server.Target.Host));
        Assert.Equal([true, true, false, false], plan.Select(server => server.Mounted));
        Assert.Equal([false, false, true, true], plan.Select(server => server.Required));
        Assert.Equal([1, 2, 0, 0], plan.Select(server => server.InUse.Length));
    }

    private ServersCollector Observer(
        ImmutableArray<ServerTarget> targets,
        TimeProvider time,
        Settings? settings = null)
    {
        var resolver = new HostResolver(time);
        var asker = new ServerAsker(settings ?? Settings, resolver, counters, time);
        return new(_ => targets, _ => required, asker, resolver, settings ?? Settings, time);
    }

    private static Task<ServersSnapshot> CollectAsync(ServersCollector observer, NodeState state) =>
        observer.CollectAsync(state, TestContext.Current.CancellationToken);

    private static NodeState State(params NfsMount[] mounts) =>
        new() { Mounts = new(default, default, new MountsSnapshot([], [.. mounts]), null) };
}
