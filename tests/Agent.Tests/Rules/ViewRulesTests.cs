using System.Collections.Immutable;
using AgentTests.Support;
using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Rules;
using Xunit;

namespace AgentTests.Rules;

/// <summary>
/// Where LDAP, sssd, the files and what automount has loaded differ: each difference by its code, and what looks like one and is none.
/// </summary>
public class ViewRulesTests
{
    private static Finding[] Judge(NodeState state) =>
        [.. Some.Judge(state.WithHealth(Some.Time), null, Some.Time.AddMinutes(1)).Report.Findings];

    private static string[] Codes(NodeState state) => [.. Judge(state).Select(f => f.Kind.Code)];

    // What sssd serves of auto.home, where LDAP has a wildcard.

    private static NodeState Served(
        MapContent? served, SssdMapOutcome outcome = SssdMapOutcome.Read, bool online = true, MapContent? ldap = null) =>
        Some.Twice(Some.Node with
    {
        Directory = Some.Seen(new DirectorySnapshot([Some.Domain() with { Maps = ldap is null ? Some.Maps : Some.Maps.SetItem(1, ldap) }])),
        Sssd = Some.Seen(Some.Sssd with
        {
            Domains = [new SssdDomain("example.com", online)],
            Maps = [new SssdMap("auto.home", outcome, served, default), Some.Sssd.Maps[1]],
        }),
    });

    private static readonly MapContent Home = Some.Maps[1];

    [Fact]
    public void ADeletedEntryThatIsStillServedIsNormalUntilTheCacheRunsOut()
    {
        var stale = Some.Map("auto.home", ("*", Home.Entries[0].Value), ("bob", "nfs1:/bob"));
        var state = Served(stale);
        var later = state with { Sssd = state.Sssd! with { At = state.Sssd.At.AddHours(2) } };

        var now = Assert.Single(Judge(state));
        Assert.Equal(("sssd/map-behind", Severity.Info), (now.Kind.Code, now.Kind.Severity));
        Assert.Contains("it still has bob", now.Message);
        Assert.Contains("by 2026-11-22 13:30:00Z at the latest", now.Message);
        var then = Assert.Single(Judge(later));
        Assert.Equal("sssd/map-stale", then.Kind.Code);
        Assert.Contains("should have run out at 2026-11-22 13:30:00Z", then.Message);
    }

    [Fact]
    public void AnOfflineSssdIsTheCauseOfWhatItServes()
    {
        var found = Judge(Served(Some.Map("auto.home", ("*", "old")), online: false));

        Assert.Equal(["sssd/domain-offline", "sssd/map-stale"], found.Select(f => f.Kind.Code));
        Assert.Contains("it has another value of *", found[1].Message);
        Assert.Contains("sssd is offline (domain example.com)", found[1].Message);
    }

    [Fact]
    public void OneFindingPerMapCountsTheKeys()
    {
        var many = Some.Map(
            "auto.home",
            [("*", Home.Entries[0].Value), .. Enumerable.Range(0, 50).Select(i => ($"k{i}", "-fstype=nfs4,nosuid,nodev nfs1:/k"))]);

        Assert.Contains("it lacks k0, k1, k2 and 47 more", Assert.Single(Judge(Served(Home, ldap: many))).Message);
    }

    [Fact]
    public void AKeyInAnotherCaseAndOneThatSssdWillDropAreSaid()
    {
        var ldap = Some.Map("auto.home", ("Dale", "nfs1:/dale"));
        var several =
            Some.Map("auto.home") with { Dropped = [new DroppedRecord(new MapRecord("dale", "nfs1:/dale"), DropReason.SeveralValues)] };
        var served = Some.Map("auto.home", ("dale", "nfs1:/dale"));

        Assert.Contains(
            "dale is there in another case", Judge(Served(served, ldap: ldap)).Single(f => f.Kind.Code == "sssd/map-behind").Message);
        Assert.Contains("sssd will drop dale", Judge(Served(served, ldap: several)).Single(f => f.Kind.Code == "sssd/map-behind").Message);
    }

