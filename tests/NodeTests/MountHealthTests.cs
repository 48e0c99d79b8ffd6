using System.Diagnostics;
using NodeTests.Support;

namespace NodeTests;

/// <summary>What only a real kernel can show about roots and mounts: propagation, and who holds a mount.</summary>
[Collection("node")]
public class MountHealthTests(ITestOutputHelper output)
{
    [Fact]
    public void ARootThatIsPrivateIsNamedAndClears()
    {
        Agent.WaitFor("healthy before", c => c.IsHealthy, TimeSpan.FromSeconds(60));
        Shell.Must("mount --make-private /scratch");
        try
        {
            var named = Agent.WaitFor("automount/root-private", c => c.Codes.Contains("automount/root-private"), TimeSpan.FromSeconds(20));
            output.WriteLine($"a private root named after {named.TotalSeconds:0.0} s");
        }
        finally
        {
            Shell.Must("mount --make-shared /scratch");
        }

        Agent.WaitFor("healthy after", c => c.IsHealthy, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void AnAutomountThatIsKilledWhileAMountIsInUseIsNamedAndTheNextOneTakesItsRootsOver()
    {
        Agent.WaitFor("healthy before", c => c.IsHealthy, TimeSpan.FromSeconds(60));
        Shell.Must("umount /home/bob 2>/dev/null; ls /home/dale/");
        var mount = Mounts.Id("/home/dale");
        using var user = Process.Start(new ProcessStartInfo("/bin/sleep", "300") { WorkingDirectory = "/home/dale" })!;
        try
        {
            // Nobody starts it again: what is in use works on, what is not mounted is out of reach.
            Shell.Must("systemctl kill -s KILL autofs");
            Agent.WaitFor("automount/failed", c => c.FirstBroken == "automount/failed", TimeSpan.FromSeconds(20));
            Assert.Equal(mount, Mounts.Id("/home/dale"));
            Shell.Must("cat /home/dale/readme");
            Assert.NotEqual(0, Shell.Run("timeout 20 cat /home/bob/readme").Status);

            Shell.Must("systemctl start autofs");
            var cleared = Agent.WaitFor("healthy after", c => c.IsHealthy, TimeSpan.FromSeconds(60));
            output.WriteLine($"well {cleared.TotalSeconds:0.0} s after automount was started again");
            Assert.Equal(mount, Mounts.Id("/home/dale"));
            Shell.Must("cat /home/bob/readme");
        }
        finally
        {
            user.Kill();
            user.WaitForExit();
            Shell.Run("systemctl start autofs", 90);
        }
    }

    /// <summary>A pod with private mounts keeps the mount points that it was started with; a new automount replaces those of the node only.</summary>
    [Fact]
    public void AContainerWithTheRootsOfAnEarlierAutomountIsNamed()
    {
        Agent.WaitFor("healthy before", c => c.IsHealthy, TimeSpan.FromSeconds(60));
        using var often = new Configuration("[mounts]\ninterval = 2s\n");
        using var container = Process.Start("/usr/bin/unshare", ["-m", "--propagation", "private", "/bin/sleep", "300"]);
        try
        {
            Shell.Must("sleep 1; systemctl restart autofs", 90);
            var named = Agent.WaitFor(
                "automount/root-outdated", c => c.Codes.Contains("automount/root-outdated") && c.Message!.Contains($"sleep (pid {container.Id})"), TimeSpan.FromSeconds(60));
            output.WriteLine($"a container with old roots named after {named.TotalSeconds:0.0} s");
        }
        finally
        {
            container.Kill();
            container.WaitForExit();
        }

        Agent.WaitFor("healthy after", c => c.IsHealthy && !c.Codes.Contains("automount/root-outdated"), TimeSpan.FromSeconds(60));
    }

    /// <summary>The export is made anew, so the handle of its root is another one, and the server never stops: only its users' requests tell.</summary>
    [Fact]
    public void ARequiredPathThatGoesStaleWhileItsServerStaysUpIsNoticedWhenItIsUsed()
    {
        Agent.WaitFor("healthy before", c => c.IsHealthy, TimeSpan.FromSeconds(60));

        Shell.Must("on-host nfs1 sh -c 'cp -a /exports/staff/dale /exports/staff/dale.new && rm -rf /exports/staff/dale && mv /exports/staff/dale.new /exports/staff/dale'");
        try
        {
            var used = Stopwatch.StartNew();
            while (!Agent.Status().Codes.Contains("mount/required-stale"))
            {
                Assert.True(used.Elapsed < TimeSpan.FromSeconds(120), $"not noticed: {Agent.Status()}");
                Shell.Run("timeout 10 ls -l /home/dale/");
                Thread.Sleep(500);
            }

            output.WriteLine($"noticed {used.Elapsed.TotalSeconds:0} s after the first use");
            Assert.Equal("mount/required-stale", Agent.Status().FirstBroken);
        }
        finally
        {
            Shell.Run("umount -l /home/dale");
        }

        Agent.WaitFor("healthy after", c => c.IsHealthy, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void WhoHoldsAMountThatShouldHaveExpiredIsNamed()
    {
        using var often = new Configuration("[mounts]\ninterval = 2s\n");
        Shell.Must("ls /scratch/data/");
        using var holder = Process.Start(new ProcessStartInfo("/bin/sleep", "300") { WorkingDirectory = "/scratch/data" })!;
        try
        {
            var named = Agent.WaitFor(
                "mount/held", c => c.Codes.Contains("mount/held") && c.Message!.Contains($"sleep (pid {holder.Id})"), TimeSpan.FromSeconds(150));
            output.WriteLine($"the holder of a mount with a timeout of 10 s named after {named.TotalSeconds:0} s");
            Assert.Equal("ok", Agent.Status().Verdict);
        }
        finally
        {
            holder.Kill();
            holder.WaitForExit();
        }

        Agent.WaitFor("expired once it is let go", c => !c.Codes.Contains("mount/held"), TimeSpan.FromSeconds(60));
    }
}
