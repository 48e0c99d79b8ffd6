using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using NodeTests.Support;

namespace NodeTests.Endurance;

/// <summary>
/// A thousand mounts of twenty servers, and fifty changes of the mount table a second: every server has the mounts that are its own,
/// required paths stay ready, and nothing of the agent grows.
/// </summary>
[Collection("node")]
public partial class ChurnTests(ITestOutputHelper output)
{
    /// <summary>What the agent says of the mount table may be so old: an interval and a look, on a slow node.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(20);

    private const string DropIn = "/run/systemd/system/automount-agent.service.d";

    [Fact(Explicit = true)]
    public void MountsComeAndGoByTheThousand()
    {
        var section = new Section("churn", output);
        Agent.WaitFor("healthy before", c => c.IsHealthy, TimeSpan.FromSeconds(60));
        Shell.Must(
            $"mkdir -p {DropIn}; printf '[Service]\\nPrivateMounts=yes\\n' > {DropIn}/private.conf; systemctl daemon-reload; systemctl " +
            "restart automount-agent",
            90);
        try
        {
            Agent.WaitFor("healthy with mounts of its own", c => c.IsHealthy, TimeSpan.FromSeconds(60));
            Measure(section);
        }
        finally
        {
            Shell.Run($"rm -r {DropIn}; systemctl daemon-reload; systemctl restart automount-agent", 90);
        }

        Agent.WaitFor("healthy afterwards", c => c.IsHealthy, TimeSpan.FromSeconds(60));
    }

    private static void Measure(Section section)
    {
        var pid = Agent.Unit("MainPID");
        using var mounts = new ChurningMounts(pid);
        Agent.WaitFor(
            "a thousand mounts of their servers",
            c => c.IsHealthy && Told(out _).SequenceEqual(mounts.Counts()),
            TimeSpan.FromSeconds(120));
        var mounting = mounts.Now;
        var quiet = Looks(mounts, pid, TimeSpan.FromSeconds(Math.Min(60, Length.Churn.TotalSeconds)));
        var started = mounts.Now;
        var busy = mounts.While(() => Looks(mounts, pid, Length.Churn));
        var (places, superblocks) = mounts.Changes;
        var seconds = (mounts.Now - started).TotalSeconds;
        var settled = Agent.WaitFor(
            "every server with the mounts that it has", c => c.IsHealthy
                && Told(out _).SequenceEqual(mounts.Counts()), TimeSpan.FromSeconds(60));
        Assert.Equal(pid, Agent.Unit("MainPID"));

        section.Add(
            "NFS mounts, servers; mounted in (s); minutes of changes",
            $"{mounts.Counts().Sum()}, {ChurningMounts.Servers}; {mounting.TotalSeconds:0}; {Length.Churn.TotalMinutes:0.#}");
        section.Add("mounts and unmounts a second", $"{places / seconds:0.0}", $"wanted {ChurningMounts.ChangesInASecond}");
        section.Add("superblocks made anew a second, on the same places", $"{superblocks / seconds:0.0}");
        section.Add(
            $"looks in which a server had a number of mounts that it did not have within {Age.TotalSeconds:0} s before",
            $"0 of {busy.Count * ChurningMounts.Servers}",
            $"0");
        section.Add("looks in which a required path was not ready", $"0 of {busy.Count}", $"0");
        section.Add("every server with exactly its mounts after the end (s)", $"{settled.TotalSeconds:0.0}", $"60");
        section.Add("processor used by the agent, before and during (% of one emulated processor)", $"{Cpu(quiet):0.0}, {Cpu(busy):0.0}");
        section.Flat("before, and during", ChurningMounts.Servers + 2, Usages(quiet), Usages(busy));
        section.Steady("the changes", 16, Usages(busy));
        section.Publish();
    }

    private static List<Usage> Usages(List<(TimeSpan At, Usage Usage)> looks) => looks.ConvertAll(l => l.Usage);

    private static double Cpu(List<(TimeSpan At, Usage Usage)> looks) =>
        100 * (looks[^1].Usage.CpuSeconds - looks[0].Usage.CpuSeconds) / (looks[^1].At - looks[0].At).TotalSeconds;

    /// <summary>One look a second at what the agent says, held against what was true within the last seconds.</summary>
    private static List<(TimeSpan At, Usage Usage)> Looks(ChurningMounts mounts, string pid, TimeSpan length)
    {
        var looks = new List<(TimeSpan, Usage)>();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < length; Thread.Sleep(1000))
        {
            var asked = mounts.Now;
            var told = Told(out var isReady);
            Assert.True(isReady, $"a required path is not ready:\n{Agent.Status()}");
            for (var server = 1; server <= ChurningMounts.Servers; server++)
            {
                var (least, most) = mounts.Since(server, asked - Age);
                Assert.True(
                    told[server - 1] >= least
                        && told[server - 1] <= most, $"{ChurningMounts.Name(server)}: the agent has {told[server - 1]} mounts, and it " +
                            $"had {least} to {most}");
            }

            looks.Add((mounts.Now, Usage.Of(pid)));
        }

        return looks;
    }

    /// <summary>The mounts of each server as the agent has them, whatever their state, and whether every required path is ready.</summary>
    private static int[] Told(out bool isReady)
    {
        var page = Agent.Page("/metrics");
        var told = new int[ChurningMounts.Servers];
        foreach (Match line in MountsLine().Matches(page))
        {
            told[int.Parse(line.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - 1] += int.Parse(
                line.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        }

        isReady = page.Contains("\nautomount_required_path_ready{") && !NotReady().IsMatch(page);
        return told;
    }

    [GeneratedRegex(@"^automount_nfs_mounts\{server=""churn(\d+)\.example\.com"",state=""[a-z]+""\} (\d+)$", RegexOptions.Multiline)]
    private static partial Regex MountsLine();

    [GeneratedRegex(@"^automount_required_path_ready\{.*\} 0$", RegexOptions.Multiline)]
    private static partial Regex NotReady();
}
