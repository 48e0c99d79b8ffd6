using Automount.Text;
using System.Collections.Immutable;
using AgentTests.Support;
using AutomountAgent.Model;
using AutomountAgent.Derive;
using AutomountAgent.Interop;
using Xunit;

namespace AgentTests.Derive;

public class TopLevelSymlinksTests
{
    private static readonly TopLevelSymlinks CoreOs = new(
        ImmutableDictionary<string, string>.Empty.Add("/home", "/var/home").Add("/opt", "/var/opt"));

    [Theory]
    [InlineData("/home/alice", "/var/home/alice")]
    [InlineData("/home", "/var/home")]
    [InlineData("/homes/alice", "/homes/alice")]
    [InlineData("/var/home/alice", "/var/home/alice")]
    public void APathIsWrittenAsTheMountTableHasIt(string path, string canonical) => Assert.Equal(canonical, CoreOs.Canonical(path));

    [Theory]
    [InlineData("/home/alice", "/home/alice /var/home/alice")]
    [InlineData("/var/home/alice", "/var/home/alice /home/alice")]
    [InlineData("/var/homes/alice", "/var/homes/alice")]
    public void APathIsLookedForInEverySpelling(string path, string spellings) =>
        Assert.Equal(spellings, string.Join(' ', CoreOs.Spellings(path)));

    [Theory]
    [InlineData("var/home", "/var/home")]
    [InlineData("/var/home/", "/var/home")]
    [InlineData("../x", null)]
    [InlineData("/", null)]
    [InlineData(null, null)]
    public void ALinkIsReadWhereThereIsOne(string? target, string? expected)
    {
        var links = TopLevelSymlinks.Read(
            ["/home/alice"], new MountsSnapshot([], []), path => path == "/home" ? target : throw new InvalidOperationException(path));

        Assert.Equal(expected, links.Links.GetValueOrDefault("/home"));
    }

    [Fact]
    public void AMountPointIsNotAsked()
    {
        var mounts = new MountsSnapshot([Some.Root("/home", "auto.home")], [Some.Nfs("/nfs", "nfs1", "/x")])
        {
            Others = [new("/bind", "0:1", "/bind")],
        };

        Assert.Empty(TopLevelSymlinks.Read(
            ["/home/alice", "/nfs/x", "/bind", "/"], mounts, path => throw new InvalidOperationException(path)).Links);
    }

    [Fact]
    public void TheNodesOwnLinksAreReadWithoutFollowingThem()
    {
        var folder = Directory.CreateTempSubdirectory("links-");
        try
        {
            var link = Path.Combine(folder.FullName, "dangling");
            File.CreateSymbolicLink(link, "nowhere/at all");

            Assert.Equal("nowhere/at all", LibCFiles.TryReadLink(link));
            Assert.Null(LibCFiles.TryReadLink(folder.FullName));
            Assert.Null(LibCFiles.TryReadLink(Path.Combine(folder.FullName, "missing")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
