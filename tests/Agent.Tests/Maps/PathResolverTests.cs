using Automount.Maps;
using Xunit;

namespace AgentTests.Maps;

public class PathResolverTests
{
    private static readonly PathResolver Resolver = Make(
        [
            ("/home", "auto.home -fstype=nfs4,rw"), ("/home/deep", "auto.deep"), ("/gone", "auto.gone"), ("/net", "-hosts"),
            ("/-", "auto.direct"), ("/star", "auto.star"), ("/sub", "auto.sub"), ("/loop", "auto.loop"), ("/f", "/etc/auto.f"),
                ("/multi", "multi auto.deep -ro -- /etc/auto.f rw -- auto.star"), ("/prog", "program:/etc/p"),
        ],
        ("auto.home", [("alice", "nfs1:/exports/&"), ("/", "nfs2:/homes/&"), ("*", "nfs3:/never"), ("bad", "nfs1:x"),
            ("multi", "/ n:/m /a n:/a /a/b n:/b"), ("parts", "/a/b n:/ab /c n:/c")]),
        ("auto.deep", [("x", "nfs9:/x")]),
        ("auto.direct", [("/mnt/data", "nfs4:/data"), ("/mnt/data/inner", "nfs5:/inner"), ("/mnt/slash/", "nfs6:/s"), ("/", "nfs7:/")]),
        ("auto.star", [("*", "nfs8:/$HOST/&")]),
        ("auto.sub", [("team", "-fstype=autofs,soft auto.team"), ("file", "-fstype=autofs file:/etc/x"),
            ("gone", "-fstype=autofs auto.none")]),
        ("/etc/auto.f", [("y", "nfs9:/file/y"), ("more", "-fstype=autofs file:/etc/auto.f")]),
        ("auto.team", [("p", "nfs1:/team/&")]),
        ("auto.loop", [("*", "-fstype=autofs auto.loop")]));

    private static PathResolver Make((string, string)[] master, params (string Name, (string, string)[] Records)[] maps) => new(
        MasterMap.Parse(Content("auto.master", master)),
        maps.ToDictionary(m => m.Name, m => Content(m.Name, m.Records)),
        new EntryContext { Variables = new Dictionary<string, string> { ["HOST"] = "node1" } });

    private static MapContent Content(string name, (string Key, string Value)[] records) =>
        new(name, null, [.. records.Select(r => new MapRecord(r.Key, r.Value))]);

    private static string Location(PathResolution resolution)
    {
        var location = resolution.Mount!.Locations[0];
        return $"{location.Hosts[0].Name}:{location.Path}";
    }

    [Theory]
    [InlineData("/home/alice", "nfs1:/exports/alice", "/home/alice", "auto.home", "alice")]
    [InlineData("//home/alice/src//x/", "nfs1:/exports/alice", "/home/alice", "auto.home", "alice")]
    [InlineData("/home/bob/x", "nfs2:/homes/bob", "/home/bob", "auto.home", "/")]
    [InlineData("/home/deep/x/y", "nfs9:/x", "/home/deep/x", "auto.deep", "x")]
    [InlineData("/star/carol", "nfs8:/node1/carol", "/star/carol", "auto.star", "*")]
    [InlineData("/mnt/data/a", "nfs4:/data", "/mnt/data", "auto.direct", "/mnt/data")]
    [InlineData("/mnt/data/inner/a", "nfs5:/inner", "/mnt/data/inner", "auto.direct", "/mnt/data/inner")]
    [InlineData("/home/multi/a/b/c", "n:/b", "/home/multi/a/b", "auto.home", "multi")]
    [InlineData("/home/multi/a/x", "n:/a", "/home/multi/a", "auto.home", "multi")]
    [InlineData("/home/multi/x", "n:/m", "/home/multi", "auto.home", "multi")]
    [InlineData("/f/y", "nfs9:/file/y", "/f/y", "/etc/auto.f", "y")]
    [InlineData("/f/more/y", "nfs9:/file/y", "/f/more/y", "/etc/auto.f", "y")]
    [InlineData("/multi/x", "nfs9:/x", "/multi/x", "auto.deep", "x")]
    [InlineData("/multi/y", "nfs9:/file/y", "/multi/y", "/etc/auto.f", "y")]
    [InlineData("/multi/z", "nfs8:/node1/z", "/multi/z", "auto.star", "*")]
    [InlineData("/sub/team/p/x", "nfs1:/team/p", "/sub/team/p", "auto.team", "p")]
    public void APathLeadsToItsLocation(string path, string location, string mountPoint, string map, string recordKey)
    {
        var resolution = Resolver.Resolve(path);

        Assert.Equal(ResolutionStep.Resolved, resolution.Step);
        Assert.Equal((location, mountPoint, map, recordKey),
            (Location(resolution), resolution.MountPoint, resolution.Map, resolution.Record!.Key));
    }

