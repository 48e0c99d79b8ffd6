using AutomountAgent.Collect.Proc;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Proc;

public class ProcessStateTests
{
    [Theory]
    [InlineData("812 (automount) T 1 812 812 0", 'T')]
    [InlineData("812 (a) R) S 1 812", 'S')]
    [InlineData("812 (automount)", null)]
    [InlineData("", null)]
    public void TheStateStandsBehindTheLastBracket(string stat, char? expected) => Assert.Equal(expected, ProcessState.Parse(stat));

    [Theory]
    [InlineData("R", true)]
    [InlineData("SRS", true)]
    [InlineData("SRD", false)] // One hangs, and another one has work to do.
    [InlineData("SS", false)] // One may hang in FUSE, which waits as if it were idle.
    [InlineData("", false)]
    public void AProcessThatIsReadyToRunAndInNoCallLacksAProcessor(string threads, bool lacks)
    {
        var tree = Directory.CreateTempSubdirectory("threads-");
        try
        {
            foreach (var (thread, state) in threads.Index())
            {
                File.WriteAllText(
                    Path.Combine(tree.CreateSubdirectory($"proc/7/task/{70 + thread}").FullName, "stat"), $"{70 + thread} (x) {state} 1 1");
            }

            Assert.Equal(lacks, ProcessState.LacksProcessor(new HostPaths(tree.FullName), 7));
        }
        finally
        {
            tree.Delete(recursive: true);
        }
    }

    [Fact]
    public void AProcessThatRunsOrIsGoneIsNotSuspended()
    {
        Assert.False(ProcessState.IsSuspended(HostPaths.Host, Environment.ProcessId));
        Assert.False(ProcessState.IsSuspended(HostPaths.Host, int.MaxValue));
    }
}
