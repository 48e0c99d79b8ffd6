using System.Diagnostics;
using System.Text.Json;
using NodeTests.Faults;
using NodeTests.Support;

namespace NodeTests.Endurance;

/// <summary>
/// The agent dies again and again while something is broken: it comes back, tells the same story, and leaves nothing behind.
/// </summary>
[Collection("node")]
public class KillTests(ITestOutputHelper output)
{
    private const int KillsInAFault = 10;

    /// <summary>The shortest round is 5 s, the answers of a dead server take two of them, and the node is slow.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(15);

    /// <summary>
    /// systemd's own limit (<c>TimeoutStartSec=</c>): with automount stopped, the first round waits for the deadline of every required
    /// path.
    /// </summary>
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(120);

    /// <summary>A story that has not changed for this long has been told.</summary>
    private static readonly TimeSpan Told = TimeSpan.FromSeconds(8);

    /// <summary>A kill comes at any moment of the shortest interval.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Faults that stay as they are; those of LDAP bring more news while sssd goes offline, and are told by <see cref="FaultTests"/>.
    /// </summary>
    private static readonly string[] Steady =
    [
        "sssd stopped", "sssd's autofs responder SIGSTOPped", "a map entry without a colon", "a map that is missing",
        "a server name that does not resolve",
        "NFS port refused", "packets to the NFS server are lost", "NFS server SIGSTOPped", "autofs SIGSTOPped", "the InfoPipe refuses root",
    ];

    [Fact(Explicit = true)]
    public void KilledAtRandomMomentsItTellsTheSameStoryAndLeavesNoChild()
    {
        var random = new Random(Length.Seed);
        output.WriteLine($"seed {Length.Seed}");
        var faults = FaultList.All.Where(f => Steady.Contains(f.Name)).ToArray();
        Assert.Equal(Steady.Length, faults.Length);
        random.Shuffle(faults); // Five of them, with ten kills each.
        var (ready, same, kills, childrenKilled) = (new List<double>(), new List<double>(), 0, 0);
        Agent.WaitFor("healthy before", c => c.IsHealthy, TimeSpan.FromSeconds(60));
        var restarts = int.Parse(Agent.Unit("NRestarts"));
        foreach (var fault in faults)
        {
            var wanted = Math.Min(KillsInAFault, Length.Kills - kills);
            if (wanted == 0)
            {
                break;
            }

            try
            {
                Shell.Must(fault.Cause);
                Agent.WaitFor(fault.Code, c => c.Codes.Contains(fault.Code), TimeSpan.FromSeconds(fault.Seconds));
                var story = Settled();
                for (var i = 0; i < wanted; i++, kills++)
                {
                    Thread.Sleep(random.NextDouble() * Moment);
                    childrenKilled += Probers().Count;
                    var watch = Stopwatch.StartNew();
                    var pid = Agent.Unit("MainPID");
                    Shell.Must($"kill -KILL {pid}");
                    ready.Add(Ready(pid, watch));
                    same.Add(TellsAgain(fault, story));
                    var (daemon, left) = (Agent.Unit("MainPID"), Probers());
                    Assert.All(left, child => Assert.Equal(daemon, child.Parent));
                    output.WriteLine($"{fault.Code}, kill {kills + 1}: READY after {ready[^1]:0.0} s, the same story {same[^1]:0.0} s " +
                        $"later, {left.Count} children");
                }
            }
            finally
            {
                Shell.Must(fault.Cure);
            }

            Agent.WaitFor("healthy after the cure", c => c.IsHealthy, TimeSpan.FromSeconds(60));
        }

        Assert.Equal(restarts + kills, int.Parse(Agent.Unit("NRestarts")));
        ready.Sort();
        same.Sort();
        var section = new Section("kills", output);
        section.Add("SIGKILLs in faults; seed", $"{kills} in {(kills + KillsInAFault - 1) / KillsInAFault}; {Length.Seed}");
        section.Add(
            "started again by systemd, READY after (s), `RestartSec=5s` included, median / worst",
            $"{ready[kills / 2]:0.0} / {ready[^1]:0.0}",
            $"{Start.TotalSeconds:0}");
        section.Add(
            "every finding as before, after READY (s), median / worst",
            $"{same[kills / 2]:0.0} / {same[^1]:0.0}",
            $"{Round.TotalSeconds:0}, one round");
        section.Add("probers that were there at a kill; left behind", $"{childrenKilled}; 0", $"0");
        section.Publish();
    }

    /// <summary>What it finds, when that has not changed for a while.</summary>
    private static IReadOnlyList<string> Settled()
    {
        var (story, since) = (Story(), Stopwatch.StartNew());
        for (var all = Stopwatch.StartNew(); since.Elapsed < Told;)
        {
            Assert.True(all.Elapsed < TimeSpan.FromSeconds(120), $"the story does not end: {string.Join(", ", story)}");
            Thread.Sleep(500);
            var now = Story();
            if (!now.SequenceEqual(story))
            {
                (story, since) = (now, Stopwatch.StartNew());
            }
        }

        return story;
    }

    /// <summary>Seconds from the kill until systemd has another process, which says READY=1 after its first round.</summary>
    private static double Ready(string killed, Stopwatch watch)
    {
        while (Agent.Unit("ActiveState") != "active" || Agent.Unit("MainPID") is var pid && (pid == "0" || pid == killed))
        {
            Assert.True(watch.Elapsed < Start, $"not READY {Start.TotalSeconds} s after it was killed");
            Thread.Sleep(1000); // Each question costs a process of a node that is busy with the start.
        }

        return watch.Elapsed.TotalSeconds;
    }

    private static double TellsAgain(Fault fault, IReadOnlyList<string> story)
    {
        var last = Story();
        for (var watch = Stopwatch.StartNew(); ; last = Story())
        {
            if (last.SequenceEqual(story))
            {
                return watch.Elapsed.TotalSeconds;
            }

            Assert.True(
                watch.Elapsed < Round, $"{fault.Name}: it told\n  {string.Join("\n  ", story)}\nand tells\n  {string.Join("\n  ", last)}");
            Thread.Sleep(250);
        }
    }

    /// <summary>
    /// Code and subject of every finding, but for automount that waits for the dead server: it begins to when a mount comes due to expire,
    /// which goes on whether the agent is killed or not.
    /// </summary>
    private static IReadOnlyList<string> Story()
    {
        using var status = JsonDocument.Parse(Agent.Page("/api/v1/status"));
        return [.. status.RootElement.GetProperty("findings").EnumerateArray()
            .Where(f => f.GetProperty("code").GetString() != "automount/waiting")
            .Select(f => $"{f.GetProperty("code").GetString()} {(f.TryGetProperty("subject", out var subject) ? subject.GetString() : "")}")
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>The processes that touch paths for an agent, living or not yet dead, with their parents.</summary>
    private static IReadOnlyList<(string Pid, string Parent)> Probers() =>
    [
        .. Shell.Run("ps -eo pid=,ppid=,args= | awk '$3 ~ /automount-agent$/ && $4 == \"prober\" { print $1, $2 }'").Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => (l.Split(' ')[0], l.Split(' ')[1])),
    ];
}
