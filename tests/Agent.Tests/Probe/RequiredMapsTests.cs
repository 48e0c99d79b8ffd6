using AgentTests.Support;
using Automount.Configuration;
using Automount.Maps.Sources;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Probe;
using Xunit;

namespace AgentTests.Probe;

public class RequiredMapsTests
{
    private static readonly KnownMaps Maps = KnownMaps.From(
        Some.Map(
            "auto.master",
            ("/data", "auto.data"),
            ("/copy", "auto.data"),
            ("/-", "auto.direct"),
            ("/home", "auto.home"),
            ("/any", "auto.any"),
            ("/gone", "auto.gone")),
        [
            Some.Map(
                "auto.data",
                ("proj1", "nfs1:/p1"),
                ("proj2", "nfs1:/p2"),
                ("other", "nfs1:/o"),
                ("multi", "/bin nfs1:/b /share nfs2:/s"),
                ("..", "nfs1:/x")),
            Some.Map("auto.direct", ("/opt/tools", "nfs1:/t"), ("relative", "nfs1:/r")),
            Some.Map("auto.home", ("alice", "nfs1:/a"), ("*", "nfs1:/&")),
            Some.Map("auto.any", ("*", "nfs1:/&")),
        ]);

    [Theory]
    [InlineData("auto.data:proj*", "/data/proj1 /data/proj2 /copy/proj1 /copy/proj2")]
    [InlineData("auto.data:PROJ*", "")]
    [InlineData("auto.data:o?her", "/data/other /copy/other")]
    [InlineData("auto.data:multi", "/data/multi/bin /data/multi/share /copy/multi/bin /copy/multi/share")]
    [InlineData("auto.direct", "/opt/tools")]
    [InlineData("auto.home", "/home/alice")]
    public void APatternNamesThePathsOfItsKeys(string pattern, string paths) =>
        Assert.Equal(paths, string.Join(' ', List(pattern).Paths));

    [Theory]
    [InlineData("auto.home", RequiredMapTrouble.Wildcard)]
    [InlineData("auto.any", RequiredMapTrouble.Wildcard)]
    [InlineData("auto.home:a*", null)]
    [InlineData("auto.data", null)]
    [InlineData("auto.data:x*", RequiredMapTrouble.Nothing)]
    [InlineData("auto.nowhere", RequiredMapTrouble.Nothing)]
    [InlineData("auto.gone", RequiredMapTrouble.NotKnown)]
    internal void WhatIsTheMatterIsSaid(string pattern, RequiredMapTrouble? trouble) =>
        Assert.Equal(trouble, List(pattern).Problems.SingleOrDefault()?.Kind);

    [Fact]
    public void BeforeTheMasterMapIsKnownNothingIs() =>
        Assert.Equal(RequiredMapTrouble.NotKnown, RequiredMaps.List(Of("auto.data"), KnownMaps.None, []).Problems.Single().Kind);

    [Fact]
    public void PathsComeFirstAndEachOnce()
    {
        var settings = Of("auto.data:proj1, auto.data:proj*") with { RequiredPaths = ["/x/y", "/data/proj2"] };

        Assert.Equal(
            ["/x/y", "/data/proj2", "/copy/other", "/data/proj1", "/copy/proj1", "/copy/proj2"],
            RequiredMaps.List(settings, Maps, ["/copy/other", "/x/y"]).Paths);
    }

    [Fact]
    public void VolumesOfPodsAreRequiredWhileTheyRunUnlessTheConfigurationSaysNo()
    {
        var mount = new PodMount(PodMountKind.Nfs, "/d", "0:52", "nfs1:/p1", "/data", "/data/proj1");
        var root = new PodMount(PodMountKind.Autofs, "/data", "0:40", "auto.data", "/data", "/data");
        var noPod = new PodContainer("", "", 21, [mount with { Path = "/data/x" }]);
        var pods = new PodsSnapshot([new("shop/web-1", "app", 20, [mount, root]), noPod], [], "");
        var state = NodeState.Empty with { Pods = Some.Seen(pods) };
        var volumes = new PodVolumes(new Settings());

        var first = volumes.Of(state);
        Assert.Equal(["/data/proj1"], first);
        Assert.True(first == volumes.Of(state with { Pods = Some.Seen(pods with { Nfs = [] }) }), "the same array while nothing changed");
        Assert.Equal(["/data/proj1"], volumes.Of(NodeState.Empty));
        Assert.Empty(volumes.Of(NodeState.Empty with { Pods = Some.Seen(PodsSnapshot.Empty) }));
        Assert.Empty(new PodVolumes(new Settings { RequiredFromPods = false }).Of(state));
    }

    [Theory]
    [InlineData(1000, null)]
    [InlineData(1001, RequiredMapTrouble.TooMany)]
    internal void NotMoreThanAThousandPathsAreTaken(int keys, RequiredMapTrouble? trouble)
    {
        var many = KnownMaps.From(
            Some.Map("auto.master", ("/many", "auto.many")),
            [Some.Map("auto.many", [.. Enumerable.Range(0, keys).Select(i => ($"k{i}", "nfs1:/x"))])]);

        var list = RequiredMaps.List(Of("auto.many"), many, []);

        Assert.Equal(1000, list.Paths.Length);
        Assert.Equal(trouble, list.Problems.SingleOrDefault()?.Kind);
    }

    private static RequiredList List(string pattern) => RequiredMaps.List(Of(pattern), Maps, []);

    private static Settings Of(string maps) => new() { RequiredMaps = SettingValue.Maps(maps).Value };
}