    [Fact]
    public void AnEmptyMapAndAMissingOnePointToDifferentSettings()
    {
        var empty = Assert.Single(Judge(Served(Some.Map("auto.home"))));
        var missing = Assert.Single(Judge(Served(null, SssdMapOutcome.Missing)));

        Assert.Equal("sssd/map-empty", empty.Kind.Code);
        Assert.Contains("the class or an attribute of entries is not", empty.Message);
        Assert.Equal("sssd/map-missing", missing.Kind.Code);
        Assert.Contains("its search base", missing.Message);
    }

    [Fact]
    public void AMapThatBothHoldEmptyIsNotSssdsFault() =>
        Assert.DoesNotContain(
            Codes(Served(Some.Map("auto.home"), ldap: Some.Map("auto.home"))), c => c.StartsWith("sssd/", StringComparison.Ordinal));

    [Fact]
    public void ALookupThatKeepsDisagreeingWithTheListIsTold()
    {
        var odd = new SssdLookup("*", "nfs9:/old", default, Some.Time);
        NodeState State(bool confirmed) => Some.Node with
        {
            Sssd = Some.Seen(Some.Sssd with { Maps = Some.Sssd.Maps.SetItem(
                0, Some.Sssd.Maps[0] with { Disagreements = [odd with { IsConfirmed = confirmed }] }) }),
        };

        Assert.Equal(["sssd/lookup-differs"], Codes(State(true).WithKnownMaps()));
        Assert.Empty(Codes(State(false).WithKnownMaps()));
    }

    [Fact]
    public void SssdAndAutomountMustMeanTheSameMasterMap()
    {
        var domain = Some.SssdConfiguration.Domains[0] with { MasterMap = "auto.site" };
        var state = Some.Node with { Sssd = Some.Seen(
            Some.Sssd with { Configuration = Some.SssdConfiguration with { Domains = [domain] } }) };

        Assert.Equal(["sssd/master-name-differs"], Codes(state.WithKnownMaps()));
    }

    // What automount has loaded.

    private static NodeState Roots(params AutofsRoot[] roots) =>
        (Some.Node with { Mounts = Some.Seen(Some.Mounts with { Roots = [.. roots] }) }).WithKnownMaps();

    private static readonly AutofsRoot HomeRoot = Some.Mounts.Roots[0];
    private static readonly AutofsRoot ToolsRoot = Some.Mounts.Roots[1];

    [Fact]
    public void ARootThatTheMasterMapNoLongerHasIsStale()
    {
        var finding = Assert.Single(Judge(Roots(HomeRoot, ToolsRoot, Some.Root("/old", "auto.old"))));

        Assert.Equal(("automount/root-stale", "/old"), (finding.Kind.Code, finding.Subject));
    }

    [Fact]
    public void ARootThatIsYoungerThanTheCopyOfTheMapsIsNotHeldAgainstThem() =>
        Assert.Empty(Codes(Roots(HomeRoot, ToolsRoot, Some.Root("/old", "auto.old") with { Since = Some.Time.AddSeconds(1) })));

    [Fact]
    public void SubmountsOffsetsAndDeadRootsAreNotStale()
    {
        var codes = Codes(Roots(
            HomeRoot, ToolsRoot, Some.Root("/home/sub", "auto.sub"), Some.Root("/home/x/y", "auto.home", AutofsMountKind.Offset),
            Some.Root("/dead", "auto.dead") with { Catatonic = true }));

        Assert.Equal(["automount/root-catatonic"], codes);
    }

    [Fact]
    public void DirectKeysThatAreGoneAreOneFindingPerMap()
    {
        var finding =
            Assert.Single(Judge(
                Roots(
                    HomeRoot,
                    ToolsRoot,
                    Some.Root("/data/a", "auto.direct", AutofsMountKind.Direct),
                    Some.Root("/data/b", "auto.direct", AutofsMountKind.Direct))));

        Assert.Equal("automount/root-stale", finding.Kind.Code);
        Assert.Contains("2 direct mount points of map auto.direct are not in it any more, /data/a for one", finding.Message);
    }

    [Fact]
    public void ARootWithAnotherMapOrTimeoutIsTold()
    {
        Assert.Equal(["automount/root-other-map"], Codes(Roots(Some.Root("/home", "auto.old"), ToolsRoot)));
        Assert.Equal(["automount/root-timeout"], Codes(Roots(HomeRoot with { Timeout = TimeSpan.FromSeconds(60) }, ToolsRoot)));
        var linked = Roots(HomeRoot with { MountPoint = "/var/home" }, ToolsRoot) with { Automount = Some.Linked };
        Assert.Empty(Codes(linked.WithKnownMaps()));
    }

