using System.Diagnostics;
using NodeTests.Support;

namespace NodeTests;

/// <summary>The shipped drop-in, with a stand-in for the kubelet.</summary>
[Collection("node")]
public class WaitReadyTests(ITestOutputHelper output)
{
    private const string Units = "/run/systemd/system";

    [Fact]
    public void TheKubeletStartsAfterTheRequiredPathsAndAllTheSameWhenTheTimePasses()
    {
        Shell.Must($"""
            printf '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n' > {Units}/kubelet.service
            mkdir -p {Units}/kubelet.service.d {Units}/automount-agent-ready.service.d
            ln -sf /usr/lib/automount-agent/kubelet.service.d/20-automount-agent.conf {Units}/kubelet.service.d/
            printf '[Service]\nExecStart=\nExecStart=-/usr/bin/automount-agent wait-ready --timeout 10s\n' > {Units}/automount-agent-ready.service.d/short.conf
            systemctl daemon-reload
            systemd-analyze verify --man=no kubelet.service automount-agent-ready.service
            """);
        try
        {
            Shell.Must("umount /home/dale; systemctl stop automount-agent; systemctl start kubelet", 90);
            Assert.True(Mounts.Has("/home/dale"), "the kubelet started before the required path was mounted");
            Assert.Equal("active", Shell.Run("systemctl is-active automount-agent-ready").Output.Trim());

            // The server hangs: it waits its time, says so, and starts.
            Shell.Must("systemctl stop kubelet automount-agent-ready; systemctl kill -s STOP nfs2; systemctl restart automount-agent", 90);
            var watch = Stopwatch.StartNew();
            Shell.Must("systemctl start kubelet", 90);
            output.WriteLine($"started {watch.Elapsed.TotalSeconds:0.0} s after it was asked to, with a time of 10 s");
            Assert.InRange(watch.Elapsed.TotalSeconds, 9, 40);
            Assert.Equal("active", Shell.Run("systemctl is-active kubelet").Output.Trim());
            Assert.Contains("not ready within 10 s", Shell.Must("journalctl -u automount-agent-ready --no-pager -p warning"));

            // Once in a boot.
            watch.Restart();
            Shell.Must("systemctl restart kubelet", 30);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(8), $"a restart waited again, for {watch.Elapsed}");
        }
        finally
        {
            Shell.Run(
                $"systemctl kill -s CONT nfs2; systemctl stop kubelet automount-agent-ready; rm -rf {Units}/kubelet.service* {Units}/automount-agent-ready.service.d; systemctl daemon-reload; systemctl start automount-agent",
                90);
        }

        Agent.WaitFor("healthy afterwards", c => c.IsHealthy, TimeSpan.FromSeconds(60));
    }
}
