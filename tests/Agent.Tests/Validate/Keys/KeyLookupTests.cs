using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Output.Terminal;
using AutomountAgent.Validate.Keys;
using Xunit;

namespace AgentTests.Validate.Keys;

/// <summary>What a key means, and why.</summary>
public sealed class KeyLookupTests
{
    private const string Master = """
        /home auto.home --timeout=60
        /data auto.data -DSITE=north
        /- auto.direct
        /net -hosts
        /both multi auto.one -- auto.two
        /gone auto.gone

        """;

    private static readonly ImmutableArray<MapContent> Maps =
    [
        MapFile.Parse("alice -rw nfs2:/exports/alice\n* -rw,hard nfs1:/exports/home/&\n", "auto.home"),
        MapFile.Parse(
            "tools -ro a,b(3):/tools\nproj -fstype=autofs,ro auto.proj\nos nfs1:/${SITE}/$NOTHING/&\n" +
            "multi / nfs1:/m /src -ro nfs1:/s\nbad nfs1 /exports/bad\n",
            "auto.data"),
        MapFile.Parse("/opt/site nfs3:/site\n", "auto.direct"),
        MapFile.Parse("x nfs1:/x\n", "auto.proj"),
        MapFile.Parse("k nfs1:/one\n", "auto.one"),
        MapFile.Parse("k nfs1:/two\n", "auto.two"),
        MapFile.Parse("tools nfs9:/tools\n", "auto.unused"),
    ];

    private static KeyReport Find(string key, string? map = null) =>
        new KeyLookup(KnownMaps.From(MasterFile.Parse(Master, "auto.master"), Maps), map, Silence.None).Find(key);

    private static KeyAnswer One(string key, string? map = null) => Assert.Single(Find(key, map).Answers);

    [Fact]
    public void AKeyIsFoundInEveryMapThatHasItOrAWildcard()
    {
        var answers = Find("tools").Answers;

        Assert.Equal(["/home/tools", "/data/tools", null], answers.Select(a => a.Path));
        Assert.Equal([true, false, false], answers.Select(a => a.IsWildcard));
        Assert.Equal("auto.unused", answers[2].Use.Map.Name);
    }

    [Fact]
    public void AWildcardSaysWhatIsPutIn()
    {
        var answer = One("bob", "auto.home");

        Assert.Equal([new EntrySubstitution("&", "bob")], answer.Substitutions);
        Assert.Equal("/exports/home/bob", answer.Entry!.Mounts[0].Locations[0].Path);
        Assert.Equal(("auto.home", 2), (answer.Source.File, answer.Source.Line));
    }

    [Fact]
    public void VariablesAreThoseOfTheMasterMapAndUnknownOnesBecomeNothing() => Assert.Equal(
        [new EntrySubstitution("${SITE}", "north"), new EntrySubstitution("$NOTHING", ""), new EntrySubstitution("&", "os")],
        One("os", "auto.data").Substitutions);

    [Fact]
    public void ReplicasAndOffsetsAreAllTold()
    {
        Assert.Equal([("a", 0), ("b", 3)], One("tools", "auto.data").Entry!.Mounts[0].Locations[0].Hosts.Select(h => (h.Name, h.Weight)));
        Assert.Equal(["/", "/src"], One("multi", "auto.data").Entry!.Mounts.Select(m => m.Offset));
    }

    /// <summary>By the key of the submount's map, by the way to it, and by the path.</summary>
    [Theory]
    [InlineData("x")]
    [InlineData("proj/x")]
    [InlineData("/data/proj/x")]
    public void SubmountsAreFollowed(string key)
    {
        var answer = Find(key).Answers.Last(a => !a.IsWildcard);

        Assert.Equal(("auto.proj", "/data/proj/x"), (answer.Use.Map.Name, answer.Path));
        Assert.Equal("ro", answer.Entry!.Mounts[0].Options);
    }

    [Fact]
    public void ASubmountSaysHowManyEntriesItsMapHas() => Assert.Equal(1, One("proj", "auto.data").Submounts["auto.proj"]);

    [Theory]
    [InlineData("/opt/site", "/opt/site", "auto.direct")]
    [InlineData("/opt/site/bin", "/opt/site", "auto.direct")]
    [InlineData("/home/alice", "/home/alice", "auto.home")]
    [InlineData("//home/alice/", "/home/alice", "auto.home")]
    public void APathIsFoundInItsMap(string path, string mounted, string map)
    {
        var answer = One(path);

        Assert.Equal((mounted, map), (answer.Path, answer.Use.Map.Name));
    }

    [Fact]
    public void OfSeveralMapsOfAMountPointTheFirstAnswers() =>
        Assert.Equal([null, "auto.one"], Find("k").Answers.Where(a => !a.IsWildcard).Select(a => a.HiddenBy));

    [Fact]
    public void ABadEntrySaysWhy()
    {
        var answer = One("bad", "auto.data");

        Assert.True(answer.IsBroken);
        Assert.NotNull(answer.Error);
        Assert.Contains(answer.Findings, f => f.Kind.Code == "map/bad-entry");
    }

    [Fact]
    public void AKeyThatDoesNotExistHasNearNames()
    {
        var report = Find("tool", "auto.data");

        Assert.Empty(report.Answers);
        Assert.Equal(["tools"], report.Near);
    }

    [Fact]
    public void WhatIsNotLookedIntoIsSaid()
    {
        var report = Find("nobody");

        Assert.Equal(2, report.NotLookedInto.Length);
        Assert.Contains("/net uses a built-in map, which is not looked into", report.NotLookedInto);
        Assert.Contains("/gone uses auto.gone, which is not among the given maps", report.NotLookedInto);
    }

    /// <summary>One map below two mount points is told twice.</summary>
    [Fact]
    public void AMapMayBeUsedTwice()
    {
        var maps = KnownMaps.From(MasterFile.Parse("/a auto.home\n/b auto.home\n", "auto.master"), Maps);

        Assert.Equal(["/a/alice", "/b/alice"], new KeyLookup(maps, null, Silence.None).Find("alice").Answers.Select(a => a.Path));
    }

    [Fact]
    public void NoFormatHasAPassword()
    {
        var map = MapFile.Parse("share -fstype=cifs,username=u,password=hunter2 ://srv/share\n", "auto.smb");
        var report = new KeyLookup(KnownMaps.From(null, [map]), null, Silence.None).Find("share");

        Assert.DoesNotContain("hunter2", Table(report));
        Assert.DoesNotContain("hunter2", Encoding.UTF8.GetString(KeyJson.Bytes(report)));
    }

    [Fact]
    public void JsonHasWhatTheTableHas()
    {
        using var json = JsonDocument.Parse(KeyJson.Bytes(Find("alice", "auto.home")));
        var answer = json.RootElement.GetProperty("answers")[0];

        Assert.Equal("/home/alice", answer.GetProperty("path").GetString());
        Assert.Equal(1, answer.GetProperty("entry").GetProperty("line").GetInt32());
        Assert.Equal("/home", answer.GetProperty("master").GetProperty("key").GetString());
        var location = answer.GetProperty("mounts")[0].GetProperty("locations")[0];
        Assert.Equal("nfs2", location.GetProperty("hosts")[0].GetProperty("name").GetString());
    }

    private static string Table(KeyReport report)
    {
        var output = new StringWriter { NewLine = "\n" };
        KeyTable.Print(Screen.Of(output, terminal: false, noColor: null), report);
        return output.ToString();
    }
}
