using System.Collections.Immutable;
using System.Text.Json;
using Automount.Findings;
using Automount.Maps;
using AutomountAgent.Output.Terminal;
using AutomountAgent.Validate;
using AutomountAgent.Validate.Diff;
using Xunit;

namespace AgentTests.Validate.Diff;

/// <summary>What differs in meaning between two sets of maps.</summary>
public sealed class MapDiffTests
{
    private const string Master = "/data auto.data --timeout=60,ro\n";

    private static MapSet Set(string map, string master = Master) =>
        new(MasterFile.Parse(master, "auto.master"), [MapFile.Parse(map, "auto.data")], []);

    private static ImmutableArray<MapChange> Changes(string before, string now, string oldMaster = Master, string newMaster = Master) =>
        MapDiff.Between(Set(before, oldMaster), Set(now, newMaster), Silence.None).Changes;

    private static string Told(MapChange change)
    {
        var by = change.ByWildcard ? " by wildcard" : "";
        return $"{change.Kind.Name()} {change.Key}{change.Offset.TrimEnd('/')}: {change.Before} -> {change.Now}{by}";
    }

    [Theory]
    [InlineData("a -ro,hard h:/a", "a -hard,ro h:/a")]
    [InlineData("a -ro,rw h:/a", "a -rw h:/a")]
    [InlineData("a -vers=4.2,tcp h:/a", "a  -proto=tcp,nfsvers=4.2\th:/a # as ever")]
    [InlineData("a x,y:/a", "a y,x:/a")]
    [InlineData("a x:/a y:/a", "a y,x:/a")]
    [InlineData("a h:/a", "a \"h:/a\"")]
    [InlineData("a h:/a\nb h:/b", "# more\n\nb h:/b\na h:/a")]
    [InlineData("a h:/home/a\n* h:/home/&", "* h:/home/&")]
    [InlineData("* h:/home/&", "a h:/home/a\n* h:/home/&")]
    [InlineData("m / h:/m /s h:/s", "m /s h:/s / h:/m")]
    [InlineData("a nonsense", "a nonsense too")]
    public void WhatMeansTheSameIsNoChange(string before, string now) => Assert.Empty(Changes(before + "\n", now + "\n"));

    [Theory]
    [InlineData("a h:/a", "a h:/a\nb h:/b", "added b:  -> h:/b")]
    [InlineData("a h:/a\nb h:/b", "a h:/a", "removed b: h:/b -> ")]
    [InlineData("a h:/a", "a i:/a", "moved a: h:/a -> i:/a")]
    [InlineData("a h:/a", "a h:/b", "moved a: h:/a -> h:/b")]
    [InlineData("a x,y:/a", "a x(2),y:/a", "moved a: x:/a or y:/a -> x(2):/a or y:/a")]
    [InlineData("a -ro h:/a", "a -rw,hard h:/a", "options a: ro -> without ro, with hard, with rw")]
    [InlineData("a -rw,ro h:/a", "a -ro,rw h:/a", "options a: ro -> without ro, with rw")]
    [InlineData("a -fstype=nfs4 h:/a", "a -fstype=nfs h:/a", "type a: nfs4 -> nfs")]
    [InlineData("* h:/home/&", "* i:/home/&", "moved *: h:/home/key -> i:/home/key")]
    [InlineData("* h:/&\na i:/a", "* h:/&", "moved a: i:/a -> h:/a by wildcard")]
    [InlineData("* h:/&", "* h:/&\na i:/a", "moved a: h:/a -> i:/a by wildcard")]
    [InlineData("m / h:/m", "m / h:/m /s h:/s", "offset-added m/s:  -> h:/s")]
    [InlineData("m / h:/m /s h:/s", "m / h:/m", "offset-removed m/s: h:/s -> ")]
    [InlineData("a h:/$ARCH", "a h:/$CPU", "variables a: $ARCH -> $CPU")]
    public void WhatMeansSomethingElseIsOne(string before, string now, string told) =>
        Assert.Equal([told], Changes(before + "\n", now + "\n").Select(Told));

    [Fact]
    public void AnEntryThatIsRefusedNowSaysWhy()
    {
        var change = Assert.Single(Changes("a h:/a\n", "a h /a\n"));

        Assert.Equal((ChangeKind.Refused, "h:/a"), (change.Kind, change.Before));
        Assert.NotEmpty(change.Now);
        Assert.Equal(ChangeKind.Accepted, Assert.Single(Changes("a h /a\n", "a h:/a\n")).Kind);
    }

