using System.Collections.Immutable;
using System.Net;
using AgentTests.Collect.Mounts;
using AgentTests.Support;
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

public sealed class ServersCollectorTests : IDisposable
{
    /// <summary>Long enough for a call that is answered, on a busy machine too; a round takes four of them at most.</summary>
    private static readonly Settings Settings = new() { MountsTimeout = TimeSpan.FromSeconds(1) };

    private readonly Counters counters = new();
    private readonly RpcConnections connections = new(TimeProvider.System);
    private ImmutableHashSet<ServerTarget> required = [];

    public void Dispose() => connections.Dispose();

    [Fact]
    public async Task AHungServerIsConfirmedByASecondCallInTheSameRound()
    {
        await using var server = new FakeNfsServer(FakeNfsServer.Silent);

        // Long, for a busy machine: a time-out that is noticed half of it late is asked once more, and counts as a call.
        var clock = new ShiftedClock();
        var observer = Observer([server.Target], clock, new() { MountsTimeout = TimeSpan.FromSeconds(3) });

        var first = Assert.Single((await CollectAsync(observer, State(Samples.Nfs(server.Target)))).Servers);
        Assert.Equal((ServerOutcome.Hung, 2, true), (first.Outcome, first.Attempts, first.Mounted));
        Assert.Equal(2, server.Calls);

        clock.Shift(TimeSpan.FromSeconds(5));
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
            state = state.WithServers(Some.Seen(view)).WithHealth(clock.GetUtcNow());
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
            host => host == "nfs1" ? [IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.2")] : [],
            mount => mount.Address == "10.0.0.9" ? null : DateTimeOffset.UnixEpoch);

        Assert.Equal(["10.0.0.9", "nfs1", "nfs2", "nfs3"], plan.Select(server => server.Target.Host));
        Assert.Equal([true, true, false, false], plan.Select(server => server.Mounted));
        Assert.Equal([false, false, true, true], plan.Select(server => server.Required));
        Assert.Equal([1, 2, 0, 0], plan.Select(server => server.InUse.Length));
        Assert.Equal([0, 2, 0, 0], plan.Select(server => server.Replies.Count));
    }

