using System.Diagnostics;
using NodeTests.Support;

namespace NodeTests;

[Collection("node")]
public class HealthyNodeTests(ITestOutputHelper output)
{
    [Fact]
    public void ARestartedAgentIsReadyAfterOneFullRoundAndFindsEveryLinkOk()
    {
        var watch = Stopwatch.StartNew();
        Shell.Must("systemctl restart automount-agent", 60);
        output.WriteLine($"READY after {watch.Elapsed.TotalSeconds:0.0} s");

        // READY=1 comes after the first full round: every check has run at least once by now.
        var page = Agent.Page("/metrics");
        foreach (var check in new[] { "directory", "sssd", "automount", "servers", "mounts", "required" })
        {
            Assert.Contains($"automount_check_success{{check=\"{check}\"}} 1", page);
        }

        Agent.WaitFor("every link ok", c => c.IsHealthy, TimeSpan.FromSeconds(30) - watch.Elapsed);
        Assert.All(
            NodeFixture.RequiredPaths, p => Assert.True(Agent.SaysReady(p)));
        Assert.Equal(200, Agent.StatusCode("/readyz"));
        Assert.Equal(200, Agent.StatusCode("/healthz"));
    }

    [Fact]
    public void CheckExitsZeroWithEveryLinkOk()
    {
        var result = Shell.Run("automount-agent check --output json");

        Assert.Equal(0, result.Status);
        var chain = Chain.Parse(result.Output);
        Assert.True(chain.IsHealthy, chain.ToString());
        Assert.Equal(["directory", "sssd", "automount", "map", "server", "mount", "pod"], chain.Links.Keys);
    }

    [Fact]
    public void TheTableLeadsWithTheVerdict()
    {
        var result = Shell.Run("automount-agent check --output table");

        Assert.Equal(0, result.Status);
        Assert.Contains("ok", result.Output.Split('\n')[0]);
    }

    [Fact]
    public void TriggerMountsAPathAndSaysWhichOnesItCannot()
    {
        var good = Shell.Run("automount-agent trigger /net/apps/compilers");
        Assert.Equal(0, good.Status);
        Assert.Contains(" /net/apps/compilers ", File.ReadAllText("/proc/self/mountinfo"));

        var bad = Shell.Run("automount-agent trigger /home/ghost --timeout 20s");
        Assert.Equal(1, bad.Status);
        Assert.Contains("ENOENT", bad.Output + bad.Errors);
    }

    [Fact]
    public void WaitReadyReturnsWhenTheRequiredPathsAreReady() =>
        Assert.Equal(0, Shell.Run("automount-agent wait-ready --timeout 30s").Status);

    [Fact]
    public void TheServiceReadsTheOtherSchemaWhenSssdConfSaysSo()
    {
        Shell.Must("cp -p /etc/sssd/sssd.conf /run/sssd.conf.good; cp /usr/local/share/site/sssd-rfc2307bis.conf /etc/sssd/sssd.conf; " +
            "chmod 600 /etc/sssd/sssd.conf; systemctl restart sssd");
        try
        {
            var result = Shell.Run("automount-agent check --output json");
            Assert.Equal(0, result.Status);
            Assert.True(Chain.Parse(result.Output).IsHealthy, result.Output);
        }
        finally
        {
            Shell.Must("cp -p /run/sssd.conf.good /etc/sssd/sssd.conf; systemctl restart sssd");
        }
    }

    [Fact]
    public void AStoppedSssdIsNotStartedByLookingAtIt()
    {
        Shell.Must("systemctl stop sssd");
        try
        {
            Agent.WaitFor("sssd/stopped", c => c.FirstBroken == "sssd/stopped", TimeSpan.FromSeconds(30));
            Shell.Run("automount-agent check --output json");
            Assert.Equal("inactive", Shell.Run("systemctl is-active sssd").Output.Trim());
        }
        finally
        {
            Shell.Must("systemctl start sssd");
        }
    }
}
