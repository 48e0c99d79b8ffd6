using NodeTests.Support;

namespace NodeTests;

/// <summary>Where LDAP, sssd, the files of the node and what automount has loaded differ: each difference is named, nothing else is blamed, and it clears.</summary>
[Collection("node")]
public class ViewsTests(ITestOutputHelper output)
{
    private const string Master = "ou=auto.master,ou=automount,dc=example,dc=com";
    private const string Scratch = "ou=auto.scratch,ou=automount,dc=example,dc=com";

    /// <summary>sssd forgets what it has cached: the entries, and the lists that the responder has in memory.</summary>
    private const string Forget = "sss_cache -A; systemctl kill -s HUP sssd";

    private static readonly IReadOnlyList<View> Views =
    [
        new("a deleted entry that sssd still serves", Delete($"cn=mem,{Scratch}"), "sssd/map-behind", [], $"{Add($"dn: cn=mem,{Scratch}\nobjectClass: automount\ncn: mem\nautomountInformation: -fstype=nfs4,rw,hard,nosuid,nodev nfs2.example.com:/exports/mem")}; {Forget}"),
        new("an entry with two keys", Modify($"dn: cn=data,{Scratch}\nchangetype: modify\nadd: cn\ncn: data2"), "map/several-values", ["sssd/map-behind"], $"{Modify($"dn: cn=data,{Scratch}\nchangetype: modify\ndelete: cn\ncn: data2")}; {Forget}"),
        new("a root that the master map no longer has", $"{Add($"dn: cn=/late,{Master}\nobjectClass: automount\ncn: /late\nautomountInformation: auto.scratch")}; systemctl reload autofs; for i in $(seq 80); do grep -q ' /late ' /proc/self/mountinfo && break; sleep 0.25; done; {Delete($"cn=/late,{Master}")}", "automount/root-stale", [], "systemctl reload autofs"),
        new("a timeout without dashes", Modify($"dn: cn=/scratch,{Master}\nchangetype: modify\nreplace: automountInformation\nautomountInformation: auto.scratch timeout=10"), "map/silent-timeout", ["automount/root-timeout"], Modify($"dn: cn=/scratch,{Master}\nchangetype: modify\nreplace: automountInformation\nautomountInformation: auto.scratch --timeout=10")),
        new("a line of /etc/auto.master that is never read", "cp -p /etc/auto.master /run/auto.master.good; echo '/extra auto.scratch' >> /etc/auto.master", "automount/master-shadowed", [], "cp -p /run/auto.master.good /etc/auto.master"),
        new("a file without the suffix", "mkdir -p /etc/auto.master.d; echo '/extra auto.scratch' > /etc/auto.master.d/site", "automount/no-suffix", [], "rm /etc/auto.master.d/site"),
        new("sssd running with other attributes than sssd.conf has", "cp -p /etc/sssd/sssd.conf /run/sssd.conf.good; sed -i 's/^ldap_autofs_entry_value.*/ldap_autofs_entry_value = description/' /etc/sssd/sssd.conf; sss_cache -A; systemctl restart sssd; cp -p /run/sssd.conf.good /etc/sssd/sssd.conf", "sssd/map-empty", [], $"systemctl restart sssd; {Forget}"),
    ];

    public static TheoryData<string> Names => new(Views.Select(v => v.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void ADifferenceIsNamedAndClears(string name)
    {
        var view = Views.Single(v => v.Name == name);
        Agent.WaitFor("healthy before", c => c.IsHealthy && !c.Codes.Contains(view.Code), TimeSpan.FromSeconds(60));
        var before = Agent.Status().Codes;
        TimeSpan found;
        try
        {
            Shell.Must(view.Cause);
            found = Agent.WaitFor($"{view.Code} listed", c => c.Codes.Contains(view.Code), TimeSpan.FromSeconds(90));
            Assert.Empty(Agent.Status().Codes.Except([view.Code, .. view.Also, .. before]));
        }
        finally
        {
            Shell.Must(view.Cure);
        }

        var cleared = Agent.WaitFor($"{view.Code} gone", c => c.IsHealthy && !c.Codes.Contains(view.Code), TimeSpan.FromSeconds(90));
        output.WriteLine($"{view.Code}: found after {found.TotalSeconds:0.0} s, clear {cleared.TotalSeconds:0.0} s after the cure");
    }

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
        var dn = $"cn=odd,{Scratch}";
        try
        {
            Shell.Must(Add($"dn: {dn}\nobjectClass: automount\ncn: odd\nautomountInformation: nfs2.example.com /exports/odd"));
            Shell.Must($"{Forget}; sleep 2");
            Shell.Run("automount-agent validate"); // Now sssd has it.
            Shell.Must(Modify($"dn: {dn}\nchangetype: modify\nreplace: automountInformation\nautomountInformation: -fstype=nfs4,nosuid,nodev nfs2.example.com:/exports/odd"));
            var said = Shell.Run("automount-agent validate").Output;

            Assert.Contains("sssd/map-behind", said);
            Assert.Contains("(so it is in sssd's copy, not in LDAP's)", said.ReplaceLineEndings(" "));
        }
        finally
        {
            Shell.Run($"{Delete(dn)}; {Forget}");
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

    private static string Add(string entry) => Ldap("ldapadd", entry);

    private static string Modify(string change) => Ldap("ldapmodify", change);

    private static string Delete(string dn) => Ldap("ldapdelete", dn);

    private static string Ldap(string command, string text) => $"printf '%s\\n' '{text.Replace("\n", "' '")}' | {command} -Q -Y EXTERNAL -H ldapi:///";

    /// <summary>One way in which the views come to differ.</summary>
    /// <param name="Also">Codes that it may bring along.</param>
    private sealed record View(string Name, string Cause, string Code, string[] Also, string Cure);
}