    [Theory]
    [InlineData("# ours\n/data  auto.data ro,--timeout=60\n")]
    [InlineData("/data auto.data --timeout=5,ro\n", "master-changed /data: {0} -> without --timeout=60, with --timeout=5")]
    [InlineData("/data auto.other --timeout=60,ro\n", "master-changed /data: {0} -> map auto.other")]
    [InlineData("/data auto.data --timeout=60,ro\n/more auto.data\n", "master-added /more:  -> auto.data")]
    [InlineData("/moved auto.data --timeout=60,ro\n", "master-added /moved:  -> {0}", "master-removed /data: {0} -> ")]
    public void EntriesOfTheMasterMapAreCompared(string master, params string[] told) => Assert.Equal(
        told.Select(t => t.Replace("{0}", "auto.data with --timeout=60,ro")),
        Changes("a h:/a\n", "a h:/a\n", newMaster: master).Select(Told));

    [Fact]
    public void MapsAreAddedAndRemovedAsAWhole()
    {
        var one = Set("a h:/a\n");
        var two = one with { Maps = [.. one.Maps, MapFile.Parse("x h:/x\ny h:/y\n", "auto.more")] };

        Assert.Equal(["map-added :  -> 2 entries"], MapDiff.Between(one, two, Silence.None).Changes.Select(Told));
        Assert.Equal(["map-removed : 2 entries -> "], MapDiff.Between(two, one, Silence.None).Changes.Select(Told));
    }

    [Fact]
    public void NoFormatHasAPassword()
    {
        const string Smb = "share -fstype=cifs,username=u,password=hunter2 ://srv/share\n";
        string[] others = ["", Smb.Replace("username=u,", ""), Smb.Replace("srv", "other"), "share -fstype=cifs,password=hunter2\n"];
        foreach (var other in others)
        {
            foreach (var differences in new[] { Between(Smb, other), Between(other, Smb) })
            {
                Assert.NotEmpty(differences.Changes);
                Assert.DoesNotContain("hunter2", System.Text.Encoding.UTF8.GetString(DiffJson.Bytes(differences, "old", "new")));
            }
        }

        static MapDifferences Between(string before, string now) => MapDiff.Between(Set(before), Set(now), Silence.None);
    }

    /// <summary>Whatever line they stand on.</summary>
    [Fact]
    public void FindingsThatAreNewOrGoneAreTold()
    {
        const string Bad = "b -fstype=nfs4,hrad h:/b\n";
        var differences = MapDiff.Between(Set(Bad), Set($"\n\n{Bad}c -fstype=nfs4,wsiz=8 h:/c\n"), Silence.None);

        Assert.Equal("auto.data:c", Assert.Single(differences.NewFindings).Subject);
        Assert.Empty(differences.GoneFindings);
        var mended = MapDiff.Between(Set(Bad), Set("b -fstype=nfs4,hard h:/b\n"), Silence.None);
        Assert.Equal("auto.data:b", Assert.Single(mended.GoneFindings).Subject);
    }

    [Fact]
    public void TableAndJsonHaveTheSame()
    {
        var differences = MapDiff.Between(Set("a h:/a\n"), Set("# now\na i:/a\n"), Silence.None);
        var output = new StringWriter { NewLine = "\n" };
        DiffTable.Print(Screen.Of(output, terminal: false, noColor: null), differences, 20);

        Assert.Equal("auto.data:2: moved: a of auto.data: h:/a -> i:/a\n1 change in meaning, 0 new findings, 0 gone\n", output.ToString());
        using var json = JsonDocument.Parse(DiffJson.Bytes(differences, "old", "new"));
        var change = json.RootElement.GetProperty("changes")[0];
        Assert.Equal(("moved", "h:/a", "i:/a", 2), (
            change.GetProperty("change").GetString(),
            change.GetProperty("before").GetString(),
            change.GetProperty("now").GetString(),
            change.GetProperty("source").GetProperty("line").GetInt32()));
    }

    /// <summary>Twice as many keys and changes cost about twice as many bytes.</summary>
    [Fact]
    public void ItIsLinear()
    {
        Assert.InRange(Bytes(40_000) / (double)Bytes(20_000), 1.5, 2.5);

        static long Bytes(int keys)
        {
            var old = Set(Lines(keys, "nfs4 h:"));
            var now = Set(Lines(keys, "nfs4,ro i:"));
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(2 * keys, MapDiff.Between(old, now, Silence.None).Changes.Length);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        static string Lines(int keys, string what) =>
            string.Concat(Enumerable.Range(0, keys).Select(i => $"k{i} -fstype={what}/k{i}\n")) + "* -fstype=nfs4 h:/&\n";
    }
}
