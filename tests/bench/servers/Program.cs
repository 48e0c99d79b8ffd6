using System.Globalization;
using System.Net;
using Automount.Configuration;
using Automount.Maps;
using AutomountAgent.Collect.Servers;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using ServerBench;

var (simulated, real, minutes) = (Number(0, 1000), Number(1, 20), Number(2, 60));
Print($"{"case",-52} {"nodes",5} {"before: conn/s",15} {"now: conn/s",12} {"ratio",8} {"now: calls/s",13} {"ratio",8}");
foreach (var load in Load.All)
{
    var calls = Enumerable.Range(0, simulated).Sum(seed => Simulation.Calls(load, new Random(seed), minutes));
    Row($"decision: {load.Name}", simulated, null, calls);
    await using var responder = new Responder(load.IsUp);
    await Parallel.ForEachAsync(
        Enumerable.Range(0, real),
        async (seed, _) =>
        {
            await new RealNode(responder.Target).RunAsync(load, new Random(seed), minutes);
        });
    Row($"sockets:  {load.Name}", real, responder.Connections, responder.Calls);
}

void Row(string name, int nodes, double? connections, double calls)
{
    // A round of before: every 5 s a connection and a call.
    var seconds = 60.0 * minutes;
    var before = nodes / 5.0;
    var opened = connections / seconds;
    var (rate, share) = (Text(opened, "0.000"), Text(opened / before, "0.0000"));
    var asked = calls / seconds;
    Print($"{name,-52} {nodes,5} {before,15:0.00} {rate,12} {share,8} {asked,13:0.000} {asked / before,8:0.0000}");
}

