using System.Collections.Immutable;
using AgentTests.Support;
using AutomountAgent.Chain;
using AutomountAgent.Maps;
using AutomountAgent.Observe.Automount;
using AutomountAgent.Observe.Directory;
using AutomountAgent.Observe.Sssd;
using Xunit;

namespace AgentTests.Chain;

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
        var maps = Known(sources, name, Master("/etc/auto.master", "/local auto.local\n"), Master("/etc/auto.other", "/other auto.local\n"));

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

    [Fact]
    public void AnIncludeThatLeadsBackToItselfEnds()
    {
        var maps = Known("files", "auto.master", Master("/etc/auto.master", "+/etc/auto.x\n/a auto.a\n"), Master("/etc/auto.x", "+/etc/auto.master\n/x auto.a\n"));

        Assert.Contains("/a", maps.Master.Entries.Select(e => e.MountPoint));
    }

    [Fact]
    public void AMapIsTheSumOfItsSourcesAndTheFirstWins()
    {
        var state = State("sss files", "auto.master", MapFile.Parse("dale nfs9:/other\nextra nfs9:/extra\n", "/etc/auto.home"));
        var home = Some.Map("auto.home", ("dale", "nfs1:/dale"));
        state = state with { Directory = Some.Seen(new DirectoryView([Some.Domain() with { Maps = Some.Maps.SetItem(1, home) }])) };

        var maps = state.WithKnownMaps().Maps;

        Assert.Equal(["nfs1:/dale", "nfs9:/extra"], maps.Maps.Single(m => m.Name == "auto.home").Entries.Select(e => e.Value));
        Assert.Equal(ResolutionStep.Resolved, maps.Resolve("/home/extra").Step);
    }

    [Fact]
    public void AMapWithAPathIsAFile()
    {
        var maps = Known("files", "auto.master", Master("/etc/auto.master", "/misc /etc/auto.misc\n"), MapFile.Parse("cd nfs1:/cd\n", "/etc/auto.misc"));

        Assert.Equal(ResolutionStep.Resolved, maps.Resolve("/misc/cd").Step);
    }

    [Fact]
    public void WhereLdapIsDownSssdsCopyStandsAndWhereBothAreTheLastOne()
    {
        var well = Some.Node.WithKnownMaps();
        var served = Some.Map("auto.home", ("old", "nfs1:/old"));
        var withoutLdap = (well with
        {
            Directory = Some.Seen(new DirectoryView([Some.Domain(DirectoryOutcome.Refused)])),
            Sssd = Some.Seen(Some.Sssd with { Maps = [new SssdMap("auto.home", SssdMapOutcome.Read, served, default)] }),
        }).WithKnownMaps();
        var withoutBoth = (withoutLdap with { Sssd = Some.Seen(Some.Sssd with { Maps = [new SssdMap("auto.home", SssdMapOutcome.NotRead, null, default)] }) }).WithKnownMaps();

        Assert.Same(served, withoutLdap.Maps.Maps.Single(m => m.Name == "auto.home"));
        Assert.Equal("auto.master", withoutLdap.Maps.Content?.Name);
        Assert.Contains(withoutLdap.Maps.Maps, m => m.Name == "auto.direct");
        Assert.Same(served, withoutBoth.Maps.Maps.Single(m => m.Name == "auto.home"));
    }

    [Fact]
    public void AMasterMapThatCannotBeReadIsNotTakenFromTheNextSource()
    {
        var state = State("sss files", "auto.master", Master("/etc/auto.master", "/local auto.local\n"));

        var down = (state with { Directory = Some.Seen(new DirectoryView([Some.Domain(DirectoryOutcome.Refused)])), Sssd = null }).WithKnownMaps();
        var none = (state with { Directory = Some.Seen(new DirectoryView([])), Sssd = null }).WithKnownMaps();

        Assert.Null(down.Maps.Content);
        Assert.Equal("/etc/auto.master", none.Maps.Content?.File);
    }

    [Fact]
    public void WhatWasNotReadAnewIsTheSameInstance()
    {
        var state = State("sss files", "auto.master", Master("/etc/auto.master", "+auto.master\n")).WithKnownMaps();

        Assert.Same(state.Maps, (state with { Sssd = Some.Seen(Some.Sssd) }).WithKnownMaps().Maps);
        Assert.NotSame(state.Maps, (state with { Directory = Some.Seen(new DirectoryView([Some.Domain() with { Maps = Some.Maps.SetItem(1, Some.Map("auto.home")) }])) }).WithKnownMaps().Maps);
    }

    private static MapContent Master(string path, string text) => MasterFile.Parse(text, path);

    private static NodeState State(string sources, string master, params MapContent[] files) => Some.Node with
    {
        Automount = Some.Seen(Some.Automount with
        {
            Sources = [.. sources.Split(' ')], MasterMap = master, Local = new LocalMaps([.. files], [], []),
        }),
    };

    private static KnownMaps Known(string sources, string master, params MapContent[] files) => State(sources, master, files).WithKnownMaps().Maps;
}
