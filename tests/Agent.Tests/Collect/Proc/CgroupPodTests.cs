using AutomountAgent.Collect.Proc;
using AutomountAgent.Collect.Processes;
using Xunit;

namespace AgentTests.Collect.Proc;

public class CgroupPodTests
{
    private const string Id = "3a9c1b2d4e5f60718293a4b5c6d7e8f90123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("0::/kubepods.slice/kubepods-burstable.slice/"
        + $"kubepods-burstable-pod0f1e2d3c_aaaa_bbbb_cccc_0123456789ab.slice/crio-{Id}.scope\n")]
    [InlineData($"0::/kubepods.slice/kubepods-pod0f1e2d3c_aaaa_bbbb_cccc_0123456789ab.slice/cri-containerd-{Id}.scope/init\n")]
    [InlineData($"12:pids:/user\n1:name=systemd:/kubepods/besteffort/pod0f1e2d3c-aaaa-bbbb-cccc-0123456789ab/{Id}\n")]
    public void PodAndContainerAreFoundInEitherLayout(string text) =>
        Assert.Equal(("0f1e2d3c-aaaa-bbbb-cccc-0123456789ab", "3a9c1b2d4e5f6"), CgroupPod.Find(text));

    [Theory]
    [InlineData("0::/system.slice/autofs.service\n")]
    [InlineData("0::/kubepods.slice/kubepods-burstable.slice\n")]
    [InlineData("0::/kubepods.slice/kubepods-podevil\u001b[31m_aaaa_bbbb_cccc_0123456789ab.slice/x\n")]
    [InlineData("0::/user.slice/pod0f1e2d3c-aaaa-bbbb-cccc-0123456789ab/x\n")]
    [InlineData("")]
    public void OtherGroupsAreNoPod(string text) => Assert.Equal(("", ""), CgroupPod.Find(text));

    [Fact]
    public void AStrangeContainerIsLeftOut() =>
        Assert.Equal(
            ("0f1e2d3c-aaaa-bbbb-cccc-0123456789ab", ""),
            CgroupPod.Find("0::/kubepods/pod0f1e2d3c-aaaa-bbbb-cccc-0123456789ab/crio-conmon-zzz.scope"));
}
