using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using NodeTests.Support;

namespace NodeTests.Endurance;

/// <summary>
/// A thousand mounts of twenty servers, and mounts that come and go as fast as the node can, at most fifty a second: every server has the mounts that are
/// its own, required paths stay ready, and nothing of the agent grows.
/// </summary>
[Collection("node")]
public partial class ChurnTests(ITestOutputHelper output)
{
    private const int Points = 1000;
    private const int Servers = 20;
    private const int ChangesInASecond = 50;
    private const int Workers = 4;

    /// <summary>What the agent says of the mount table may be so old: an interval and a look, on a slow node.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(20);

    private readonly int[] serverOf = new int[Points]; // 0: not mounted.
    private readonly int[] counts = new int[Servers + 1];
    private readonly ConcurrentQueue<(TimeSpan At, int Server, int Count)> history = new();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Lock gate = new();

    [Fact(Explicit = true)]
    public void MountsComeAndGoByTheThousand()
    {
        var section = new Section("churn", output);
        Agent.WaitFor("healthy before", c => c.IsHealthy, TimeSpan.FromSeconds(60));
        Shell.Must("udevadm control --stop-exec-queue && cp /etc/hosts /run/hosts-before-churn");
        try
        {
            File.AppendAllLines("/etc/hosts", Enumerable.Range(1, Servers).Select(s => $"{Address(s)} {Name(s)}"));
            for (var point = 0; point < Points; point++)
            {
                Mount(point, (point % Servers) + 1);
            }

            Agent.WaitFor("a thousand mounts of their servers", c => c.IsHealthy && Told(out _).SequenceEqual(counts[1..]), TimeSpan.FromSeconds(120));
            var mounting = clock.Elapsed;
            var pid = Agent.Unit("MainPID");
            var quiet = Samples(pid, TimeSpan.FromSeconds(Math.Min(60, Length.Churn.TotalSeconds)));
            var (changes, started) = (0, clock.Elapsed);
            var busy = Churning(() => Samples(pid, Length.Churn), () => Interlocked.Increment(ref changes));
            var rate = changes / (clock.Elapsed - started).TotalSeconds;
            var settled = Agent.WaitFor("every server with the mounts that it has", c => c.IsHealthy && Told(out _).SequenceEqual(counts[1..]), TimeSpan.FromSeconds(60));
            Assert.Equal(pid, Agent.Unit("MainPID"));

            section.Add("NFS mounts with a superblock each, servers; mounted in (s)", $"{Points}, {Servers}; {mounting.TotalSeconds:0}");
            section.Add("mounts and unmounts a second (wanted), minutes", $"{rate:0.0} ({ChangesInASecond}), {Length.Churn.TotalMinutes:0.#}");
            section.Add("looks in which a server had a number of mounts that it did not have in the last 20 s", $"0 of {busy.Count * Servers}", $"0");
            section.Add("looks in which a required path was not ready", $"0 of {busy.Count}", $"0");
            section.Add("every server with exactly its mounts after the end (s)", $"{settled.TotalSeconds:0.0}", $"60");
            section.Add("processor used by the agent, before and during (% of one emulated processor)", $"{Cpu(quiet):0.0}, {Cpu(busy):0.0}");
            Flat(section, "threads", quiet, busy, u => u.Threads, 4);
            Flat(section, "descriptors", quiet, busy, u => u.Descriptors, 8);
            Flat(section, "children", quiet, busy, u => u.Children, 1);
            var (early, late) = (Median(busy.Take(busy.Count / 5)), Median(busy.TakeLast(busy.Count / 5)));
            section.Add("RSS (MiB) in the first and in the last fifth, medians", $"{early:0.0}, {late:0.0}", $"+ 8");
            Assert.InRange(late, 0, early + 8);
            section.Publish();
        }
        finally
        {
            for (var point = 0; point < Points; point++)
            {
                KernelMount.Lazily(Target(point));
            }

            Shell.Run("cp /run/hosts-before-churn /etc/hosts; udevadm control --start-exec-queue");
        }

        Agent.WaitFor("healthy afterwards", c => c.IsHealthy, TimeSpan.FromSeconds(60));
    }

    private static string Name(int server) => $"churn{server}.example.com";

    private static string Address(int server) => server % 2 == 0 ? "192.168.77.12" : "192.168.77.11";

    private static string Target(int point) => $"/mnt/churn{point}";

    private static double Cpu(List<Sample> samples) =>
        100 * (samples[^1].Usage.CpuSeconds - samples[0].Usage.CpuSeconds) / (samples[^1].At - samples[0].At).TotalSeconds;

