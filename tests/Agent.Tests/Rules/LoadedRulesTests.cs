using System.Collections.Immutable;
using AgentTests.Support;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Rules;

/// <summary>What automount has loaded, after reloads and for entries of several maps.</summary>
public sealed class LoadedRulesTests
{
    private static readonly AutofsRoot Home = Some.Root("/home", "auto.home");
    private static readonly AutofsRoot Tools = Some.Root("/data/tools", "auto.direct", AutofsMountKind.Direct);

    /// <summary>The kernel goes on naming the map with which a mount point was mounted.</summary>
    [Theory]
    [InlineData(false, "automount/root-other-map")]
    [InlineData(true, "")]
    public void AnOldNameProvesNothingAfterAReload(bool reloaded, string codes)
    {
        var automount = Some.Automount with { LoadedAt = Some.Time.AddMinutes(-1), WasReloaded = reloaded };

        Assert.Equal(codes, Codes(Node(automount, Some.Maps, Some.Root("/home", "auto.old"), Tools)));
    }

    /// <summary>After a reload only a change that was seen after it counts.</summary>
    [Theory]
    [InlineData(-10, "automount/root-other-map")]
    [InlineData(10, "")]
    public void AnEntryThatChangedAfterTheReloadIsNotLoaded(int reloadedAt, string codes)
    {
        var automount = Some.Automount with { LoadedAt = Some.Time.AddSeconds(reloadedAt), WasReloaded = true };
        var master = Some.Map("auto.master", ("/home", "auto.was"), ("/-", "auto.direct"));
        var before = Node(automount, Some.Maps.SetItem(0, master), Home, Tools);

        var after = Later(before.WithKnownMaps(), Some.Maps).WithKnownMaps();

        Assert.Equal(codes, string.Join(' ', Findings(after).Select(f => f.Kind.Code)));
        if (codes.Length > 0)
        {
            Assert.Contains("/home is mounted with map auto.was, the master map now says auto.home", Findings(after)[0].Message);
        }
    }

    /// <summary>automount 5.1.9 takes a changed timeout over on a reload, and keeps the old one when the option is gone.</summary>
    [Theory]
    [InlineData("auto.home --timeout=60", "systemctl reload autofs")]
    [InlineData("auto.home", "systemctl restart autofs")]
    public void ATimeoutThatWasRemovedNeedsARestart(string entry, string remedy)
    {
        var maps = Some.Maps.SetItem(0, Some.Map("auto.master", ("/home", entry), ("/-", "auto.direct")));

        var finding = Assert.Single(Findings(Node(Some.Automount, maps, Home with { Timeout = TimeSpan.FromSeconds(20) }, Tools)));

        Assert.Equal("automount/root-timeout", finding.Kind.Code);
        Assert.StartsWith(remedy, finding.WhatToDo);
    }

    /// <summary>The mount table names the first map of a multi entry, or its type where it has one.</summary>
    [Theory]
    [InlineData("multi auto.home -- auto.more", "auto.home", "")]
    [InlineData("multi sss:auto.home -- sss:auto.more", "sss", "")]
    [InlineData("multi auto.home -- auto.more", "auto.other", "automount/root-other-map")]
    public void AnEntryOfSeveralMapsIsNotTakenForAnotherMap(string entry, string source, string codes)
    {
        var maps = Some.Maps.SetItem(0, Some.Map("auto.master", ("/home", entry), ("/-", "auto.direct"))).Add(Some.Map("auto.more", Key));

        Assert.Equal(codes, Codes(Node(Some.Automount, maps, Home with { Source = source }, Tools)));
    }

