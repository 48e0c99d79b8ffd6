using NodeTests.Support;

namespace NodeTests;

/// <summary>Paths that a map names, and what keep=yes does.</summary>
[Collection("node")]
public class RequiredMapsTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public void ThePathsOfAMapAreMountedAtStartAndAgainWhenTheyVanishAndKeepKeepsThem()
    {
        // Two keys of /scratch, whose mounts expire after 10 s: one is required and kept, the other one is not.
        using var configuration = new Configuration("[required]\nmaps = auto.scratch:da*, auto.home:c*\nkeep = yes\n");
        output.WriteLine($"mounted after {Mounts.WaitFor("/scratch/data", true, Soon).TotalSeconds:0.0} s");
        Agent.WaitFor("/scratch/data ready", _ => Agent.SaysReady("/scratch/data"), Soon);
        Agent.WaitFor("/home/carol ready", _ => Agent.SaysReady("/home/carol"), Soon);
        Agent.WaitFor("ready", c => c.Links["mount"] == "ok" && Agent.StatusCode("/readyz") == 200, Soon);

        Shell.Must("ls /scratch/mem/; date +%s > /run/kept");
        output.WriteLine(
            $"the neighbour expired after {Mounts.WaitFor("/scratch/mem", false, TimeSpan.FromSeconds(60)).TotalSeconds:0.0} s");
        Thread.Sleep(TimeSpan.FromSeconds(10));
        Assert.Equal(
            "",
            Shell.Run(
                "journalctl -u automount-agent -o cat --no-pager --since @$(cat /run/kept) | grep '/scratch/data is no longer'").Output);
        Assert.True(Mounts.Has("/scratch/data"));
        Assert.Contains("automount_touches_total{reason=\"keep\"}", Agent.Page("/metrics"));

        Mounts.Unmount("/scratch/data");
        output.WriteLine($"mounted again after {Mounts.WaitFor("/scratch/data", true, Soon).TotalSeconds:0.0} s");
    }

    [Fact]
    public void WhatAMapCannotGiveIsSaid()
    {
        using var configuration = new Configuration("[required]\nmaps = auto.home, auto.nowhere\n");

        // The wildcard cannot be listed; /home/ghost is in the map and gone from its server.
        foreach (var code in (string[])["mount/required-wildcard", "mount/required-map-empty", "mount/trigger-failed"])
        {
            Agent.WaitFor(code, c => c.Codes.Contains(code), Soon);
        }

        Assert.Equal(503, Agent.StatusCode("/readyz"));
    }

    [Fact]
    public void WithoutKeepAPathExpiresAndIsMountedAfresh()
    {
        using var configuration = new Configuration("[required]\npaths = /scratch/data\n");
        Mounts.WaitFor("/scratch/data", true, Soon);
        output.WriteLine($"expired after {Mounts.WaitFor("/scratch/data", false, TimeSpan.FromSeconds(60)).TotalSeconds:0.0} s");
        output.WriteLine($"mounted afresh after {Mounts.WaitFor("/scratch/data", true, Soon).TotalSeconds:0.0} s");
    }
}
