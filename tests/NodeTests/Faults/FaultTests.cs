using System.Globalization;
using Automount.Catalog;
using NodeTests.Support;

namespace NodeTests.Faults;

[Collection("node")]
public class FaultTests(ITestOutputHelper output)
{
    [Fact]
    public void EveryScenarioIsShownOrSaysWhyNot()
    {
        Assert.Equal(Enumerable.Range(1, 50), FaultMatrix.Scenarios.Select(s => s.Number));
        Assert.All(
            FaultMatrix.Scenarios,
            s => Assert.True(
                FaultList.All.Any(f => f.Scenario == s.Number) != s.Shown.Length > 0, $"{s.Number}: either a fault or a remark"));
    }

    /// <summary>By name, and with the number as a trait, so that <c>-trait scenario=25</c> runs a row alone.</summary>
    public static IEnumerable<TheoryDataRow<string>> Names =>
        FaultList.OfNode.Select(
            f => new TheoryDataRow<string>(f.Name).WithTrait("scenario", f.Scenario.ToString(CultureInfo.InvariantCulture)));

    /// <summary>
    /// Break one thing, see it named as the first broken link, repair it, see the whole chain ok again: without a restart of the agent.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void TheFirstBrokenLinkIsNamedAndClears(string name)
    {
        var fault = FaultList.All.Single(f => f.Name == name);
        var pid = Agent.Unit("MainPID");
        WaitUntilHealthy("before", fault, 60);
        var before = Agent.Status().Codes;
        TimeSpan found;
        TimeSpan? explained;
        try
        {
            Shell.Must(fault.Cause);
            found = Agent.WaitFor($"{fault.Code} first", c => IsFirst(c, fault, before), TimeSpan.FromSeconds(fault.Seconds));
            Shell.Must(fault.Then);
            var chain = Agent.Status();
            if (fault.Verdict.Length > 0)
            {
                Assert.Equal(fault.Verdict, chain.Verdict);
            }

            var blamed = chain.Findings.Where(f => !before.Contains(f.Code) && !fault.Explains(f)).Select(f => f.Code).Distinct().ToList();
            Assert.True(blamed.Count == 0, $"blamed without cause: {string.Join(", ", blamed)}, by: {chain.Message}");
            Assert.Contains($"automount_findings{{code=\"{fault.Code}\"", Agent.Page("/metrics"));
            if (Agent.Status().FirstBroken is not null)
            {
                Assert.Contains(fault.Code.Split('/')[0], Agent.Unit("StatusText"));
            }

            ConditionsAreThoseOf(fault);
            explained = Explain(fault);
            var journal = Shell.Must($"journalctl -u automount-agent AUTOMOUNT_CODE={fault.Code} -n 1 -o json --no-pager");
            Assert.Contains("MESSAGE_ID", journal);
        }
        catch
        {
            Shell.Run(fault.Cure, 90);
            throw;
        }

        Shell.Must(fault.Cure, 90);
        var cleared = WaitUntilHealthy("after the cure", fault, fault.Clears);
        FaultMatrix.Add(fault, new(found, cleared, explained));
        output.WriteLine($"{fault.Code}: found after {found.TotalSeconds:0.0} s, clear {cleared.TotalSeconds:0.0} s after the cure");
        Assert.Equal(pid, Agent.Unit("MainPID"));
    }

    /// <summary>How long it took to explain the path that a fault concerns; null where it concerns none.</summary>
    private TimeSpan? Explain(Fault fault)
    {
        if (fault.Path.Length == 0)
        {
            return null;
        }

        var explained = Explained.Of(fault.Path);
        Assert.True(explained.Link == fault.Blamed, $"{fault.Path}: {fault.Blamed} is to blame, not {explained.Link}: {explained.Text}");
        Assert.True(
            fault.Blamed != Explained.None || explained.Text.Contains(fault.Code),
            $"{fault.Path}: {fault.Code} is not told: {explained.Text}");
        output.WriteLine($"{fault.Path}: explained in {explained.Took.TotalSeconds:0.0} s");
        return explained.Took;
    }

    /// <summary>
    /// The conditions become what the row says, and agree with the findings of the same document. A fault of the node must last for half a
    /// minute; a mount that hangs is one only after its server has answered for ten minutes.
    /// </summary>
    private static void ConditionsAreThoseOf(Fault fault)
    {
        if (fault.Effect is not ConditionEffect.None)
        {
            var (condition, status) = fault.Effect switch
            {
                ConditionEffect.NotReady => ("AutomountReady", "False"),
                ConditionEffect.NodeFaultUnlessServer => ("AutomountNodeFault", "Unknown"),
                _ => ("AutomountNodeFault", "True"),
            };
            Agent.WaitFor($"{condition} {status}", c => c.Conditions[condition] == status, TimeSpan.FromSeconds(60));
        }

        var chain = Agent.Status();
        var isNodeFault = fault.Effect is ConditionEffect.NodeFault or ConditionEffect.NodeFaultUnlessDirectory;
        Assert.True(chain.Conditions["AutomountNodeFault"] == "True" == isNodeFault, chain.ToString());
        var breaks = chain.Codes.Any(c => ConditionEffects.Of(c)
            is ConditionEffect.NotReady or ConditionEffect.NodeFault or ConditionEffect.NodeFaultUnlessDirectory);
        Assert.True(chain.Conditions["AutomountReady"] == (breaks ? "False" : "True"), chain.ToString());
        Assert.Equal(breaks ? 503 : 200, Agent.StatusCode("/readyz?condition=AutomountReady"));
        Assert.Equal(isNodeFault ? 200 : 503, Agent.StatusCode("/readyz?condition=AutomountNodeFault"));
    }

    /// <summary>
    /// Waits until every link is ok, the fault's code is gone, and the required paths are mounted: what follows from a restart of automount
    /// comes a look later, and would be blamed on the next fault. Where automount has died it is started again, or every test after that
    /// would fail.
    /// </summary>
    private TimeSpan WaitUntilHealthy(string when, Fault fault, int seconds) => Agent.WaitFor(
        $"healthy {when}",
        chain =>
        {
            if (chain.Codes.Contains("automount/failed"))
            {
                output.WriteLine($"{when}: automount is started again: {chain.Message}");
                Shell.Must(Autofs.StartAgain);
            }

            return chain.IsHealthy
                && !chain.Codes.Contains(fault.Code)
                && !chain.Codes.Contains("mount/required-blocked")
                && NodeFixture.RequiredPaths.All(Mounts.Has);
        },
        TimeSpan.FromSeconds(seconds));

    /// <summary>It is the first error; what breaks nothing yet is the first new finding beside what follows from it.</summary>
    private static bool IsFirst(Chain chain, Fault fault, IReadOnlyList<string> before) =>
        (chain.FirstBroken ?? FirstNew(chain, fault, before)) == fault.Code && chain.Message?.Contains(fault.Says) == true;

    private static string? FirstNew(Chain chain, Fault fault, IReadOnlyList<string> before) => chain.Findings
        .FirstOrDefault(f => f.Code == fault.Code || !(fault.Explains(f) || before.Contains(f.Code)))?.Code;
}
