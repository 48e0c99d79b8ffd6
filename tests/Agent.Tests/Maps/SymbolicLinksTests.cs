using Automount.Maps;
using Xunit;

namespace AgentTests.Maps;

public class SymbolicLinksTests
{
    private static readonly SymbolicLinks Links = SymbolicLinks.Of(new Dictionary<string, string>
    {
        ["/home"] = "/var/home",
        ["/opt"] = "/var/opt",
        ["/tools"] = "/opt/t",
        ["/var/opt/t/old"] = "/var/opt/t/new",
        ["/loop"] = "/loop/x",
    });

    [Theory]
    [InlineData("/home/alice", "/var/home/alice")]
    [InlineData("/home", "/var/home")]
    [InlineData("/homes/alice", "/homes/alice")]
    [InlineData("/var/home/alice", "/var/home/alice")]
    [InlineData("/tools/a", "/var/opt/t/a")]
    [InlineData("/tools/old/b", "/var/opt/t/new/b")]
    [InlineData("/", "/")]
    [InlineData("", "")]
    public void APathIsWrittenAsTheMountTableHasIt(string path, string canonical) => Assert.Equal(canonical, Links.Canonical(path));

    [Fact]
    public void ACircleEnds() => Assert.StartsWith("/loop/x", Links.Canonical("/loop"));

    [Theory]
    [InlineData("/home/alice", "/home/alice /var/home/alice")]
    [InlineData("/var/home/alice", "/var/home/alice /home/alice")]
    [InlineData("/var/opt/t/a", "/var/opt/t/a /opt/t/a /tools/a")]
    [InlineData("/var/homes/alice", "/var/homes/alice")]
    public void APathIsLookedForInEverySpelling(string path, string spellings) =>
        Assert.Equal(spellings, string.Join(' ', Links.Spellings(path)));

    [Fact]
    public void TwoWithTheSameLinksAreEqual()
    {
        var home = SymbolicLinks.Of([new("/home", "/var/home")]);

        Assert.Equal(home, SymbolicLinks.Of([new("/home", "/var/home")]));
        Assert.NotEqual(home, SymbolicLinks.Of([new("/home", "/export/home")]));
        Assert.NotEqual(home, SymbolicLinks.None);
    }
}
