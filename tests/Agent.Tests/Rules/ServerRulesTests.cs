using AgentTests.Support;
using Automount.Configuration;
using Automount.Findings;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Rules;

/// <summary>A server that nobody uses breaks nothing.</summary>
public sealed class ServerRulesTests
{
    [Theory]
    [InlineData(false, false, Severity.Warning, "degraded")]
    [InlineData(true, false, Severity.Error, "broken")]
    [InlineData(false, true, Severity.Error, "broken")]
    public void AServerIsAnErrorWhereSomethingIsMountedOrRequiredFromIt(bool mounted, bool required, Severity severity, string verdict)
    {
        var link = Judge(mounted, required, Silence.None).Links.Single(l => l.Link == Link.Server);

        Assert.Equal((verdict, severity), (link.State.Name(), Assert.Single(link.Findings).Severity));
    }

    [Fact]
    public void ASilencedServerIsCountedAndChangesNoState()
    {
        var report = Judge(mounted: true, required: true, SettingValue.SilenceBySubject("server/refused:nfs1*").Value);

        Assert.Equal(Verdict.Ok, report.Verdict);
        Assert.Equal([("server/refused", 1)], report.Silenced.Select(s => (s.Key, s.Value)));
    }

    /// <summary>One address of several that does not answer is a fault of its own, and the server is up.</summary>
    [Fact]
    public void ADeadAddressOfAServerThatIsUpIsAWarning()
    {
        var server = Some.Server("nfs1.example.com", mounted: true) with { DeadAddresses = "192.0.2.7: Nothing listens on TCP port 2049" };
        var state = Some.Node with { Servers = Some.Seen(new ServersSnapshot([server, Some.Servers.Servers[1]])) };

        var finding = Assert.Single(Some.Judge(Some.Twice(state).WithHealth(Some.Time), null, Some.Time).Report.Findings);

        Assert.Equal(("server/address-down", Severity.Warning), (finding.Kind.Code, finding.Severity));
        Assert.Contains("(192.0.2.7: Nothing listens on TCP port 2049)", finding.Message);
    }

    private static ChainReport Judge(bool mounted, bool required, Silence silence)
    {
        var server = Some.Server("nfs1.example.com", ServerOutcome.Refused, mounted) with { Required = required };
        var state = Some.Node with { Servers = Some.Seen(new ServersSnapshot([server, Some.Servers.Servers[1]])) };
        return Some.Judge(Some.Twice(state).WithSilence(silence).WithHealth(Some.Time), null, Some.Time).Report;
    }
}
