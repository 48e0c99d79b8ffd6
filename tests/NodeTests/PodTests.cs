using Grpc.Core;
using NodeTests.Containers;
using NodeTests.Support;

namespace NodeTests;

/// <summary>The last link: containers that fare worse than the node, with the kernel's own mounts and NFS.</summary>
[Collection("node")]
public class PodTests(ContainerRuntime runtime) : IClassFixture<ContainerRuntime>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(40);

    [Fact]
    public void APrivateCopyIsNamedBeforeAnybodyMeetsItAndTellsTheTruth()
    {
        Shell.Run("umount /home/bob");
        using (var pod = new Pod(runtime, "private", "/home", "/home", "None"))
        {
            Agent.WaitFor("pod/private-propagation", c => c.Codes.Contains("pod/private-propagation"), Soon);
            var status = Agent.Status();
            Assert.Contains(pod.FullName, status.Message);
            Assert.Equal("degraded", status.Links["pod"]);

            var access = pod.Run("cat /home/bob/readme");
            Assert.NotEqual(0, access.Status);
            Assert.Matches("symbolic links|not permitted", access.Errors);
            Assert.Contains("automount_pod_info{namespace=\"shop\",pod=\"private\",root=\"/home\"", Agent.Page("/metrics"));
            Assert.Contains("private copy", Shell.Run($"automount-agent explain {pod.FullName}").Output);
            Assert.NotEqual("", Shell.Must($"journalctl -u automount-agent AUTOMOUNT_POD={pod.FullName} -o cat --no-pager"));
        }

        Agent.WaitFor("healthy after the pod", c => c.IsHealthy, Soon);
    }

    [Theory]
    [InlineData("HostToContainer")]
    [InlineData("Bidirectional")]
    public void ACopyThatReceivesIsWell(string propagation)
    {
        Shell.Run("umount /home/bob");
        using var pod = new Pod(runtime, "receives", "/home", "/home", propagation);
        Agent.WaitForMetric("automount_pods{state=\"ok\"} 1", Soon);
        Assert.Contains("the home of bob", pod.Run("cat /home/bob/readme").Output);
        Assert.True(Agent.Status().IsHealthy, Agent.Status().ToString());
    }

    [Fact]
    public void ARootFromBeforeARestartIsNamed()
    {
        using (var pod = new Pod(runtime, "old", "/net/apps", "/apps", "HostToContainer"))
        {
            Agent.WaitForMetric("automount_pods{state=\"ok\"} 1", Soon);
            Shell.Must("systemctl restart autofs");
            Agent.WaitFor("pod/dead-root", c => c.Codes.Contains("pod/dead-root"), TimeSpan.FromSeconds(60));
            Assert.Contains(pod.FullName, Agent.Status().Message);
            Assert.NotEqual(0, pod.Run("ls /apps/compilers/").Status);
        }

        Agent.WaitFor("healthy after the pod", c => c.IsHealthy, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void ADirectoryMadeWhileNothingWasMountedIsNamed()
    {
        Shell.Must("systemctl stop autofs", 90);
        Shell.Must("mkdir -p /scratch/made");
        try
        {
            using var pod = new Pod(runtime, "local", "/scratch/made", "/data", "None");
            Shell.Must("systemctl start autofs", 90);
            Agent.WaitFor("pod/local-disk", c => c.FirstBroken == "pod/local-disk", TimeSpan.FromSeconds(60));
            Assert.Contains("/scratch/made of the node's own file system", Agent.Status().Message);
            Assert.Equal(0, pod.Run("mkdir /data/lost").Status);
        }
        finally
        {
            Shell.Run("systemctl stop autofs; rm -r /scratch/made; systemctl start autofs", 90);
        }

        Agent.WaitFor("healthy after the pod", c => c.IsHealthy, TimeSpan.FromSeconds(60));
    }

    /// <summary>The node's own mount expires; the container's stays, and is all that is left of the superblock.</summary>
    [Fact]
    public void AMountThatOnlyAPodHasIsSeenToHang()
    {
        using var configuration = new Configuration("[required]\nfrom-pods = no\n");
        using (var pod = new Pod(runtime, "alone", "/scratch/mem", "/data", "None"))
        {
            Agent.WaitForMetric("automount_pods{state=\"ok\"} 1", Soon);
            Mounts.WaitFor("/scratch/mem", mounted: false, TimeSpan.FromSeconds(60));
            Shell.Must("systemctl kill -s STOP nfs2");
            try
            {
                Agent.WaitFor("pod/mount-hung", c => c.Codes.Contains("pod/mount-hung"), Soon);
                Assert.Contains($"/data in {pod.FullName}", Agent.Status().Message);
                Agent.WaitForMetric("automount_pods{state=\"hung\"} 1", Soon);
            }
            finally
            {
                Shell.Run("systemctl kill -s CONT nfs2");
            }

            Agent.WaitFor("healthy after the server", c => c.IsHealthy, TimeSpan.FromSeconds(60));
        }
    }

    /// <summary>The runtime waits in a call for the hostPath; asked again, as the kubelet does, it says that the name is taken.</summary>
    [Fact]
    public void APodThatIsNotMadeIsNamedWhileAServerHangs()
    {
        using var pod = new Pod(runtime, "stuck");
        Shell.Must("ls /scratch/mem/; systemctl kill -s STOP nfs2");
        try
        {
            var late = Assert.Throws<RpcException>(() => pod.Create("/scratch/mem", "/data", "None", DateTime.UtcNow.AddSeconds(10)));
            Assert.Equal(StatusCode.DeadlineExceeded, late.StatusCode);
            var taken = Assert.Throws<RpcException>(() => pod.Create("/scratch/mem", "/data", "None", Pod.Deadline()));
            Assert.Contains("is reserved for", taken.Status.Detail);

            Agent.WaitFor("pod/create-hung", c => c.Codes.Contains("pod/create-hung"), TimeSpan.FromSeconds(90));
            Assert.Contains("containerd does not get container app of pod shop/stuck made", Agent.Status().Message);
        }
        finally
        {
            Shell.Run("systemctl kill -s CONT nfs2");
        }

        Agent.WaitFor("healthy after the server", c => c.IsHealthy, TimeSpan.FromSeconds(60));
    }

    /// <summary>With the default a volume of one key is mounted again on the node as long as its pod runs.</summary>
    [Fact]
    public void AVolumeIsARequiredPathWhileItsPodRuns()
    {
        using (new Pod(runtime, "volume", "/scratch/mem", "/data", "None"))
        {
            Agent.WaitFor("required and ready", _ => Agent.SaysReady("/scratch/mem"), TimeSpan.FromSeconds(60));
        }

        Agent.WaitFor(
            "no longer required", _ => !Agent.Page("/metrics").Contains("automount_required_path_ready{path=\"/scratch/mem\""), Soon);
    }
}