    [Fact]
    public void TheKeysOfEveryMapOfADirectEntryAreKnown()
    {
        var maps = Some.Maps
            .SetItem(0, Some.Map("auto.master", ("/home", "auto.home"), ("/-", "multi auto.direct -- auto.more")))
            .Add(Some.Map("auto.more", ("/data/more", "-fstype=nfs4,ro nfs2.example.com:/exports/more")));
        var more = Tools with { MountPoint = "/data/more" };

        Assert.Equal("", Codes(Node(Some.Automount, maps, Home, Tools, more)));
        Assert.Equal("automount/root-missing", Codes(Node(Some.Automount, maps, Home, Tools)));
    }

    /// <summary>The kernel has mount points with symbolic links followed, of whatever name.</summary>
    [Theory]
    [InlineData("/var/home", "/var/mnt/d/tools", "")]
    [InlineData("/var/home", "/var/mnt/e/tools", "automount/root-missing automount/root-stale")]
    [InlineData("/export/home", "/var/mnt/d/tools", "automount/root-missing automount/root-stale")]
    public void MountPointsBelowSymbolicLinksAreThoseOfTheMaps(string home, string tools, string codes)
    {
        var node = new NodeFacts { Links = SymbolicLinks.Of([new("/home", "/var/home"), new("/data", "/var/mnt/d")]) };
        var automount = Some.Automount with { Node = node };

        Assert.Equal(codes, Codes(Node(automount, Some.Maps, Home with { MountPoint = home }, Tools with { MountPoint = tools })));
    }

    [Fact]
    public void AnotherMapOfAMountPointBelowASymbolicLinkIsSeen()
    {
        var state = Node(Some.Automount, Some.Maps, Some.Root("/var/home", "auto.old"), Tools);

        Assert.Equal("automount/root-other-map", Codes(state with { Automount = Some.Linked }));
    }

    /// <summary>check reads the mount table once, after the maps: what is there then was there before.</summary>
    [Fact]
    public void ARemovedDirectKeyIsSeenInTheFirstRound()
    {
        var gone = Tools with { MountPoint = "/data/gone" };
        var state = (Some.Node with { Mounts = null })
            .WithKnownMaps()
            .WithMounts(new(Some.Time.AddSeconds(1), default, Some.Mounts with { Roots = [Home, Tools, gone] }, null));

        var finding = Assert.Single(Some.Judge(state.WithHealth(Some.Time), null, Some.Time).Report.Findings);

        Assert.Equal(("automount/root-stale", "/data/gone"), (finding.Kind.Code, finding.Subject));
    }

    private static readonly (string, string) Key = ("bob", "-fstype=nfs4,rw,nosuid,nodev nfs1.example.com:/exports/home/bob");

    private static NodeState Node(AutomountSnapshot automount, ImmutableArray<MapContent> maps, params AutofsRoot[] roots)
    {
        var served = maps.Skip(1).Select(m => new SssdMap(m.Name, SssdMapOutcome.Read, m, default) { ReadAt = Some.Time });
        return Some.Node with
        {
            Directory = Some.Seen(new DirectorySnapshot([Some.Domain() with { Maps = maps }])),
            Sssd = Some.Seen(Some.Sssd with { Maps = [.. served] }),
            Automount = Some.Seen(automount),
            Mounts = Some.Seen(Some.Mounts with { Roots = [.. roots] }),
        };
    }

    /// <summary>The node after the directory was read again.</summary>
    private static NodeState Later(NodeState state, ImmutableArray<MapContent> maps)
    {
        var readAt = Some.Time.AddSeconds(20);
        var domain = Some.Domain() with { Maps = maps, MapsReadAt = readAt, MapsCurrentAt = readAt };
        return state with { Directory = new(readAt, default, new DirectorySnapshot([domain]), null) };
    }

    private static string Codes(NodeState state) => string.Join(' ', Findings(Some.Twice(state)).Select(f => f.Kind.Code));

    private static ImmutableArray<Automount.Findings.Finding> Findings(NodeState state) =>
        [.. Some.Judge(state.WithKnownMaps().WithHealth(Some.Time), null, Some.Time).Report.Findings
            .Where(f => f.Kind.Code.StartsWith("automount/", StringComparison.Ordinal))];
}
