using System.Diagnostics;
using System.Globalization;
using AgentTests.Support;
using Automount.Configuration;
using Automount.Maps.Ldif;
using AutomountAgent.Collect.Ldap;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Ldap;

/// <summary>How often the server is asked, and how much it has to hand out, counted by the server itself (slapd-monitor(5)).</summary>
public sealed class ChangeDetectionTests : IDisposable
{
    private const string Master = "automountMapName=auto.master,dc=example,dc=com";
    private const string Home = "automountMapName=auto.home,dc=example,dc=com";

    private readonly ShiftedClock clock = new();
    private readonly PrivateSlapd slapd;
    private readonly DirectoryCollector observer;

    public ChangeDetectionTests()
    {
        slapd = new PrivateSlapd(
            Trees.Rfc2307BisSchema,
            Trees.BisMap("auto.master") + Trees.BisEntry("auto.master", "/home", "auto.home") + Trees.BisMap("auto.home") +
            string.Concat(Enumerable.Range(0, 100).Select(i => Trees.BisEntry("auto.home", $"user{i}", "nfs1:/exports/&"))) +
            $"dn: ou=people,{PrivateSlapd.Suffix}\nobjectClass: organizationalUnit\nou: people\n\n",
            "index entryCSN eq\noverlay syncprov\ndatabase monitor\naccess to * by * read");
        var domain = new SssdDomainSettings
        {
            Name = "example",
            Provider = "ldap",
            Uris = [slapd.Uri],
            SearchBases = [new SearchBase(PrivateSlapd.Suffix)],
            Schema = AutofsSchema.Rfc2307Bis,
        };
        observer = new(() => new SssdConfiguration([], [domain], [], null), new Settings(), new(), clock);
        WriteElsewhere(); // syncprov has no contextCSN before the first write.
    }

    public void Dispose()
    {
        observer.Dispose();
        slapd.Dispose();
    }

    [Fact]
    public async Task WhenNothingIsWrittenOneSearchForOneObjectIsAllThatIsAsked()
    {
        Assert.Equal(101, Entries(await LookAsync()));

        var (searches, entries) = await CountAsync(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                Assert.Equal(101, Entries(await LookAsync(TimeSpan.FromSeconds(15))));
            }
        });

        Assert.Equal((20, 20), (searches, entries));
    }

    [Fact]
    public async Task AWriteElsewhereIsLookedIntoAndReadsNoMap()
    {
        var before = await LookAsync();
        WriteElsewhere();

        var (searches, entries) = await CountAsync(() => LookAsync(TimeSpan.FromSeconds(15)));

        Assert.Equal((3, 2), (searches, entries)); // The mark, the master map, and the question what was written: nothing.
        Assert.Equal(
            (1, 1), await CountAsync(async () => Assert.Equal(before.MapsReadAt, (await LookAsync(TimeSpan.FromSeconds(15))).MapsReadAt)));
    }

    [Fact]
    public async Task AnAddedEntryIsReadInTheSameRound()
    {
        await LookAsync();
        slapd.Modify($"dn: automountKey=new,{Home}\nchangetype: add\nobjectClass: automount\nautomountKey: "
            + $"new\nautomountInformation: nfs1:/new\n");

        Assert.Equal(102, Entries(await LookAsync(TimeSpan.FromMinutes(1))));
    }

    [Fact]
    public async Task AChangedEntryIsReadInTheSameRoundEvenAfterWritesElsewhere()
    {
        await LookAsync();
        WriteElsewhere();
        await LookAsync(TimeSpan.FromSeconds(15));
        slapd.Modify($"dn: automountKey=user7,{Home}\nchangetype: modify\nreplace: "
            + $"automountInformation\nautomountInformation: nfs2:/moved\n");

        Assert.Contains((await LookAsync(TimeSpan.FromMinutes(1))).Maps.SelectMany(m => m.Entries), e => e.Value == "nfs2:/moved");
    }

    [Fact]
    public async Task ADeletedEntryIsMissedLaterButIsMissed()
    {
        await LookAsync();
        slapd.Modify($"dn: automountKey=user7,{Home}\nchangetype: delete\n");

        Assert.Equal(101, Entries(await LookAsync(TimeSpan.FromSeconds(15))));
        Assert.Equal(100, Entries(await LookAsync(TimeSpan.FromMinutes(2))));
    }

    [Fact]
    public async Task ADeletedMasterMapIsMissedAtOnce()
    {
        await LookAsync();
        slapd.Modify($"dn: automountKey=/home,{Master}\nchangetype: delete\n\ndn: {Master}\nchangetype: delete\n");

        Assert.Equal(DirectoryOutcome.MapMissing, (await LookAsync(TimeSpan.FromSeconds(15))).Outcome);
    }

    [Fact]
    public async Task AfterAnOutageTheMapsAreNotReadAgainWhenNothingWasWritten()
    {
        var before = await LookAsync();
        slapd.Freeze();
        clock.Shift(TimeSpan.FromHours(1)); // The connection is given up as too old.
        slapd.Thaw();
        var after = await LookAsync();

        Assert.Equal(before.Maps, after.Maps);
        Assert.Equal(before.MapsReadAt, after.MapsReadAt);
    }

    private static int Entries(DomainDirectory directory) => directory.Maps.Sum(m => m.Entries.Length);

    private async Task<DomainDirectory> LookAsync(TimeSpan later = default)
    {
        clock.Shift(later);
        return (await observer.CollectAsync(NodeState.Empty, TestContext.Current.CancellationToken)).Domains[0];
    }

    private void WriteElsewhere() =>
        slapd.Modify($"dn: ou=people,{PrivateSlapd.Suffix}\nchangetype: modify\nreplace: description\ndescription: "
            + $"{Stopwatch.GetTimestamp()}\n");

    /// <summary>Searches that the server has finished meanwhile, and entries that it has sent.</summary>
    private async Task<(long Searches, long Entries)> CountAsync(Func<Task> meanwhile)
    {
        var before = Counters();
        await meanwhile();
        var after = Counters();
        return (after.Searches - before.Searches - 1, after.Entries - before.Entries - 2); // Without those of asking.
    }

    private (long Searches, long Entries) Counters()
    {
        using var search = Process.Start(new ProcessStartInfo(
            "/usr/bin/ldapsearch",
            [
                "-x",
                "-LLL",
                "-H",
                slapd.Uri,
                "-b",
                "cn=Monitor",
                "(|(entryDN=cn=Search,cn=Operations,cn=Monitor)(entryDN=cn=Entries,cn=Statistics,cn=Monitor))",
                "monitorOpCompleted",
                "monitorCounter",
            ])
        {
            RedirectStandardOutput = true,
        })!;
        var lines = search.StandardOutput.ReadToEnd().Split('\n');
        long Number(string name) =>
            long.Parse(lines.Single(l => l.StartsWith(name, StringComparison.Ordinal))[name.Length..], CultureInfo.InvariantCulture);
        return (Number("monitorOpCompleted:"), Number("monitorCounter:"));
    }
}