    [Theory]
    [InlineData("/elsewhere", ResolutionStep.NotBelowRoot)]
    [InlineData("/homer/x", ResolutionStep.NotBelowRoot)]
    [InlineData("/mnt", ResolutionStep.NotBelowRoot)]
    [InlineData("relative", ResolutionStep.NotBelowRoot)]
    [InlineData("/home/../etc", ResolutionStep.NotBelowRoot)]
    [InlineData("/mnt/slash", ResolutionStep.NotBelowRoot)]
    [InlineData("/home", ResolutionStep.OwnDirectory)]
    [InlineData("/home/parts", ResolutionStep.OwnDirectory)]
    [InlineData("/home/parts/a", ResolutionStep.OwnDirectory)]
    [InlineData("/home/parts/x", ResolutionStep.OffsetMissing)]
    [InlineData("/gone/x", ResolutionStep.MapMissing)]
    [InlineData("/sub/gone/x", ResolutionStep.MapMissing)]
    [InlineData("/home/deep/y", ResolutionStep.KeyMissing)]
    [InlineData("/home/bad", ResolutionStep.EntryBad)]
    [InlineData("/net/host", ResolutionStep.Unsupported)]
    [InlineData("/prog/host", ResolutionStep.Unsupported)]
    [InlineData("/sub/file/x", ResolutionStep.MapMissing)]
    [InlineData("/loop/1/2/3/4/5/6/7/8/9/10/11/12/13", ResolutionStep.Unsupported)]
    public void TheFirstStepThatFailsIsNamed(string path, ResolutionStep step)
    {
        var resolution = Resolver.Resolve(path);

        Assert.Equal(step, resolution.Step);
        Assert.Null(resolution.Mount);
        Assert.NotEmpty(resolution.Message);
    }

    [Fact]
    public void OptionsOfTheMasterMapApply() => Assert.Equal("fstype=nfs4,rw", Resolver.Resolve("/home/alice").Mount!.Options);

    [Fact]
    public void ASubmountHandsItsOptionsOn() => Assert.Equal("soft", Resolver.Resolve("/sub/team/p").Mount!.Options);

    [Fact]
    public void AMissingDirectMapIsNamedWhenNothingElseCoversThePath() =>
        Assert.Equal(ResolutionStep.MapMissing, Make([("/-", "auto.direct")]).Resolve("/mnt/x").Step);

    [Fact]
    public void ABadEntryKeepsItsError() => Assert.Equal(EntryFault.MissingColon, Resolver.Resolve("/home/bad/x").Error!.Fault);

    [Fact]
    public void EachMapOfAMultiEntryHasItsOwnOptions() =>
        Assert.Equal(("ro", "rw"), (Resolver.Resolve("/multi/x").Mount!.Options, Resolver.Resolve("/multi/y").Mount!.Options));

    [Fact]
    public void TheWildcardOfAnIncludedFileAnswersBeforeWhatFollowsTheInclude()
    {
        var map = new MapContent("auto.x", null,
        [
            new MapRecord("a", "n:/a"), new MapRecord("*", "n:/wild") { File = "/etc/auto.y" },
                new MapRecord("b", "n:/b") { File = "/etc/auto.y" }, new MapRecord("c", "n:/c"),
        ]);
        var resolver = new PathResolver(
            MasterMap.Parse(Content("auto.master", [("/x", "auto.x")])), new Dictionary<string, MapContent> { ["auto.x"] = map },
                EntryContext.Default);

        Assert.Equal(["/a", "/b", "/wild"], new[] { "/x/a", "/x/b", "/x/c" }.Select(p => resolver.Resolve(p).Mount!.Locations[0].Path));
    }
}
