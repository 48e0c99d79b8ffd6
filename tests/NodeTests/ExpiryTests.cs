using System.Diagnostics;
using NodeTests.Support;

namespace NodeTests;

/// <summary>Design principle 2: looking does not keep a mount alive.</summary>
[Collection("node")]
public class ExpiryTests(ITestOutputHelper output)
{
    private const string Unused = "/scratch/data";

    [Fact]
    public void AMountThatNobodyUsesExpiresWhileTheAgentWatchesAndIsScraped()
    {
        Shell.Must($"ls {Unused}/");
        Assert.True(IsMounted());
        var watch = Stopwatch.StartNew();
        while (IsMounted() && watch.Elapsed < TimeSpan.FromSeconds(60))
        {
            Agent.Page("/metrics");
            Thread.Sleep(TimeSpan.FromSeconds(5));
        }

        Assert.False(IsMounted(), "still mounted after 60 s, with a timeout of 10 s");
        output.WriteLine($"gone {watch.Elapsed.TotalSeconds:0} s after the last use (timeout 10 s, scraped every 5 s)");
        Agent.WaitFor(
            "the expiry counted",
            _ => Agent.Page("/metrics").Contains("automount_expirations_total{root=\"/scratch\"}"),
            TimeSpan.FromSeconds(15));
    }

    /// <summary>Reads the mount table of this process: no path is walked.</summary>
    private static bool IsMounted() => File.ReadLines("/proc/self/mountinfo").Any(l => l.Contains($" {Unused} "));
}
