using System.Globalization;
using NodeTests.Support;

namespace NodeTests;

/// <summary><c>validate --exports</c> against the kernel's NFS server and ganesha: paths that are there, and paths that are not.</summary>
[Collection("node")]
public class ExportsTests(ITestOutputHelper output)
{
    [Fact]
    public void WhatTheMapsNeedIsAskedForAndNothingIsMounted()
    {
        var before = Shell.Must("grep -c ' nfs4\\? ' /proc/self/mountinfo || true");
        var result = Shell.Run("automount-agent validate --exports", 120);

        Assert.Contains("nfs1.example.com:/exports/staff/ghost", result.Output);
        Assert.Contains("[server/export-missing]", result.Output);
        Assert.Matches("[0-9]+ exports were asked for, [0-9]+ are there", result.Errors);
        Assert.Equal(1, result.Status);
        Assert.Equal(before, Shell.Must("grep -c ' nfs4\\? ' /proc/self/mountinfo || true"));
    }

    [Theory]
    [InlineData("-vers=4.2", "nfs1.example.com", 4)]
    [InlineData("-vers=4.1", "nfs1.example.com", 4)]
    [InlineData("-vers=3", "nfs1.example.com", 3)]
    [InlineData("-vers=4.2", "nfs2.example.com", 4)]
    [InlineData("-vers=4.1", "nfs2.example.com", 4)]
    public void EachVersionOfEachServerTellsWhatIsThere(string options, string server, int major)
    {
        var there = server.StartsWith("nfs1", StringComparison.Ordinal) ? "/exports/staff/dale" : "/exports/tools";
        File.WriteAllText("/run/exports.map", $"good {options} {server}:{there}\nbad {options} {server}:/exports/none-such\n");

        var result = Shell.Run("automount-agent validate --exports --map-file /run/exports.map", 60);

        output.WriteLine(result.ToString());
        Assert.Contains("2 exports were asked for, 1 are there", result.Errors);
        Assert.Contains(major == 4 ? "no none-such in " : "mountd", result.Output);
    }

    [Fact]
    public void AnExportForOthersIsDeniedOrNotShown()
    {
        Shell.Must($"on-host nfs1 sh -c 'mkdir -p /exports/denied; exportfs -o rw,no_subtree_check 192.168.77.250:/exports/denied'");
        try
        {
            File.WriteAllText(
                "/run/exports.map", "v4 -vers=4.2 nfs1.example.com:/exports/denied\nv3 -vers=3 nfs1.example.com:/exports/denied\n");
            var result = Shell.Run("automount-agent validate --exports --map-file /run/exports.map", 60);
            output.WriteLine(result.ToString());
            Assert.Contains("2 exports were asked for, 0 are there", result.Errors);
            Assert.Contains("[server/export-denied]", result.Output);
        }
        finally
        {
            Shell.Run("on-host nfs1 exportfs -u 192.168.77.250:/exports/denied");
        }
    }

    [Fact]
    public void TenThousandLocationsTakeLessThanATwentiethOfMounting()
    {
        Shell.Must("on-host nfs1 sh -c 'seq -f /exports/home/many%g 1 10000 | xargs mkdir -p'", 120);
        try
        {
            File.WriteAllLines(
                "/run/exports.map", Enumerable.Range(1, 10_000).Select(i => $"k{i} -vers=4.2 nfs1.example.com:/exports/home/many{i}"));
            var asked = Seconds("automount-agent validate --exports --map-file /run/exports.map", 300) / 10_000;
            var mounted = Seconds(
                "mkdir -p /run/m; for i in $(seq 1 40); do mount -t nfs -o vers=4.2 nfs1.example.com:/exports/home/many$i /run/m && " +
                "umount /run/m; done",
                300) / 40;
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"a question takes {asked * 1000:0.0} ms, a mount {mounted * 1000:0} ms"));
            Assert.True(asked < mounted / 20, $"{asked} s, {mounted} s");
        }
        finally
        {
            Shell.Run("on-host nfs1 sh -c 'seq -f /exports/home/many%g 1 10000 | xargs rmdir'", 120);
        }
    }

    private static double Seconds(string command, int limit)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Shell.Must(command, limit);
        return watch.Elapsed.TotalSeconds;
    }
}
