using System.Collections.Immutable;
using AgentTests.Support;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Collect.Autofs;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Maps.Sources;

/// <summary>Which maps automount applies: the order of nsswitch.conf, files, includes, and what is left when a source is away.</summary>
public class KnownMapsTests
{
    [Theory]
    [InlineData("sss files", "auto.master", "/home")]
    [InlineData("files sss", "auto.master", "/local")]
    [InlineData("files", "auto.master", "/local")]
    [InlineData("sss files", "/etc/auto.master", "/local")]
    [InlineData("sss files", "auto.other", "/other")]
    [InlineData("nis sss", "auto.master", "/home")]
    public void TheFirstSourceThatHasTheMasterMapWins(string sources, string name, string mountPoint)
    {
        var maps = Known(sources, name, Master("/etc/auto.master", "/local auto.local\n"),
            Master("/etc/auto.other", "/other auto.local\n"));

        Assert.Equal(mountPoint, maps.Master.Entries[0].MountPoint);
    }

    [Fact]
    public void WhatTheMasterFileIncludesStandsInItsPlace()
    {
        var maps = Known(
            "files sss",
            "auto.master",
            Master("/etc/auto.master", "/a auto.a\n+dir:/etc/auto.master.d\n+auto.master\n/z auto.z\n"),
            Master("/etc/auto.master.d/b.autofs", "/b auto.b\n"));

        Assert.Equal(["/a", "/b", "/home", "/-", "/z"], maps.Master.Entries.Select(e => e.MountPoint));
        Assert.Equal("/etc/auto.master.d/b.autofs", maps.Master.Entries[1].Record.File);
    }

    [Theory]
    [InlineData("sss files", "dale extra")]
    [InlineData("sss [NOTFOUND=return] files", "dale")]
    [InlineData("sss [!SUCCESS=return] files", "dale")]
    [InlineData("sss [UNAVAIL=return SUCCESS=return] files", "dale extra")]
    [InlineData("files [NOTFOUND=return] sss", "extra")]
    [InlineData("nis [NOTFOUND=return] files", "extra")]
    public void ASourceWithNotFoundReturnIsTheLastThatIsAskedForAKey(string sources, string keys)
    {
        var state = State(sources, "/etc/auto.master", Master("/etc/auto.master", "/home auto.home\n"),
            MapFile.Parse("extra nfs9:/extra\n", "/etc/auto.home"));
        state = state with { Directory = Some.Seen(
            new DirectorySnapshot([Some.Domain() with { Maps = Some.Maps.SetItem(1, Some.Map("auto.home", ("dale", "nfs1:/dale"))) }])) };

        Assert.Equal(keys.Split(' '), state.WithKnownMaps().Maps.Maps.Single(m => m.Name == "auto.home").Entries.Select(e => e.Key));
    }

    [Theory]
    [InlineData("sss [SUCCESS=continue] files", "/home /- /local")]
    [InlineData("nis [NOTFOUND=return] files", "/local")]
    [InlineData("files [!UNAVAIL=return] sss", "/local")]
    public void OfActionsOnlyThatForSuccessCountsForTheMasterMap(string sources, string points)
    {
        var maps = Known(sources, "auto.master", Master("/etc/auto.master", "/local auto.local\n"));

        Assert.Equal(points.Split(' '), maps.Master.Entries.Select(e => e.MountPoint));
        Assert.True(!points.EndsWith("/local", StringComparison.Ordinal)
            || maps.Master.Entries[^1].Record.File is null or "/etc/auto.master");
    }

    [Theory]
    [InlineData(false, "auto.master", "/under")]
    [InlineData(true, "auto.master", null)]
    [InlineData(false, "auto.site.x", "/site")]
    [InlineData(false, "/etc/auto.master", null)]
    public void TheMasterMapIsLookedForWithAnUnderscoreWhereNoNameIsConfigured(bool isNamed, string name, string? point)
    {
        var state = State("files", name, Master("/etc/auto_master", "/under auto.x\n"), Master("/etc/auto_site.x", "/site auto.x\n"));
        var automount = state.Automount!.Seen!;
        var maps = (state with { Automount = Some.Seen(automount with { IsMasterNamed = isNamed }) }).WithKnownMaps().Maps;

        Assert.Equal(point, maps.Master.Entries.FirstOrDefault()?.MountPoint);
    }

