using System.Diagnostics;
using NodeTests.Support;

namespace NodeTests.Endurance;

/// <summary>
/// What the agent listens to goes and comes back, twenty times each. Its own interval is five minutes meanwhile: what is named sooner was
/// told by systemd over the bus.
/// </summary>
[Collection("node")]
public class RestartTests(ITestOutputHelper output)
{
    /// <summary>automount 5.1.8 crashes now and then while it stops, which is a fault of its own and told as such.</summary>
    private const string Crashed = "automount/failed";

    private static readonly TimeSpan Told = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Well = TimeSpan.FromSeconds(60);

    [Fact(Explicit = true)]
    public void SssdAutofsAndTheBusGoAndComeBack()
    {
        var section = new Section("restarts", output);
        Agent.WaitFor("healthy before", c => c.IsHealthy, Well);
        using var rarely = new Configuration("[maps]\ninterval = 5m\n");
        var pid = Agent.Unit("MainPID");
        Agent.WaitFor("healthy before", c => c.IsHealthy, Well);
        Follow(section, "sssd", "sssd", "sssd/stopped", "true");
        Follow(section, "autofs", "autofs", "automount/stopped", "true");

        // The bus has no finding of its own: that sssd is followed afterwards shows that the subscription is there again. nfs-ganesha ends
        // when it loses the bus.
        Follow(section, "the D-Bus daemon, then sssd", "sssd", "sssd/stopped", "systemctl restart dbus; sleep 2; systemctl restart nfs2");
        Assert.Equal(pid, Agent.Unit("MainPID"));
        section.Publish();
    }

    private void Follow(Section section, string what, string unit, string code, string first)
    {
        var (named, cleared) = (new List<double>(), new List<double>());
        var before = Usage.OfAgent();
        for (var i = 1; i <= Length.Restarts; i++)
        {
            try
            {
                Shell.Must(first);
                Agent.WaitFor("healthy after that", c => c.IsHealthy, Well);
                Shell.Must($"systemctl stop {unit}", 90);
                named.Add(Agent.WaitFor($"{code}, time {i}", c => c.Codes.Contains(code) || c.Codes.Contains(Crashed), Told).TotalSeconds);
            }
            finally
            {
                Shell.Must($"systemctl start {unit}", 90);
            }

            cleared.Add(Agent.WaitFor($"healthy again, time {i}", c => c.IsHealthy, Well).TotalSeconds);
            output.WriteLine(
                $"{what}, {i}: named {named[^1]:0.0} s after the stop, clear {cleared[^1]:0.0} s after the start; {Usage.OfAgent()}");
        }

        named.Sort();
        cleared.Sort();
        var after = Usage.OfAgent();
        section.Add(
            $"{what}, {Length.Restarts} times: `{code}` after the stop (s), median / worst",
            $"{named[named.Count / 2]:0.0} / {named[^1]:0.0}",
            $"{Told.TotalSeconds:0}");
        section.Add(
            "every link ok after the start (s), median / worst",
            $"{cleared[cleared.Count / 2]:0.0} / {cleared[^1]:0.0}",
            $"{Well.TotalSeconds:0}");
        section.Add(
            "threads, descriptors before and after",
            $"{before.Threads}, {before.Descriptors}; {after.Threads}, {after.Descriptors}",
            $"+ 4, + 4");
        Assert.InRange(after.Threads, 0, before.Threads + 4);
        Assert.InRange(after.Descriptors, 0, before.Descriptors + 4);
    }
}