    /// <summary>Several mounts of one address: the newest reply of any of them counts.</summary>
    [Fact]
    public void TheNewestReplyOfAnAddressCounts()
    {
        var target = new ServerTarget("nfs1", 4, 2049);
        DateTimeOffset?[] replies = [null, DateTimeOffset.UnixEpoch.AddSeconds(7), DateTimeOffset.UnixEpoch, null];
        var mounts = replies.Select((_, i) => Samples.Nfs(target, $"/home/{i}") with { Address = "10.0.0.1" }).ToList();

        var planned = Assert.Single(ServerPlan.Make(
            [target], new HashSet<ServerTarget>(), mounts, _ => [], mount => replies[mounts.IndexOf(mount)]));

        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(7), Assert.Single(planned.Replies).Value);
    }

    /// <summary>
    /// A server whose mounts get replies is up as of these, with the response time that was measured last, and is not called.
    /// </summary>
    [Fact]
    public async Task AServerWhoseMountsGetRepliesIsNotAsked()
    {
        await using var server = new FakeNfsServer(FakeNfsServer.Up);
        var node = new Node(this, server.Target, server.Target);

        var measured = await node.RoundAsync(replies: 9);
        for (var round = 0; round < 10; round++)
        {
            var row = await node.RoundAsync(replies: 9);
            Assert.Equal((ServerOutcome.Up, measured.ResponseTime, true), (row.Outcome, row.ResponseTime, row.ByTraffic));
            Assert.Equal(node.Clock.GetUtcNow().AddSeconds(-1), row.AskedAt);
        }

        Assert.Equal(1, server.Calls);
        Assert.Equal(1, Assert.Single(counters.Series("automount_nfs_server_response_duration_seconds_count")).Value);

        // No reply since the last look: it is asked in this round, over the connection of before.
        var asked = await node.RoundAsync(replies: 0);
        Assert.Equal((false, 2, 1), (asked.ByTraffic, server.Calls, server.Connections));
    }

    [Fact]
    public async Task AServerThatHangsIsNamedInTheFirstRoundWithoutReplies()
    {
        await using var server = new FakeNfsServer(FakeNfsServer.Up);
        var node = new Node(this, server.Target, server.Target);
        await node.RoundAsync(replies: 9);
        await node.RoundAsync(replies: 9);

        server.Answer = FakeNfsServer.Silent;
        var round = node.RoundAsync(replies: 0);
        await Patience.UntilAsync(() =>
        {
            node.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return round.IsCompleted;
        });

        Assert.Equal((ServerOutcome.Hung, 2), ((await round).Outcome, (await round).Attempts));
    }

    [Fact]
    public async Task RepliesProveNoOtherVersionWhichIsAskedSeldom()
    {
        await using var server = new FakeNfsServer(FakeNfsServer.Up);
        var other = server.Target with { Version = 3 };
        var node = new Node(this, other, server.Target);
        for (var round = 0; round < 25; round++)
        {
            await node.RoundAsync(replies: 9);
        }

        // Version 4 once; version 3 at first, after 60 s and after 120 s.
        Assert.Equal(1 + 3, server.Calls);
    }

    [Fact]
    public async Task AServerThatIsDownIsAskedSeldomAndAtOnceWhenAMountGetsAReply()
    {
        await using var server = new FakeNfsServer(_ => []);
        var node = new Node(this, server.Target, server.Target);
        for (var round = 0; round < 24; round++)
        {
            Assert.Equal(ServerOutcome.BadReply, (await node.RoundAsync(replies: 0)).Outcome);
        }

        Assert.Equal(24, server.Calls);
        for (var round = 0; round < 360; round++)
        {
            await node.RoundAsync(replies: 0);
        }

        var calls = server.Calls;
        // Half an hour: 12 calls at 10 s, 12 at 20 s, 6 to 8 at 40 s and 16 to 20 at 60 s, and more where the spread cuts a round off.
        Assert.InRange(calls - 24, 12 + 12 + 6 + 16, 15 + 15 + 16 + 24);

        server.Answer = FakeNfsServer.Up;
        Assert.Equal(ServerOutcome.Up, (await node.RoundAsync(replies: 1)).Outcome);
        Assert.Equal(calls + 1, server.Calls);
    }

    [Fact]
    public async Task ConnectionsOfServersThatAreNotWatchedAreClosed()
    {
        await using var server = new FakeNfsServer(FakeNfsServer.Up);
        var clock = new FakeTimeProvider();
        using var kept = new RpcConnections(clock);
        var observer = Observer([], clock, kept: kept);
        await CollectAsync(observer, State(Samples.Nfs(server.Target)));
        Assert.Equal(1, kept.Count);

        clock.Advance(RpcConnections.MaxIdle);
        await CollectAsync(observer, NodeState.Empty);

        Assert.Equal(0, kept.Count);
    }

    private ServersCollector Observer(
        ImmutableArray<ServerTarget> targets,
        TimeProvider time,
        Settings? settings = null,
        RpcConnections? kept = null)
    {
        var resolver = new HostResolver(time);
        var asker = new ServerAsker(settings ?? Settings, resolver, kept ?? connections, counters, time);
        return new(_ => targets, _ => required, asker, kept ?? connections, resolver, settings ?? Settings, time);
    }

    private static Task<ServersSnapshot> CollectAsync(ServersCollector observer, NodeState state) =>
        observer.CollectAsync(state, TestContext.Current.CancellationToken);

    private static NodeState State(params NfsMount[] mounts) =>
        new() { Mounts = new(default, default, new MountsSnapshot([], [.. mounts]), null) };

    /// <summary>A node with one mount, whose counters are looked at every 5 s, and the server asked right after each look.</summary>
    private sealed class Node(ServersCollectorTests tests, ServerTarget named, ServerTarget mounted)
    {
        private readonly NfsMount mount = Samples.Nfs(mounted) with { Address = "127.0.0.1" };
        private ServersCollector? collector;
        private NfsStatistics counters = new(100, 50, 50, 0, 100, 50, 50) { Connects = 1 };
        private NodeState state = NodeState.Empty;

        public FakeTimeProvider Clock { get; } = new();

        public async Task<ServerState> RoundAsync(int replies)
        {
            collector ??= tests.Observer([named], Clock);
            Clock.Advance(TimeSpan.FromSeconds(5));
            var idle = replies > 0 ? 0 : counters.IdleSeconds + 5;
            counters = counters with
            {
                Age = counters.Age + 5, Sends = counters.Sends + replies, Receives = counters.Receives + replies, IdleSeconds = idle,
            };
            var now = Clock.GetUtcNow();
            var mounts = new MountsSnapshot([], [mount with { Statistics = counters }]);
            state = state.WithMounts(new(now, TimeSpan.Zero, mounts, null)).WithHealth(now);
            var view = await CollectAsync(collector, state);
            state = state.WithServers(new(now, TimeSpan.Zero, view, null)).WithHealth(now);
            return view.Servers.First(server => server.Target == mounted);
        }
    }
}
