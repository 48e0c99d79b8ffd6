using AutomountAgent.Maps;
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
            ("/home", "auto.one"), ("/home/", "auto.two"), ("/-", "auto.d1"), ("/-", "auto.d2"), ("/x", "-null"), ("/x", "auto.x"), ("y", "auto.y")));

        Assert.Equal(["auto.one", "auto.d1", "auto.d2"], master.Effective().Select(e => e.Map));
        Assert.Equal(6, master.Entries.Length);
        Assert.Equal("y", Assert.Single(master.Errors).Record.Key);
    }
}
