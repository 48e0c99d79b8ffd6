using System.Diagnostics;
using AgentTests.Support;
using Automount.Configuration;
using Automount.Maps.Ldif;
using AutomountAgent.Collect.Ldap;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Ldap;

/// <summary>
/// A slapd that records the last bind of each entry: every bind moves contextCSN (slapo-lastbind(5), lastbind of slapd.conf(5)).
/// </summary>
public sealed class NoisyCounterTests : IDisposable
{
    private const string Home = "automountMapName=auto.home,dc=example,dc=com";
    private const string User = "cn=user0,dc=example,dc=com";

    /// <summary>slapd records no second bind of one entry within the same second.</summary>
    private const int Users = 250;

    private readonly ShiftedClock clock = new();
    private readonly PrivateSlapd slapd;
    private readonly DirectoryCollector observer;
    private int binds;

    public NoisyCounterTests()
    {
        slapd = new PrivateSlapd(
            Trees.Rfc2307BisSchema,
            Trees.BisMap("auto.master") + Trees.BisEntry("auto.master", "/home", "auto.home") + Trees.BisMap("auto.home")
                + string.Concat(Enumerable.Range(0, 100).Select(i => Trees.BisEntry("auto.home", $"user{i}", "nfs1:/exports/&")))
                + string.Concat(Enumerable.Range(0, Users).Select(i => $"dn: cn=user{i},dc=example,dc=com\n"
                    + $"objectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: user{i}\nuserPassword: secret\n\n")),
            "index entryCSN eq\noverlay syncprov\nlastbind on");
        var domain = new SssdDomainSettings
        {
            Name = "example",
            Provider = "ldap",
            Uris = [slapd.Uri],
            SearchBases = [new SearchBase(PrivateSlapd.Suffix)],
            Schema = AutofsSchema.Rfc2307Bis,
            BindDn = User,
            BindPassword = new Secret("secret"),
        };
        observer = new(() => new SssdConfiguration([], [domain], [], null), new Settings(), new(), clock);
    }

    public void Dispose()
    {
        observer.Dispose();
        slapd.Dispose();
    }

    [Fact]
    public async Task BindsOfOthersDoNotMakeTheMapsReadForEver()
    {
        // Somebody binds before every poll. Until that is known, each write elsewhere brings a full read.
        var learned = await ReadsAsync(polls: 40);
        Assert.InRange(learned, 2, 4);

        Assert.InRange(await ReadsAsync(polls: 40), 0, 1);

        // A change of the maps is found among the binds, in the same poll.
        slapd.Modify(
            $"dn: automountKey=new,{Home}\nchangetype: add\nobjectClass: automount\nautomountKey: new\nautomountInformation: nfs1:/new\n");
        Bind();
        Assert.Equal(102, (await LookAsync()).Maps.Sum(m => m.Entries.Length));
        Assert.InRange(await ReadsAsync(polls: 40), 0, 1);

        // A deletion changes no entry that is left; it is found by the hourly read.
        slapd.Modify($"dn: automountKey=user7,{Home}\nchangetype: delete\n");
        await ReadsAsync(polls: 70);
        Assert.Equal(101, (await LookAsync()).Maps.Sum(m => m.Entries.Length));
    }

    /// <summary>How many of the polls, one a minute and each after a bind, read all maps.</summary>
    private async Task<int> ReadsAsync(int polls)
    {
        var times = new HashSet<DateTimeOffset?> { (await LookAsync()).MapsReadAt };
        for (var i = 0; i < polls; i++)
        {
            Bind();
            times.Add((await LookAsync()).MapsReadAt);
        }

        return times.Count - 1;
    }

    private void Bind()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/ldapwhoami"), "ldapwhoami is not installed (Debian: ldap-utils, RHEL: openldap-clients)");
        var user = $"cn=user{++binds % Users},dc=example,dc=com";
        using var bind = Process.Start(new ProcessStartInfo("/usr/bin/ldapwhoami", ["-x", "-H", slapd.Uri, "-D", user, "-w", "secret"])
        {
            RedirectStandardOutput = true,
        })!;
        bind.WaitForExit();
        Assert.Equal(0, bind.ExitCode);
    }

    private async Task<DomainDirectory> LookAsync()
    {
        clock.Shift(TimeSpan.FromMinutes(1));
        var directory = (await observer.CollectAsync(NodeState.Empty, TestContext.Current.CancellationToken)).Domains[0];
        Assert.Equal((DirectoryOutcome.Answered, ""), (directory.Outcome, directory.Detail));
        return directory;
    }
}
