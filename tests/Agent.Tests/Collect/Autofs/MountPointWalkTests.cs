using AutomountAgent.Collect.Autofs;
using AutomountAgent.Interop;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Autofs;

/// <summary>Symbolic links and files on the way to mount points, in a tree of its own.</summary>
public sealed class MountPointWalkTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("walk-").FullName;

    public MountPointWalkTests()
    {
        Directory.CreateDirectory(At("proc/self"));
        Mount("");
    }

    public void Dispose() => Directory.Delete(root, true);

    [Fact]
    public void LinksAreFollowedByTextAndNeverThroughAForeignMount()
    {
        Directory.CreateDirectory(At("var/opt/t"));
        Directory.CreateDirectory(At("net/hidden"));
        File.CreateSymbolicLink(At("tools"), "opt/t");
        File.CreateSymbolicLink(At("opt"), "/var/opt");
        File.CreateSymbolicLink(At("var/opt/t/old"), "new");
        File.CreateSymbolicLink(At("net/hidden/link"), "/elsewhere");
        Mount("42 27 0:39 / /net/hidden rw - autofs auto.net rw,fd=5\n43 27 0:40 / /var rw - xfs /dev/sda rw\n");

        var walk = Walk("/tools/old/x", "/net/hidden/link", "/nothing/at/all", "/tools/../net");

        Assert.Equal(
            [("/opt", "/var/opt"), ("/tools", "/opt/t"), ("/var/opt/t/old", "/var/opt/t/new")],
            walk.Links.All.Select(l => (l.Key, l.Value)));
        Assert.Equal("/var/opt/t/new/x", walk.Links.Canonical("/tools/old/x"));
        Assert.Empty(walk.NoDirectories);
    }

    [Fact]
    public void AFileInThePlaceOfADirectoryIsFound()
    {
        Directory.CreateDirectory(At("data"));
        File.WriteAllText(At("data/tools"), "");
        File.WriteAllText(At("afile"), "");

        Assert.Equal(["/afile", "/data/tools"], Walk("/data/tools", "/afile/below", "/data").NoDirectories);
    }

    [Fact]
    public void ACircleOfLinksEnds()
    {
        File.CreateSymbolicLink(At("a"), "b");
        File.CreateSymbolicLink(At("b"), "a");

        Assert.Equal(2, Walk("/a/x").Links.All.Count);
    }

    /// <summary>Without the mount table nobody knows what is safe to look at.</summary>
    [Fact]
    public void WithoutTheMountTableNothingIsLookedAt()
    {
        File.CreateSymbolicLink(At("home"), "var/home");
        File.Delete(At("proc/self/mountinfo"));

        Assert.Empty(Walk("/home").Links.All);
    }

    [Fact]
    public void TheTypeOfAPathIsReadWithoutFollowingIt()
    {
        File.CreateSymbolicLink(At("dangling"), "nowhere/at all");
        File.WriteAllText(At("file"), "");

        Assert.Equal(FileType.Link, LibCFiles.TypeOf(At("dangling")));
        Assert.Equal("nowhere/at all", LibCFiles.TryReadLink(At("dangling")));
        Assert.Equal(FileType.Directory, LibCFiles.TypeOf(root));
        Assert.Null(LibCFiles.TryReadLink(root));
        Assert.Equal(FileType.Other, LibCFiles.TypeOf(At("file")));
        Assert.Equal(FileType.None, LibCFiles.TypeOf(At("missing")));
        Assert.Null(LibCFiles.TryReadLink(At("missing")));
    }

    private MountPointWalk Walk(params string[] points)
    {
        var walk = new MountPointWalk(new HostPaths(root));
        foreach (var point in points)
        {
            walk.Along(point);
        }

        return walk;
    }

    private void Mount(string lines) => File.WriteAllText(At("proc/self/mountinfo"), lines);

    private string At(string path) => Path.Combine(root, path);
}