static string Text(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

int Number(int place, int otherwise) => place < args.Length ? int.Parse(args[place], CultureInfo.InvariantCulture) : otherwise;

static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

namespace ServerBench
{
    /// <summary>What the mounts of a node do, and whether the server answers.</summary>
    /// <param name="Name">For the table.</param>
    /// <param name="RequestsPerSecond">Requests of the mounts of one node, at random times; 0 for none.</param>
    /// <param name="IsUp">The server answers.</param>
    internal sealed record Load(string Name, double RequestsPerSecond, bool IsUp)
    {
        public static IReadOnlyList<Load> All { get; } =
        [
            new("healthy, 10 requests a second and node", 10, true),
            new("healthy, 1 request a second and node", 1, true),
            new("healthy, mounted and not used", 0, true),
            new("dead for the whole time", 0, false),
        ];

        /// <summary>Replies within so many seconds (of a Poisson process, roughly), and how long ago the last one was.</summary>
        public (int Replies, double Age) Replies(Random random, double seconds)
        {
            var (replies, at, last) = (0, 0.0, 0.0);
            while (RequestsPerSecond > 0 && (at += -Math.Log(1 - random.NextDouble()) / RequestsPerSecond) < seconds)
            {
                (replies, last) = (replies + 1, at);
            }

            return (replies, seconds - last);
        }
    }

    /// <summary>A clock that stands until it is moved; timers are real.</summary>
    internal sealed class Clock : TimeProvider
    {
        private DateTimeOffset now = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => now;

        public override long GetTimestamp() => now.Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public double Round(Random random)
        {
            var seconds = 5 * (0.9 + (0.2 * random.NextDouble()));
            now += TimeSpan.FromSeconds(seconds);
            return seconds;
        }
    }

    /// <summary>The decision alone: what a node would call.</summary>
    internal static class Simulation
    {
        private static readonly IPAddress Address = IPAddress.Parse("192.0.2.1");
        private static readonly ServerTarget Target = new("nfs1.example.com", 4, 2049);

        public static int Calls(Load load, Random random, int minutes)
        {
            var clock = new Clock();
            var traffic = Traffic.After(null, new(100, 0, 0, 0, 0, 0, 0), clock.GetUtcNow());
            var (calls, asked, spread) = (0, 0L, 0.0);
            var outcome = load.IsUp ? ServerOutcome.Up : ServerOutcome.Unreachable;
            ServerState? last = null;
            ServerHealth? health = null;
            while (clock.GetUtcNow() - DateTimeOffset.UnixEpoch < TimeSpan.FromMinutes(minutes))
            {
                traffic = MountCounters.Look(traffic, load, random, clock);
                var planned = new PlannedServer(Target, [Address], true);
                if (traffic.RepliedAfter is { } replied)
                {
                    planned = planned with { Replies = planned.Replies.Add(Address, replied) };
                }

                // Where mounts got replies the name is resolved, and no call made.
                var pace = new ServerPace(planned, last, health, TimeSpan.FromSeconds(5), clock.GetUtcNow());
                if (pace.IsDue(clock.GetElapsedTime(asked), spread))
                {
                    last = new(Target, $"{Address}", outcome, "", TimeSpan.Zero, 1, true) { AskedAt = clock.GetUtcNow() };
                    health = Judged(health, last);
                    (asked, spread) = (clock.GetTimestamp(), random.NextDouble());
                    calls += pace.RepliedAt is null ? 1 : 0;
                }
            }

            return calls;
        }

        private static ServerHealth Judged(ServerHealth? before, ServerState now)
        {
            var isUp = now.Outcome == ServerOutcome.Up;
            var state = DebouncedState.First(isUp ? HealthState.Healthy : HealthState.Failed, now.AskedAt);
            return new(now, state, now, ResponseHistory.Empty, isUp ? null : before?.SilentSince ?? now.AskedAt);
        }
    }

    /// <summary>The counters of a mount, a round later.</summary>
    internal static class MountCounters
    {
        public static Traffic Look(Traffic before, Load load, Random random, Clock clock)
        {
            var seconds = clock.Round(random);
            var (replies, age) = load.Replies(random, seconds);
            var last = before.Last;
            var idle = replies > 0 ? (long)age : last.IdleSeconds + (long)seconds;
            var now = last with
            {
                Age = last.Age + 5, Requests = last.Requests + replies, Sends = last.Sends + replies, Receives = last.Receives + replies,
                IdleSeconds = idle,
            };
            return Traffic.After(before, now, clock.GetUtcNow());
        }
    }

    /// <summary>A node with the real collector and real sockets, and one mount of the server.</summary>
    internal sealed class RealNode(ServerTarget target)
    {
        private static readonly Settings Settings = new() { MountsTimeout = TimeSpan.FromSeconds(10) };

        private readonly Clock clock = new();

        public async Task RunAsync(Load load, Random random, int minutes)
        {
            using var kept = new RpcConnections(clock);
            var resolver = new HostResolver(clock);
            var asker = new ServerAsker(Settings, resolver, kept, new AutomountAgent.Telemetry.Counters(), clock);
            var collector = new ServersCollector(_ => [target], _ => new HashSet<ServerTarget>(), asker, kept, resolver, Settings, clock);
            var mount = new NfsMount(
                "/home/a", $"{target.Host}:/a", target.Host, "0:50", 4, target.Port, target.Host, true, "/home",
                new(100, 0, 0, 0, 0, 0, 0));
            var state = NodeState.Empty;
            var traffic = Traffic.After(null, mount.Statistics!, clock.GetUtcNow());
            while (clock.GetUtcNow() - DateTimeOffset.UnixEpoch < TimeSpan.FromMinutes(minutes))
            {
                traffic = MountCounters.Look(traffic, load, random, clock);
                var now = clock.GetUtcNow();
                var mounts = new MountsSnapshot([], [mount with { Statistics = traffic.Last }]);
                state = state.WithMounts(new(now, TimeSpan.Zero, mounts, null)).WithHealth(now);
                var seen = await collector.CollectAsync(state, CancellationToken.None);
                state = state.WithServers(new(now, TimeSpan.Zero, seen, null)).WithHealth(now);
            }
        }
    }
}
