using Automount.Maps;
using Xunit;

namespace AgentTests.Maps;

public class MasterMapTests
{
    private static MapContent Master(params (string Key, string Value)[] records) =>
        new("auto.master", null, [.. records.Select(r => new MapRecord(r.Key, r.Value))]);

    [Fact]
    public void MapNamesAreThoseThatSssdServesEachOnce()
    {
        var names = MasterMap.MapNames(Master(
            ("/home", "auto.home -rw"),
            ("/var/home", "auto.home"),
            ("/a", "sss:auto.a"),
            ("/b", "ldap:ou=auto.b,dc=x"),
            ("/c", "/etc/auto.c"),
            ("/d", "program:/etc/d"),
            ("/net", "-hosts"),
            ("/amd", "sss,amd:auto.amd"),
            ("/self", "auto.master"),
            ("/bad", ""),
            ("/-", "auto.direct")));

        Assert.Equal(["auto.home", "auto.a", "auto.b", "auto.direct"], names);
    }

    [Fact]
    public void TheFirstEntryOfAMountPointTakesEffect()
    {
        var master = MasterMap.Parse(Master(
            ("/home", "auto.one"), ("/home/", "auto.two"), ("/-", "auto.d1"), ("/-", "auto.d2"), ("/x", "-null"), ("/x", "auto.x"),
                ("y", "auto.y")));

        Assert.Equal(["auto.one", "auto.d1", "auto.d2"], master.Effective().Select(e => e.Map));
        Assert.Equal(6, master.Entries.Length);
        Assert.Equal("y", Assert.Single(master.Errors).Record.Key);
    }

    [Fact]
    public void WhatStandsBehindAnErrorInTheMiddleOfALineIsLost()
    {
        var master = MasterMap.Parse(Master(("/a", "auto.a"), ("/b", "auto:b"), ("/c", "auto.c"), ("/d", "auto.d")));

        Assert.Equal(["/a"], master.Effective().Select(e => e.MountPoint));
        Assert.Equal(["/c", "/d"], master.Lost.Select(e => e.MountPoint));
        Assert.EndsWith("automount loses all 2 entries after it too", Assert.Single(master.Errors).Message);
    }

    [Fact]
    public void NullCancelsWhatFollowsOnly() => Assert.Equal(
        ["/x", "/-"],
        MasterMap.Parse(Master(("/x", "auto.x"), ("/x", "-null"), ("/-", "auto.d"), ("/-", "-null"), ("/-", "auto.e"))).Effective()
            .Select(e => e.MountPoint));

    [Fact]
    public void AMultiEntryNamesAllItsMaps() =>
        Assert.Equal(["auto.x", "auto.y"], MasterMap.MapNames(Master(("/m", "multi auto.x -- auto.y"))));
}
