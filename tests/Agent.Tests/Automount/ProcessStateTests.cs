using AutomountAgent.Configuration;
using AutomountAgent.Observe.Automount;
using Xunit;

namespace AgentTests.Automount;

public class ProcessStateTests
{
    [Theory]
    [InlineData("812 (automount) T 1 812 812 0", 'T')]
    [InlineData("812 (a) R) S 1 812", 'S')]
    [InlineData("812 (automount)", null)]
    [InlineData("", null)]
    public void TheStateStandsBehindTheLastBracket(string stat, char? expected) => Assert.Equal(expected, ProcessState.Parse(stat));

    [Fact]
    public void AProcessThatRunsOrIsGoneIsNotSuspended()
    {
        Assert.False(ProcessState.IsSuspended(HostPaths.Host, Environment.ProcessId));
        Assert.False(ProcessState.IsSuspended(HostPaths.Host, int.MaxValue));
    }
}
