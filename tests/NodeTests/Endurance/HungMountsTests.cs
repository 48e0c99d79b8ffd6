using System.Diagnostics;
using System.Globalization;
using NodeTests.Support;

namespace NodeTests.Endurance;

/// <summary>
/// A hundred hard mounts on a server that hangs for ten minutes: nothing of the agent grows, and afterwards every mount is healthy again.
/// </summary>
[Collection("node")]
public class HungMountsTests(ITestOutputHelper output)
{
    private const int Count = 100;
    private const int Users = 10;
    private const string Server = "nfs2.example.com";

    /// <summary>
    /// As in <see cref="HungServerTests"/>, unless the node was slower than that already before: twice as slow as it was then.
    /// </summary>
    private const double ScrapeLimitMs = 500;

    private static readonly string[] Points = [.. Enumerable.Range(1, Count).Select(i => $"/mnt/hung{i}")];

    [Fact(Explicit = true)]
    public void AHundredHungMountsForTenMinutes()
    {
        var section = new Section("hung-mounts", output);
        var users = new List<Process>();
        Agent.WaitFor("healthy before", c => c.IsHealthy, TimeSpan.FromSeconds(60));
        Shell.Must("udevadm control --stop-exec-queue");
        try
        {
            foreach (var (point, i) in Points.Select((p, i) => (p, i)))
            {
                Directory.CreateDirectory($"/srv/nfs2/scratch/hung{i}");
                KernelMount.Nfs(Server, "192.168.77.12", $"/exports/scratch/hung{i}", point);
            }

            Agent.WaitFor("all mounts healthy", _ => Mounts("healthy") >= Count, TimeSpan.FromSeconds(60));
            var (pid, autofs) = (Agent.Unit("MainPID"), AutofsPid());
            var before = Scrapes(TimeSpan.FromSeconds(Math.Min(30, Length.Hang.TotalSeconds)));

            Shell.Must("systemctl kill -s STOP nfs2");
            var watch = Stopwatch.StartNew();
            users.AddRange(Points.Take(Users).Select(
                p => Process.Start(new ProcessStartInfo("/usr/bin/stat", ["-f", p]) { RedirectStandardOutput = true })!));
            Agent.WaitFor("all mounts hung", _ => Mounts("hung") >= Count, TimeSpan.FromSeconds(30));
            var named = watch.Elapsed;
            var during = Scrapes(Length.Hang);
            Assert.All(during, s => Assert.True(s.Hung is null or >= Count, $"{s.Hung} mounts hung instead of {Count}"));

            Shell.Must("systemctl kill -s CONT nfs2");
            var recovered = Agent.WaitFor(
                "every mount healthy again",
                c => c.IsHealthy && Mounts("healthy") >= Count && Mounts("hung") == 0,
                TimeSpan.FromSeconds(90));
            Assert.All(Points, p => Shell.Must($"timeout 20 stat -f {p}"));
            Assert.All(users, u => Assert.True(u.WaitForExit(TimeSpan.FromSeconds(60)), "a process that used a mount is still blocked"));
            var after = Scrapes(TimeSpan.FromSeconds(Math.Min(30, Length.Hang.TotalSeconds)));
            Assert.Equal((pid, autofs), (Agent.Unit("MainPID"), AutofsPid()));

            section.Add(
                "hard mounts with a superblock each; processes in D state on them; minutes",
                $"{Count}; {Users}; {Length.Hang.TotalMinutes:0.#}");
            section.Add("every mount named `hung` after (s)", $"{named.TotalSeconds:0.0}", $"30");
            section.Add("every mount `healthy` after the server is back (s), nothing restarted", $"{recovered.TotalSeconds:0.0}", $"90");
            var limit = Math.Max(ScrapeLimitMs, 2 * Times(before).P99);
            foreach (var (label, samples) in new[] { ("before", before), ("while it hangs", during), ("after", after) })
            {
                var (median, p99, worst) = Times(samples);
                section.Add(
                    $"{samples.Count} scrapes {label}, median / p99 / worst (ms)", $"{median:0} / {p99:0} / {worst:0}", label == "before"
                        ? null
                        : (FormattableString)$"p99 {limit:0}");
                Assert.InRange(p99, 0, limit);
            }

            section.Flat("before, while it hangs, after", 2, Usages(before), Usages(during), Usages(after));
            section.Steady("the hang", 4, Usages(during));
            section.Publish();
        }
        finally
        {
            Shell.Run("systemctl kill -s CONT nfs2");
            users.ForEach(u => u.Kill());
            foreach (var point in Points)
            {
                KernelMount.Lazily(point);
            }

            Shell.Run("udevadm control --start-exec-queue");
        }

        Agent.WaitFor("healthy afterwards", c => c.IsHealthy, TimeSpan.FromSeconds(60));
    }

    private static List<Usage> Usages(List<Sample> samples) => samples.ConvertAll(s => s.Usage);

    private static (double Median, double P99, double Worst) Times(List<Sample> samples)
    {
        var times = samples.Select(s => s.Milliseconds).Order().ToList();
        return (times[times.Count / 2], times[(int)(0.99 * (times.Count - 1))], times[^1]);
    }

    /// <summary>One scrape a second.</summary>
    private static List<Sample> Scrapes(TimeSpan length)
    {
        var pid = Agent.Unit("MainPID");
        var samples = new List<Sample>();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < length;)
        {
            var next = watch.Elapsed + TimeSpan.FromSeconds(1);
            var scrape = Stopwatch.StartNew();
            var page = Scrape();
            samples.Add(new Sample(scrape.Elapsed.TotalMilliseconds, Usage.Of(pid), page is null ? null : Mounts("hung", page)));
            Thread.Sleep(TimeSpan.FromSeconds(Math.Max(0, (next - watch.Elapsed).TotalSeconds)));
        }

        return samples;
    }

    /// <summary>Null when there was no answer in time, which is a sample like any other.</summary>
    private static string? Scrape()
    {
        try
        {
            return Agent.Page("/metrics");
        }
        catch (TaskCanceledException)
        {
            return null;
        }
    }

    private static int Mounts(string state, string? page = null)
    {
        var series = $"automount_nfs_mounts{{server=\"{Server}\",state=\"{state}\"}} ";
        var line = (page ?? Agent.Page("/metrics")).Split('\n').FirstOrDefault(l => l.StartsWith(series, StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line[series.Length..], CultureInfo.InvariantCulture);
    }

    private static string AutofsPid() => Shell.Must("systemctl show -P MainPID autofs").Trim();

    private sealed record Sample(double Milliseconds, Usage Usage, int? Hung);
}
