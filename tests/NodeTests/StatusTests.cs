using NodeTests.Support;

namespace NodeTests;

/// <summary><c>automount-agent status</c>: what the running daemon knows.</summary>
[Collection("node")]
public class StatusTests
{
    [Fact]
    public void ItShowsWhatTheDaemonKnows()
    {
        var result = Shell.Run("automount-agent status");

        Assert.Equal(0, result.Status);
        Assert.StartsWith("all 7 links ok", result.Output);
        Assert.Matches(@"(?m)^nfs2\.example\.com +4 +healthy", result.Output);
        Assert.Matches(@"(?m)^/scratch +auto\.scratch +\d+ +10 s +served", result.Output);
        Assert.Matches(@"(?m)^/home/dale +ready", result.Output);
        Assert.Equal(
            Chain.Parse(Agent.Page("/api/v1/status")).Links, Chain.Parse(Shell.Must("automount-agent status --output json")).Links);
    }

    [Fact]
    public void WithoutADaemonItSaysSo()
    {
        Shell.Must("systemctl stop automount-agent");
        try
        {
            var result = Shell.Run("automount-agent status");
            Assert.Equal((2, ""), (result.Status, result.Output));
            Assert.Contains("the daemon does not run", result.Errors);
        }
        finally
        {
            Shell.Must("systemctl start automount-agent", 90);
        }

        Agent.WaitFor("healthy again", c => c.IsHealthy, TimeSpan.FromSeconds(60));
    }
}
