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
    public void WhoHoldsAMountThatShouldHaveExpiredIsNamed()
    {
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
