using System.Diagnostics;
using NodeTests.Support;

namespace NodeTests;

/// <summary>What an automount that dies leaves behind, and what the next one makes of it.</summary>
[Collection("node")]
public class KilledAutomountTests(ITestOutputHelper output)
{
    [Fact]
    public void WhileAMountIsInUseItIsNamedAndTheNextOneTakesItsRootsOver()
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
}