    // Sources.

    private static NodeState Local(
        string sources, string text, ImmutableArray<string> withoutSuffix = default, string master = "auto.master") => (Some.Node with
    {
        Automount = Some.Seen(Some.Automount with
        {
            Sources = [.. sources.Split(' ')],
            MasterMap = master,
            Local = new LocalMaps([MasterFile.Parse(text, "/etc/auto.master")], withoutSuffix.IsDefault ? [] : withoutSuffix, []),
        }),
    }).WithKnownMaps();

    [Fact]
    public void LinesOfALocalMasterMapThatIsNotReadAreTold()
    {
        var finding = Assert.Single(Judge(Local("sss files", "/home auto.home\n/extra auto.extra\n+auto.master\n")));

        Assert.Equal("automount/master-shadowed", finding.Kind.Code);
        Assert.Contains("/extra does not exist", finding.Message);
        Assert.Equal(("/etc/auto.master", 2), (finding.Source?.File, finding.Source?.Line));
    }

    [Theory]
    [InlineData("/misc /etc/auto.misc\n/net -hosts\n+dir:/etc/auto.master.d\n+auto.master\n")]
    [InlineData("/home auto.home\n/- auto.direct\n")]
    [InlineData("# nothing\n")]
    public void WhatEveryNodeHasOrTheDirectoryHasAsWellIsNoNews(string text) => Assert.Empty(Codes(Local("sss files", text)));

    [Fact]
    public void AMasterMapOfTheDirectoryThatIsNotReadIsTold()
    {
        Assert.Contains("automount/master-ignored", Codes(Local("files sss", "/extra auto.home\n")));
        Assert.DoesNotContain("automount/master-ignored", Codes(Local("files sss", "/extra auto.home\n+auto.master\n")));
    }

    [Fact]
    public void AFileWithoutTheSuffixIsTold() =>
        Assert.Equal(["automount/no-suffix"], Codes(Local("sss files", "", ["/etc/auto.master.d/auto.home"])));

    [Fact]
    public void AMapInTwoSourcesIsToldUnlessTheyAgree()
    {
        NodeState State(string text) => (Some.Node with
        {
            Automount = Some.Seen(Some.Automount with { Local = new LocalMaps([MapFile.Parse(text, "/etc/auto.home")], [], []) }),
        }).WithKnownMaps();

        Assert.Equal(["map/two-sources"], Codes(State("bob -fstype=nfs4,nosuid,nodev nfs1.example.com:/bob\n")));
        Assert.Empty(Codes(State($"* {Home.Entries[0].Value}\n")));
    }

    [Fact]
    public void AMapFileThatIsNotThereIsTold()
    {
        NodeState State(ImmutableArray<string> missing) => (Some.Node with
        {
            Directory = Some.Seen(new DirectorySnapshot([
                Some.Domain() with { Maps = Some.Maps.SetItem(
                    0, Some.Map("auto.master", ("/home", "auto.home"), ("/-", "auto.direct"), ("/misc", "/etc/auto.misc"))) }])),
            Automount = Some.Seen(Some.Automount with { Local = new LocalMaps([], [], missing) }),
            Mounts = Some.Seen(Some.Mounts with { Roots = [.. Some.Mounts.Roots, Some.Root("/misc", "/etc/auto.misc")] }),
        }).WithKnownMaps();

        Assert.Contains("map/file-missing", Codes(State(["/etc/auto.misc"])));
        Assert.DoesNotContain("map/file-missing", Codes(State([])));
    }

    [Fact]
    public void AFailedTriggerSaysForHowLongAutomountRemembersIt()
    {
        var state = Some.Node with
        {
            Required = Some.Seen(new RequiredSnapshot([Some.Required(Readiness.NotMounted) with { Mount = null }])),
            Automount = Some.Seen(Some.Automount with { NegativeTimeout = TimeSpan.FromSeconds(5) }),
        };

        Assert.Contains("for up to 5 s more", Judge(state.WithKnownMaps()).Single(f => f.Kind.Link == Link.Mount).Message);
    }
}