    private static double Median(IEnumerable<Sample> samples) => samples.Select(s => s.Usage.ResidentMiB).Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    private static void Flat(Section section, string what, List<Sample> quiet, List<Sample> busy, Func<Usage, double> of, double allowance)
    {
        var (was, most) = (quiet.Max(s => of(s.Usage)), busy.Max(s => of(s.Usage)));
        section.Add($"{what}: most before, and during", $"{was:0}, {most:0}", $"+ {allowance:0}");
        Assert.InRange(most, 0, was + allowance);
    }

    /// <summary>The mounts of each server as the agent has them, whatever their state, and whether every required path is ready.</summary>
    private static int[] Told(out bool isReady)
    {
        var page = Agent.Page("/metrics");
        var told = new int[Servers];
        foreach (Match line in MountsLine().Matches(page))
        {
            told[int.Parse(line.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - 1] += int.Parse(line.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        }

        isReady = page.Contains("\nautomount_required_path_ready{") && !NotReady().IsMatch(page);
        return told;
    }

    [GeneratedRegex(@"^automount_nfs_mounts\{server=""churn(\d+)\.example\.com"",state=""[a-z]+""\} (\d+)$", RegexOptions.Multiline)]
    private static partial Regex MountsLine();

    [GeneratedRegex(@"^automount_required_path_ready\{.*\} 0$", RegexOptions.Multiline)]
    private static partial Regex NotReady();

    private void Mount(int point, int server)
    {
        var path = server % 2 == 0 ? "/exports/scratch" : "/exports/home";
        KernelMount.Nfs(Name(server), Address(server), path, Target(point));
        Count(point, server, 1);
    }

    private void Count(int point, int server, int change)
    {
        lock (gate)
        {
            serverOf[point] = change > 0 ? server : 0;
            counts[server] += change;
            history.Enqueue((clock.Elapsed, server, counts[server]));
        }
    }

    /// <summary>Does something while mounts come and go.</summary>
    private List<Sample> Churning(Func<List<Sample>> meanwhile, Action changed)
    {
        using var end = new CancellationTokenSource();
        var failures = new ConcurrentQueue<Exception>();
        var workers = Enumerable.Range(0, Workers).Select(worker => new Thread(() =>
        {
            try
            {
                Churn(worker, end.Token, changed);
            }
            catch (IOException e)
            {
                failures.Enqueue(e);
            }
        })).ToList();
        workers.ForEach(w => w.Start());
        try
        {
            return meanwhile();
        }
        finally
        {
            end.Cancel();
            workers.ForEach(w => w.Join());
            Assert.Empty(failures);
        }
    }

    /// <summary>Its share of the changes: unmounts what is mounted, and mounts something of another server where nothing is.</summary>
    private void Churn(int worker, CancellationToken end, Action changed)
    {
        var random = new Random(Length.Seed + worker);
        var pause = TimeSpan.FromSeconds((double)Workers / ChangesInASecond);
        for (var next = clock.Elapsed + pause; !end.IsCancellationRequested; next += pause)
        {
            var point = (random.Next(Points / Workers) * Workers) + worker; // Points of its own: no two work on the same.
            if (serverOf[point] is > 0 and var server)
            {
                KernelMount.Lazily(Target(point));
                Count(point, server, -1);
            }
            else
            {
                Mount(point, random.Next(Servers) + 1);
            }

            changed();
            next = next < clock.Elapsed ? clock.Elapsed : next;
            Thread.Sleep(next - clock.Elapsed is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    /// <summary>
    /// One look a second at what the agent says, held against what was true within the last seconds. Nothing here asks systemd: it reads the whole mount table
    /// at each change, and on the node has no time left for answers.
    /// </summary>
    private List<Sample> Samples(string pid, TimeSpan length)
    {
        var samples = new List<Sample>();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < length; Thread.Sleep(1000))
        {
            var asked = clock.Elapsed;
            var told = Told(out var isReady);
            Assert.True(isReady, $"a required path is not ready:\n{Agent.Status()}");
            var truth = history.ToLookup(h => h.Server);
            for (var server = 1; server <= Servers; server++)
            {
                var lately = Lately(truth[server], asked - Age);
                Assert.True(
                    told[server - 1] >= lately.Min() && told[server - 1] <= lately.Max(),
                    $"{Name(server)}: the agent has {told[server - 1]} mounts, and it had {lately.Min()} to {lately.Max()}");
            }

            samples.Add(new Sample(clock.Elapsed, Usage.Of(pid)));
        }

        return samples;
    }

    /// <summary>The counts since a time, with that which held then.</summary>
    private static List<int> Lately(IEnumerable<(TimeSpan At, int Server, int Count)> changes, TimeSpan since)
    {
        var before = 0;
        var lately = new List<int>();
        foreach (var (at, _, count) in changes)
        {
            if (at < since)
            {
                before = count;
            }
            else
            {
                lately.Add(count);
            }
        }

        lately.Add(before);
        return lately;
    }

    private sealed record Sample(TimeSpan At, Usage Usage);
}
