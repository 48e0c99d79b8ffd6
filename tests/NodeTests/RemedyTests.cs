using NodeTests.Support;

namespace NodeTests;

/// <summary>A stale required mount, with the remedy on trial and on.</summary>
[Collection("node")]
public class RemedyTests(ITestOutputHelper output)
{
    private const string Path = "/home/dale";
    private const string DropIn = "/etc/systemd/system/automount-agent.service.d";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public void AStaleMountIsUnmountedWhenNobodyHoldsItAndADryRunOnlySaysSo()
    {
        Shell.Must(
            $"mkdir -p {DropIn}; ln -sf /usr/lib/automount-agent/automount-agent.service.d/stale-umount.conf {DropIn}; systemctl " +
            "daemon-reload; systemctl restart automount-agent",
            90);
        try
        {
            Mounts.WaitFor(Path, true, Soon);
            MakeStale();
            Agent.WaitFor("the required path is stale", c => c.Codes.Contains("mount/required-stale"), Soon);
            using (new Configuration("[remedies]\nstale-umount = dry-run\ninterval = 10s\n"))
            {
                var stale = Mounts.Id(Path);
                WaitForRemedy("dry-run");
                Assert.Equal(stale, Mounts.Id(Path));
            }

            var watch = System.Diagnostics.Stopwatch.StartNew();
            using (new Configuration("[remedies]\nstale-umount = on\ninterval = 10s\n"))
            {
                WaitForRemedy("done");
                Agent.WaitFor("mounted afresh", c => c.IsHealthy && Mounts.Has(Path), Soon);
                output.WriteLine($"cured {watch.Elapsed.TotalSeconds:0.0} s after it was allowed");
            }

            Assert.Contains("it would be unmounted", Shell.Must("journalctl -u automount-agent --no-pager AUTOMOUNT_REMEDY=stale-umount"));
        }
        finally
        {
            Shell.Run($"rm -rf {DropIn}; systemctl daemon-reload; umount -l {Path}; systemctl restart automount-agent", 90);
            Agent.WaitFor("healthy afterwards", c => c.IsHealthy, Soon);
        }
    }

    /// <summary>
    /// The directory on the server is removed and made anew: its handle is another one. That its server was away makes the agent look
    /// again.
    /// </summary>
    private static void MakeStale() => Shell.Must(
        """
        on-host nfs1 sh -c 'cp -a /exports/staff/dale /exports/staff/dale.new && rm -rf /exports/staff/dale && mv /exports/staff/dale.new /exports/staff/dale'
        systemctl stop nfs1
        for i in $(seq 120); do curl -s http://127.0.0.1:20490/metrics | grep -q '^automount_required_path_ready{path="/home/dale",.*} 0$' && break; sleep 0.25; done
        systemctl start nfs1
        """,
        120);

    private static void WaitForRemedy(string result) => Agent.WaitFor(
        $"remedy {result}",
        _ => Agent.Page("/metrics").Contains($"automount_remedies_total{{remedy=\"stale-umount\",result=\"{result}\"}}"),
        Soon);
}