    [Fact]
    public void AnEmptyMasterMapOfSssdIsNone()
    {
        var state = State("sss files", "auto.master", Master("/etc/auto.master", "/local auto.local\n"));
        state = state with { Directory = Some.Seen(new DirectorySnapshot([Some.Domain() with { Maps = [Some.Map("auto.master")] }])) };

        Assert.Equal("/local", state.WithKnownMaps().Maps.Master.Entries[0].MountPoint);
    }

    [Fact]
    public void FilesOfADirectoryAreTakenInTheOrderOfTheirVersions()
    {
        var maps = Known(
            "files",
            "auto.master",
            Master("/etc/auto.master", "+dir:/etc/d\n"),
            Master("/etc/d/10.autofs", "/ten auto.b\n"),
            Master("/etc/d/9.autofs", "/nine auto.b\n"));

        Assert.Equal(["/nine", "/ten"], maps.Master.Entries.Select(e => e.MountPoint));
    }

    [Theory]
    [InlineData("/etc/site/auto.home", "+auto.home", "dale")]
    [InlineData("/etc/site/auto.home", "+/etc/auto.home", "local")]
    [InlineData("/etc/site/auto.other", "+auto.home", "dale local")]
    [InlineData("/etc/site/auto.home", "+file:auto.home", "local")]
    public void AFileThatIncludesItsOwnNameMeansTheOtherSources(string path, string include, string keys)
    {
        var state = State(
            "sss files", "/etc/auto.master", Master("/etc/auto.master", $"/home {path}\n"), MapFile.Parse(include + "\n", path),
                MapFile.Parse("local nfs1:/x\n", "/etc/auto.home"));
        state = state with { Directory = Some.Seen(
            new DirectorySnapshot([Some.Domain() with { Maps = [Some.Map("auto.home", ("dale", "nfs1:/dale"))] }])) };

        Assert.Equal(keys.Split(' '), state.WithKnownMaps().Maps.Maps.Single(m => m.Name == path).Entries.Select(e => e.Key));
    }

    [Fact]
    public void OptionsAndVariablesOfTheCommandLineAndAppendOptionsHoldForAllMaps()
    {
        var state = State("files", "/etc/auto.master", Master("/etc/auto.master", "/a auto.a -soft\n"),
            MapFile.Parse("k -ro ${SITE}:/x\n", "/etc/auto.a"));
        EntryMount Mount(EntryContext defaults) => (state with
        {
            Automount = Some.Seen(state.Automount!.Seen! with { Node = NodeFacts.None with { Defaults = defaults } }),
        }).WithKnownMaps().Maps.Resolve("/a/k").Mount!;
        var variables = new Dictionary<string, string> { ["SITE"] = "nfs7" };

        var appended = Mount(new EntryContext { Variables = variables, Options = "intr" });
        var replaced = Mount(new EntryContext { Variables = variables, Options = "intr", AppendOptions = false });

        Assert.Equal("nfs7", appended.Locations[0].Hosts[0].Name);
        Assert.Equal(("intr,soft,ro", "ro"), (appended.Options, replaced.Options));
    }

    [Fact]
    public void AnIncludeThatLeadsBackToItselfEnds()
    {
        var maps = Known("files", "auto.master", Master("/etc/auto.master", "+/etc/auto.x\n/a auto.a\n"),
            Master("/etc/auto.x", "+/etc/auto.master\n/x auto.a\n"));

        Assert.Contains("/a", maps.Master.Entries.Select(e => e.MountPoint));
    }

