using NodeTests.Faults;
using NodeTests.Support;

namespace NodeTests;

/// <summary>
/// The copies of the maps side by side: what two sources add up to, what validate says of them, and what is measured. Where they differ:
/// <see cref="FaultList"/>.
/// </summary>
[Collection("node")]
public class ViewsTests
{
    /// <summary>automount asks for a key in one source after the other: what a file adds to a map of the directory can be used.</summary>
    [Fact]
    public void AKeyThatOnlyTheFileHasIsMountedAndTheTwoSourcesAreTold()
    {
        try
        {
            Shell.Must("mkdir -p /srv/local; touch /srv/local/here; echo 'local -fstype=bind :/srv/local' > /etc/auto.scratch");
            Shell.Must("test -e /scratch/local/here");
            Agent.WaitFor("map/two-sources listed", c => c.Codes.Contains("map/two-sources"), TimeSpan.FromSeconds(45));
        }
        finally
        {
            Shell.Run("umount /scratch/local; rm -f /etc/auto.scratch");
        }

        Agent.WaitFor("map/two-sources gone", c => c.IsHealthy && !c.Codes.Contains("map/two-sources"), TimeSpan.FromSeconds(45));
    }

    /// <summary>validate compares the copies without the daemon, and judges that of sssd as well.</summary>
    [Fact]
    public void ValidateTellsWhatSssdStillServes()
    {
        try
        {
            Shell.Must(Ldap.Add("odd", "auto.scratch", "nfs2.example.com /exports/odd"));
            Shell.Must($"{Ldap.Forget}; sleep 2");
            Shell.Run("automount-agent validate"); // Now sssd has it.
            Shell.Must(Ldap.Modify(
                "odd", "auto.scratch", "replace", "automountInformation", "-fstype=nfs4,nosuid,nodev nfs2.example.com:/exports/odd"));
            var said = Shell.Run("automount-agent validate").Output;

            Assert.Contains("sssd/map-behind", said);
            Assert.Contains("(so it is in sssd's copy, not in LDAP's)", said.ReplaceLineEndings(" "));
        }
        finally
        {
            Shell.Run($"{Ldap.Delete("odd", "auto.scratch")}; {Ldap.Forget}");
        }

        Assert.DoesNotContain("sssd/", Shell.Run("automount-agent validate").Output);
    }

    [Fact]
    public void TheViewsAreMeasured()
    {
        foreach (var line in (string[])
            [
                "automount_map_entries{map=\"auto.home\",view=\"ldap\"} 4",
                "automount_map_entries{map=\"auto.home\",view=\"sssd\"} 4",
                "automount_map_entries{map=\"/etc/auto.master\",view=\"files\"}",
                "automount_map_lookup_seconds{map=\"auto.home\",kind=\"hit\"}",
            ])
        {
            Agent.WaitForMetric(line, TimeSpan.FromSeconds(45));
        }
    }
}
