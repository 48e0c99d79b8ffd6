using AutomountAgent.Interop;
using Xunit;

namespace AgentTests.Interop;

public class LibCUnameTests
{
    [Fact]
    public void TheKernelSaysWhatProcSays()
    {
        var uname = LibCUname.Read();

        Assert.Equal(File.ReadAllText("/proc/sys/kernel/hostname").Trim(), uname.Node);
        Assert.Equal(File.ReadAllText("/proc/sys/kernel/osrelease").Trim(), uname.Release);
        Assert.Equal(File.ReadAllText("/proc/sys/kernel/version").Trim(), uname.Version);
        Assert.Equal("x86_64", uname.Machine);
    }
}