    [Fact]
    public void AMapIsTheSumOfItsSourcesAndTheFirstWins()
    {
        var state = State("sss files", "auto.master", MapFile.Parse("dale nfs9:/other\nextra nfs9:/extra\n", "/etc/auto.home"));
        var home = Some.Map("auto.home", ("dale", "nfs1:/dale"));
        state = state with { Directory = Some.Seen(new DirectorySnapshot([Some.Domain() with { Maps = Some.Maps.SetItem(1, home) }])) };

        var maps = state.WithKnownMaps().Maps;

        Assert.Equal(["nfs1:/dale", "nfs9:/extra"], maps.Maps.Single(m => m.Name == "auto.home").Entries.Select(e => e.Value));
        Assert.Equal(ResolutionStep.Resolved, maps.Resolve("/home/extra").Step);
    }

    [Fact]
    public void AMapWithAPathIsAFile()
    {
        var maps = Known("files", "auto.master", Master("/etc/auto.master", "/misc /etc/auto.misc\n"),
            MapFile.Parse("cd nfs1:/cd\n", "/etc/auto.misc"));

        Assert.Equal(ResolutionStep.Resolved, maps.Resolve("/misc/cd").Step);
    }

    [Fact]
    public void WhereLdapIsDownSssdsCopyStandsAndWhereBothAreTheLastOne()
    {
        var well = Some.Node.WithKnownMaps();
        var served = Some.Map("auto.home", ("old", "nfs1:/old"));
        var withoutLdap = (well with
        {
            Directory = Some.Seen(new DirectorySnapshot([Some.Domain(DirectoryOutcome.Refused)])),
            Sssd = Some.Seen(Some.Sssd with { Maps = [new SssdMap("auto.home", SssdMapOutcome.Read, served, default)] }),
        }).WithKnownMaps();
        var withoutBoth = (
            withoutLdap with { Sssd = Some.Seen(
            Some.Sssd with { Maps = [new SssdMap("auto.home", SssdMapOutcome.NotRead, null, default)] }) }).WithKnownMaps();

        Assert.Same(served, withoutLdap.Maps.Maps.Single(m => m.Name == "auto.home"));
        Assert.Equal("auto.master", withoutLdap.Maps.Content?.Name);
        Assert.Contains(withoutLdap.Maps.Maps, m => m.Name == "auto.direct");
        Assert.Same(served, withoutBoth.Maps.Maps.Single(m => m.Name == "auto.home"));
    }

    [Fact]
    public void AMasterMapThatCannotBeReadIsNotTakenFromTheNextSource()
    {
        var state = State("sss files", "auto.master", Master("/etc/auto.master", "/local auto.local\n"));

        var down = (state with { Directory = Some.Seen(new DirectorySnapshot([Some.Domain(DirectoryOutcome.Refused)])), Sssd = null })
            .WithKnownMaps();
        var none = (state with { Directory = Some.Seen(new DirectorySnapshot([])), Sssd = null }).WithKnownMaps();

        Assert.Null(down.Maps.Content);
        Assert.Equal("/etc/auto.master", none.Maps.Content?.File);
    }

    [Fact]
    public void WhatWasNotReadAnewIsTheSameInstance()
    {
        var state = State("sss files", "auto.master", Master("/etc/auto.master", "+auto.master\n")).WithKnownMaps();

        Assert.Same(state.Maps, (state with { Sssd = Some.Seen(Some.Sssd) }).WithKnownMaps().Maps);
        Assert.NotSame(state.Maps,
            (state with { Directory = Some.Seen(
            new DirectorySnapshot([Some.Domain() with { Maps = Some.Maps.SetItem(1, Some.Map("auto.home")) }])) }).WithKnownMaps().Maps);
    }

    private static MapContent Master(string path, string text) => MasterFile.Parse(text, path);

    private static NodeState State(string sources, string master, params MapContent[] files) => Some.Node with
    {
        Automount = Some.Seen(Some.Automount with
        {
            Sources = NsswitchConf.Parse($"automount: {sources}\n", "f").Sources, MasterMap = master,
                Local = new LocalMaps([.. files], [], []),
        }),
    };

    private static KnownMaps Known(string sources, string master, params MapContent[] files) =>
        State(sources, master, files).WithKnownMaps().Maps;
}
