using NodeTests.Support;

namespace NodeTests;

[Collection("node")]
public class FaultTests(ITestOutputHelper output)
{
    [Fact]
    public void EveryScenarioIsShownOrSaysWhyNot()
    {
        Assert.Equal(Enumerable.Range(1, 47), FaultMatrix.Scenarios.Select(s => s.Number));
        Assert.All(FaultMatrix.Scenarios, s => Assert.True(Faults.All.Any(f => f.Scenario == s.Number) != s.Shown.Length > 0, $"{s.Number}: either a fault or a remark"));
    }

    public static TheoryData<string> Names => new(Faults.All.Select(f => f.Name));

    /// <summary>Break one thing, see it named as the first broken link, repair it, see the whole chain ok again: without a restart of the agent.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void TheFirstBrokenLinkIsNamedAndClears(string name)
    {
        var fault = Faults.All.Single(f => f.Name == name);
        var pid = Agent.Unit("MainPID");
        Agent.WaitFor("healthy before", c => c.IsHealthy, TimeSpan.FromSeconds(60));
        TimeSpan found;
        try
        {
            Shell.Must(fault.Cause);
            found = Agent.WaitFor($"{fault.Code} first", c => (c.FirstBroken ?? c.Codes.FirstOrDefault()) == fault.Code, TimeSpan.FromSeconds(fault.Seconds));
            var blamed = Agent.Status().Codes.Except([fault.Code, .. fault.Follows]).ToList();
            Assert.True(blamed.Count == 0, $"blamed without cause: {string.Join(", ", blamed)}");
            Assert.Contains($"automount_findings{{code=\"{fault.Code}\"", Agent.Page("/metrics"));
            if (Agent.Status().FirstBroken is not null)
            {
                Assert.Contains(fault.Code.Split('/')[0], Agent.Unit("StatusText"));
            }

            var journal = Shell.Must($"journalctl -u automount-agent AUTOMOUNT_CODE={fault.Code} -n 1 -o json --no-pager");
            Assert.Contains("MESSAGE_ID", journal);
        }
        finally
        {
            Shell.Must(fault.Cure);
        }

        var cleared = Agent.WaitFor("healthy after the cure", c => c.IsHealthy, TimeSpan.FromSeconds(30));
        FaultMatrix.Add(fault, found, cleared);
        output.WriteLine($"{fault.Code}: found after {found.TotalSeconds:0.0} s, clear {cleared.TotalSeconds:0.0} s after the cure");
        Assert.Equal(pid, Agent.Unit("MainPID"));
    }
}
